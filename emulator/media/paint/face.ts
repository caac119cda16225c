/** Where the face is in a photo whose background says nothing: by the colour of its skin, which is one and in the middle. */

/** An ellipse in pixels. */
export interface FacePixels {
  x: number;
  y: number;
  /** Half its width and half its height. */
  across: number;
  down: number;
}

/** Every so many pixels are looked at: a face is large. */
const STEP = 4;
/** Where a face guide has the face when nothing else is known, as parts of the picture. */
const USUAL = { x: 0.5, y: 0.4, across: 0.17 };
/** A face is so much higher than wide, from the chin to the hair. */
const HEIGHT = 1.3;

/** Brightness and colour of a pixel, as JPEG tells them apart. */
type Chroma = [luma: number, blue: number, red: number];

/** The face of a person seen from the front; where one usually is, when no skin is found there. */
export function findFace(data: Uint8ClampedArray, width: number, height: number): FacePixels {
  const [columns, rows] = [Math.floor(width / STEP), Math.floor(height / STEP)];
  const chromas = Array.from({ length: columns * rows }, (_, cell) => {
    const pixel = (Math.floor(cell / columns) * STEP * width + (cell % columns) * STEP) * 4;
    // Inside the picture by construction.
    return chromaOf(data[pixel] as number, data[pixel + 1] as number, data[pixel + 2] as number);
  });
  const across = USUAL.across * Math.min(width, height * 0.8);
  const usual = { x: width * USUAL.x, y: height * USUAL.y, across, down: across * HEIGHT };
  const tone = toneIn(chromas, columns, usual);
  if (!tone) return usual;
  const isSkin = chromas.map((chroma) => isLike(chroma, tone));
  const piece = pieceAround(isSkin, columns, usual);
  return piece.length < 60 ? usual : (ellipseOf(piece, columns, usual) ?? usual);
}

const chromaOf = (red: number, green: number, blue: number): Chroma => [
  0.299 * red + 0.587 * green + 0.114 * blue,
  -0.169 * red - 0.331 * green + 0.5 * blue,
  0.5 * red - 0.419 * green - 0.081 * blue,
];

/** Skin of any colour is a dark or bright, more or less pale orange. */
const isOrange = ([luma, blue, red]: Chroma): boolean => luma > 25 && red > 6 && blue < -2 && red > -blue * 0.35;

/** The median colour of what may be skin where a face usually is. */
function toneIn(chromas: Chroma[], columns: number, { x, y, across, down }: FacePixels): Chroma | undefined {
  const near = chromas.filter((chroma, cell) => {
    const [dx, dy] = [(cell % columns) * STEP - x, Math.floor(cell / columns) * STEP - y];
    return Math.hypot(dx / across, dy / down) < 0.8 && isOrange(chroma);
  });
  if (near.length < 40) return undefined;
  const median = (part: 0 | 1 | 2) => near.map((chroma) => chroma[part]).sort((a, b) => a - b)[near.length >> 1] ?? 0;
  return [median(0), median(1), median(2)];
}

/** The same skin in more or less light: colour fades with the light. */
function isLike([luma, blue, red]: Chroma, tone: Chroma): boolean {
  const light = Math.min(1.6, Math.max(0.4, luma / tone[0]));
  const fade = 0.5 + 0.5 * Math.min(1, light);
  return light > 0.45 && Math.hypot(blue - tone[1] * fade, red - tone[2] * fade) < 9;
}

/** The cells of skin that hang together, and among these pieces the one that weighs most where a face usually is. */
function pieceAround(isSkin: boolean[], columns: number, { x, y, across }: FacePixels): number[] {
  const seen = new Uint8Array(isSkin.length);
  let best: { cells: number[]; weight: number } = { cells: [], weight: 0 };
  for (let start = 0; start < isSkin.length; start++) {
    if (!isSkin[start] || seen[start]) continue;
    seen[start] = 1;
    const cells = [start];
    let weight = 0;
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at] as number;
      const column = cell % columns;
      const off = Math.hypot(column * STEP - x, Math.floor(cell / columns) * STEP - y) / (across * 1.5);
      weight += Math.exp(-off * off);
      for (const next of [
        column > 0 ? cell - 1 : -1,
        column < columns - 1 ? cell + 1 : -1,
        cell - columns,
        cell + columns,
      ]) {
        if (next < 0 || next >= isSkin.length || !isSkin[next] || seen[next]) continue;
        seen[next] = 1;
        cells.push(next);
      }
    }
    if (weight > best.weight) best = { cells, weight };
  }
  return best.cells;
}

/** The ellipse of a face from its skin, below which the neck may go on; undefined when that cannot be a face. */
function ellipseOf(cells: number[], columns: number, usual: FacePixels): FacePixels | undefined {
  const rows = new Map<number, number[]>();
  for (const cell of cells) {
    const row = Math.floor(cell / columns);
    rows.set(row, [...(rows.get(row) ?? []), cell % columns]);
  }
  const spans = [...rows]
    .sort(([a], [b]) => a - b)
    .map(([row, all]) => ({
      row,
      count: all.length,
      middle: all.reduce((sum, column) => sum + column, 0) / all.length,
    }));
  const widest = Math.max(...spans.map(({ count }) => count));
  // A few cells at the top may be an ear, or what is behind.
  const from = spans.findIndex(({ count }) => count > widest * 0.35);
  const top = (spans[from]?.row ?? 0) * STEP;
  const across = (widest * STEP) / 2;
  if (across < usual.across * 0.35 || across > usual.across * 2.2) return undefined;
  // The chin: from there on it is narrower than half a face, or there is no skin any more.
  const middle = spans.findIndex(({ count }) => count === widest);
  const chin = spans.findIndex(({ count }, at) => at > middle && count < widest * 0.5);
  const bottom = (spans.at(chin)?.row ?? 0) * STEP;
  const down = Math.min(across * HEIGHT, Math.max(across * 0.8, (bottom - top) / 2));
  const face = spans.filter(({ row }) => row * STEP >= top && row * STEP < top + 2 * down);
  const count = face.reduce((sum, span) => sum + span.count, 0);
  // Eyes, brows and a beard are no skin, but most of an ellipse is.
  if (count * STEP * STEP < 0.45 * Math.PI * across * down) return undefined;
  const x = (face.reduce((sum, span) => sum + span.middle * span.count, 0) / count) * STEP;
  return { x, y: top + down, across, down };
}
