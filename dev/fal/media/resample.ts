/** Shows a part of a yuv420p picture at another size, between the pixels: slow moves stay smooth. */

export interface YuvPicture {
  width: number;
  height: number;
  /** Planar yuv420p; both sides are even. */
  data: Uint8Array;
}

/** The rectangle to show, in pixels of the picture; fractions count. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const yuvBytes = (width: number, height: number): number => (width * height * 3) >> 1;

/** For each pixel of a line: the pixel of the source before it, and how much (0..256) of the one after. */
function positions(
  count: number,
  from: number,
  length: number,
  limit: number,
): { index: Int32Array; weight: Int32Array } {
  const index = new Int32Array(count);
  const weight = new Int32Array(count);
  const step = length / count;
  for (let at = 0; at < count; at++) {
    const place = Math.min(limit - 1.001, Math.max(0, from + (at + 0.5) * step - 0.5));
    const whole = Math.floor(place);
    index[at] = whole;
    weight[at] = Math.round((place - whole) * 256);
  }
  return { index, weight };
}

function plane(
  source: Uint8Array,
  sourceOffset: number,
  sourceWidth: number,
  sourceHeight: number,
  view: Rectangle,
  target: Uint8Array,
  targetOffset: number,
  targetWidth: number,
  targetHeight: number,
  table: Uint8Array,
): void {
  const columns = positions(targetWidth, view.left, view.width, sourceWidth);
  const rows = positions(targetHeight, view.top, view.height, sourceHeight);
  let out = targetOffset;
  for (let y = 0; y < targetHeight; y++) {
    const upper = sourceOffset + (rows.index[y] as number) * sourceWidth;
    const lower = upper + sourceWidth;
    const down = rows.weight[y] as number;
    for (let x = 0; x < targetWidth; x++) {
      // Inside the planes by construction: `positions` stops one pixel before the edge.
      const left = columns.index[x] as number;
      const right = columns.weight[x] as number;
      const a = source[upper + left] as number;
      const b = source[upper + left + 1] as number;
      const c = source[lower + left] as number;
      const d = source[lower + left + 1] as number;
      const top = (a << 8) + (b - a) * right;
      const bottom = (c << 8) + (d - c) * right;
      target[out++] = table[((top << 8) + (bottom - top) * down + 32768) >> 16] as number;
    }
  }
}

const IDENTITY = Uint8Array.from({ length: 256 }, (_, value) => value);

/** Video luma (16..235) made brighter or darker by a factor. */
const brightness = (gain: number): Uint8Array =>
  gain === 1
    ? IDENTITY
    : Uint8Array.from({ length: 256 }, (_, value) => Math.min(235, Math.max(16, Math.round(16 + (value - 16) * gain))));

/** Fills `target` (yuv420p of the given size) with what the rectangle shows. */
export function resample(
  picture: YuvPicture,
  view: Rectangle,
  target: Uint8Array,
  size: { width: number; height: number },
  gain: number,
): void {
  const { width, height, data } = picture;
  plane(data, 0, width, height, view, target, 0, size.width, size.height, brightness(gain));
  const half = { left: view.left / 2, top: view.top / 2, width: view.width / 2, height: view.height / 2 };
  for (const [sourceOffset, targetOffset] of [
    [width * height, size.width * size.height],
    [(width * height * 5) >> 2, (size.width * size.height * 5) >> 2],
  ] as const) {
    plane(
      data,
      sourceOffset,
      width >> 1,
      height >> 1,
      half,
      target,
      targetOffset,
      size.width >> 1,
      size.height >> 1,
      IDENTITY,
    );
  }
}
