/**
 * Shows a part of a yuv420p picture at another size, between the pixels: slow moves stay smooth. A frame of 720 × 1280
 * takes a few milliseconds, because lines are blended four pixels at a time inside 32-bit numbers.
 */

export interface YuvPicture {
  /** A multiple of 8, so that every line of every plane starts at a whole 32-bit word. */
  width: number;
  /** Even. */
  height: number;
  /** Planar yuv420p. */
  data: Uint8Array<ArrayBuffer>;
}

/** The rectangle to show, in pixels of the picture; fractions count. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Bytes of a yuv420p picture: one for each pixel, and two for each four. */
export const yuvBytes = (width: number, height: number): number => (width * height * 3) >> 1;

interface Plane {
  words: Uint32Array;
  width: number;
  height: number;
}

/** For each pixel of a line: `pixel of the source before it << 9 | how much (0..256) of the one after`. */
function positions(count: number, from: number, length: number, limit: number): Int32Array {
  const step = length / count;
  return Int32Array.from({ length: count }, (_, at) => {
    const place = Math.min(limit - 1.001, Math.max(0, from + (at + 0.5) * step - 0.5));
    const whole = Math.floor(place);
    return (whole << 9) | Math.round((place - whole) * 256);
  });
}

/** Weights of the two lines that are blended add up to this at a gain of 1; 255 times it leaves room for a gain of 2. */
const VERTICAL = 128;

/** `line` = upper × `one` + the line below × `other`, per pixel, 16 bits each. */
function blendLines(plane: Plane, upper: number, one: number, other: number, line: Uint32Array): void {
  const { words, width } = plane;
  let from = (upper * width) >> 2;
  const below = width >> 2;
  // Indices stay inside: `positions` ends one line before the last.
  for (let to = 0; to < line.length; to += 2, from++) {
    const a = words[from] as number;
    const b = words[from + below] as number;
    const even = (Math.imul(a & 0xff00ff, one) + Math.imul(b & 0xff00ff, other)) | 0;
    const odd = (Math.imul((a >>> 8) & 0xff00ff, one) + Math.imul((b >>> 8) & 0xff00ff, other)) | 0;
    line[to] = (even & 0xffff) | (odd << 16);
    line[to + 1] = (even >>> 16) | (odd & 0xffff0000);
  }
}

/** One line of `target` = each pixel between the two of `pixels` that its column names. */
function blendColumns(
  pixels: Uint16Array,
  columns: Int32Array,
  target: Uint8ClampedArray,
  start: number,
  offset: number,
): void {
  // Indices stay inside: `positions` ends one pixel before the last.
  for (let x = 0; x < columns.length; x++) {
    const column = columns[x] as number;
    const index = column >>> 9;
    const left = pixels[index] as number;
    const right = pixels[index + 1] as number;
    target[start + x] = ((left << 8) + Math.imul(right - left, column & 511) + offset) >> 15;
  }
}

/** Fills `target` with what `view` shows of the plane; `gain` multiplies the distance from `zero`. */
function resamplePlane(
  plane: Plane,
  view: Rectangle,
  target: Uint8ClampedArray,
  size: { width: number; height: number },
  gain: number,
  zero: number,
): void {
  const columns = positions(size.width, view.left, view.width, plane.width);
  const rows = positions(size.height, view.top, view.height, plane.height);
  const line = new Uint32Array(plane.width >> 1);
  const pixels = new Uint16Array(line.buffer);
  // Whole numbers (`| 0`), or the loops below work with floating point ones.
  const offset = (Math.round(zero * (1 - gain) * VERTICAL * 256) + (1 << 14)) | 0;

  for (let y = 0; y < size.height; y++) {
    const row = rows[y] as number;
    const lower = Math.round(((row & 511) * VERTICAL * gain) / 256) | 0;
    blendLines(plane, row >> 9, (Math.round(VERTICAL * gain) - lower) | 0, lower, line);
    blendColumns(pixels, columns, target, y * size.width, offset);
  }
}

/** Fills `target` (yuv420p of the given size) with what the rectangle shows, brighter or darker by `gain`. */
export function resample(
  picture: YuvPicture,
  view: Rectangle,
  target: Uint8ClampedArray,
  size: { width: number; height: number },
  gain: number,
): void {
  const { width, height, data } = picture;
  const luma = { words: new Uint32Array(data.buffer, data.byteOffset, (width * height) >> 2), width, height };
  resamplePlane(luma, view, target, size, gain, 16);
  const half = { left: view.left / 2, top: view.top / 2, width: view.width / 2, height: view.height / 2 };
  const halfSize = { width: size.width >> 1, height: size.height >> 1 };
  const pixels = halfSize.width * halfSize.height;
  for (const number of [0, 1]) {
    const start = data.byteOffset + width * height + (number * width * height) / 4;
    const words = new Uint32Array(data.buffer, start, (width * height) >> 4);
    const place = size.width * size.height + number * pixels;
    const chroma = { words, width: width >> 1, height: height >> 1 };
    resamplePlane(chroma, half, target.subarray(place, place + pixels), halfSize, 1, 0);
  }
}
