/** Cuts a person out of a face guide. */
import { type Canvas, createCanvas, type Image } from "@napi-rs/canvas";
import { type FacePixels, findFace } from "./face.ts";
import { type HeadPixels, headOf } from "./head.ts";

export interface Cutout {
  canvas: Canvas;
  /** The part of the canvas that shows something, in pixels. */
  box: { left: number; top: number; right: number; bottom: number };
  head: HeadPixels;
  /** The body runs out of the lower edge, so that it can stand on the edge of a picture. */
  grounded: boolean;
  /** Only the face, for a head that is drawn already: the background could not be told from the hair. */
  faceOnly: boolean;
}

/** Longest side that is looked at; a subject is never shown much larger. */
const SIDE = 760;

/** The person of a face guide, where it can be told from its backdrop; else a soft oval of the face. */
export function cutOut(picture: Image): Cutout {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(2, Math.round(picture.width * scale));
  const height = Math.max(2, Math.round(picture.height * scale));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  const image = context.getImageData(0, 0, width, height);

  const { alpha, face } = outlineOf(image.data, width, height);
  for (let at = 0; at < alpha.length; at++) {
    // One alpha per pixel.
    const index = at * 4 + 3;
    image.data[index] = ((image.data[index] as number) * (alpha[at] as number)) / 255;
  }
  context.putImageData(image, 0, 0);
  const box = boxOf(alpha, width, height);
  const stands = !face && grounded(alpha, width, height);
  const head = face ? headAround(face) : stands ? headOf(alpha, width, box) : headAlone(box);
  return { canvas, box, head, grounded: stands, faceOnly: face !== undefined };
}

/** How much of each pixel is the person's; with the face, where only that could be told. */
function outlineOf(data: Uint8ClampedArray, width: number, height: number) {
  const matte = matteOf(data, width, height);
  if (matte && isPerson(matte, width, height)) {
    completeBody(matte, width, height);
    return { alpha: softened(matte, width, height), face: undefined };
  }
  const face = findFace(data, width, height);
  return { alpha: oval(width, height, face), face };
}

/**
 * Whether an outline is that of a head on a neck: much the same on both sides, and hardly wider than high. Furniture,
 * windows and shadows that hang together with a person are neither.
 */
function isPerson(matte: Uint8Array, width: number, height: number): boolean {
  const alpha = Uint8ClampedArray.from(matte, (value) => value * 255);
  const box = boxOf(alpha, width, height);
  const { x, neck } = headOf(alpha, width, box);
  let [same, either, widest] = [0, 0, 0];
  for (let row = box.top; row < neck; row++) {
    const line = matte.subarray(row * width, (row + 1) * width);
    widest = Math.max(widest, line.lastIndexOf(1) - line.indexOf(1));
    for (let off = 0; off < width; off++) {
      const [left, right] = [line[Math.round(x - off)] ?? 0, line[Math.round(x + off)] ?? 0];
      same += left & right;
      either += left | right;
    }
  }
  return same > either * 0.82 && widest < (neck - box.top) * 1.3;
}

/**
 * 1 where the person is: everything that an even background, followed inwards from the upper edge and the sides,
 * does not reach. Undefined when the background is too busy to follow.
 */
function matteOf(data: Uint8ClampedArray, width: number, height: number): Uint8Array | undefined {
  // The first look finds out what the background is like, the second takes it at its word.
  const rough = flood(data, width, height, fitBackground(data, width, height, borderOf(width, height)), 60);
  const known: number[] = [];
  for (let pixel = 0; pixel < rough.length; pixel += 7) if (rough[pixel]) known.push(pixel);
  if (known.length < 100) return undefined;
  const background = flood(data, width, height, fitBackground(data, width, height, known), 42);
  let share = 0;
  for (const value of background) share += value;
  share /= background.length;
  const centre = Math.round(height * 0.45) * width + Math.round(width / 2);
  if (share < 0.12 || share > 0.88 || background[centre]) return undefined;
  return largestPiece(
    background.map((value) => 1 - value),
    width,
  );
}

/** Pixels along the edges where a portrait shows nothing but background. */
function borderOf(width: number, height: number): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < height * 0.6; y += 3) {
    const top = y < height * 0.04;
    for (let x = 0; x < width; x += 3) if (top || x < width * 0.05 || x > width * 0.95) pixels.push(y * width + x);
  }
  return pixels;
}

/** What a background looks like: per channel the factors of 1, u, v, u², v², uv, with u and v from -½ to ½. */
type Background = [red: Surface, green: Surface, blue: Surface];
type Surface = [number, number, number, number, number, number];

/** Fits such surfaces to the colours of some pixels, by least squares. */
function fitBackground(data: Uint8ClampedArray, width: number, height: number, pixels: number[]): Background {
  const normal = Array.from({ length: 6 }, () => new Float64Array(9));
  for (const pixel of pixels) {
    const [u, v] = [(pixel % width) / width - 0.5, Math.floor(pixel / width) / height - 0.5];
    const basis = [1, u, v, u * u, v * v, u * v];
    for (const [row, value] of basis.entries()) {
      const line = normal[row] as Float64Array;
      for (const [column, other] of basis.entries()) line[column] = (line[column] as number) + value * other;
      for (let channel = 0; channel < 3; channel++) {
        line[6 + channel] = (line[6 + channel] as number) + value * (data[pixel * 4 + channel] as number);
      }
    }
  }
  const solved = solve(normal);
  // Six rows, each with three solutions behind its six columns.
  const surface = (channel: number) => solved.map((row) => row[6 + channel]) as Surface;
  return [surface(0), surface(1), surface(2)];
}

/** Gauss-Jordan elimination of six equations with three right-hand sides; a little ridge keeps it solvable. */
function solve(rows: Float64Array[]): Float64Array[] {
  for (const [index, row] of rows.entries()) row[index] = (row[index] as number) + 1e-6;
  for (const [index, row] of rows.entries()) {
    const pivot = row[index] as number;
    for (let column = 0; column < row.length; column++) row[column] = (row[column] as number) / pivot;
    for (const other of rows) {
      if (other === row) continue;
      const factor = other[index] as number;
      for (let column = 0; column < row.length; column++) {
        other[column] = (other[column] as number) - factor * (row[column] as number);
      }
    }
  }
  return rows;
}

/** How far the colour may jump from one pixel of the background to the next, all channels together. */
const STEP = 18;

/** 1 for the pixels that look like the background and hang together with the edges. */
function flood(
  data: Uint8ClampedArray,
  width: number,
  height: number,
  background: Background,
  tolerance: number,
): Uint8Array {
  const found = new Uint8Array(width * height);
  const line = new Int32Array(width * height);
  let end = 0;
  const [red, green, blue] = background;
  // Pixels of the picture, four bytes each.
  const like = (pixel: number): boolean => {
    if ((data[pixel * 4 + 3] as number) < 20) return true;
    const u = (pixel % width) / width - 0.5;
    const v = Math.floor(pixel / width) / height - 0.5;
    const off = (surface: Surface, channel: number): number =>
      Math.abs(
        (data[pixel * 4 + channel] as number) -
          (surface[0] + surface[1] * u + surface[2] * v + surface[3] * u * u + surface[4] * v * v + surface[5] * u * v),
      );
    return off(red, 0) + off(green, 1) + off(blue, 2) < tolerance;
  };
  const jump = (a: number, b: number): number =>
    Math.abs((data[a * 4] as number) - (data[b * 4] as number)) +
    Math.abs((data[a * 4 + 1] as number) - (data[b * 4 + 1] as number)) +
    Math.abs((data[a * 4 + 2] as number) - (data[b * 4 + 2] as number));
  const take = (pixel: number): void => {
    if (found[pixel] || !like(pixel)) return;
    found[pixel] = 1;
    line[end++] = pixel;
  };
  for (let x = 0; x < width; x++) take(x);
  for (let y = 0; y < height * 0.6; y++) {
    take(y * width);
    take(y * width + width - 1);
  }
  for (let at = 0; at < end; at++) {
    const pixel = line[at] as number;
    const x = pixel % width;
    for (const next of [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width]) {
      if (next >= 0 && next < found.length && !found[next] && jump(pixel, next) <= STEP) take(next);
    }
  }
  return found;
}

/** Keeps the largest connected piece of a matte: a person is one. */
function largestPiece(matte: Uint8Array, width: number): Uint8Array {
  const pieces = new Int32Array(matte.length);
  const line = new Int32Array(matte.length);
  let largest = { number: 0, size: 0 };
  let number = 0;
  for (let start = 0; start < matte.length; start++) {
    if (!matte[start] || pieces[start]) continue;
    number += 1;
    let end = 0;
    pieces[start] = number;
    line[end++] = start;
    for (let at = 0; at < end; at++) {
      const pixel = line[at] as number;
      const x = pixel % width;
      for (const next of [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width]) {
        if (next < 0 || next >= matte.length || !matte[next] || pieces[next]) continue;
        pieces[next] = number;
        line[end++] = next;
      }
    }
    if (end > largest.size) largest = { number, size: end };
  }
  return matte.map((_, pixel) => (pieces[pixel] === largest.number ? 1 : 0));
}

/**
 * Below the neck a body is as wide on one side as on the other, and has no gaps: clothes in the colour of the
 * background are won back.
 */
function completeBody(matte: Uint8Array, width: number, height: number): void {
  const alpha = Uint8ClampedArray.from(matte, (value) => value * 255);
  const { x, neck } = headOf(alpha, width, boxOf(alpha, width, height));
  for (let row = Math.round(neck); row < height; row++) {
    const line = matte.subarray(row * width, (row + 1) * width);
    const [from, to] = [line.indexOf(1), line.lastIndexOf(1)];
    if (from < 0) continue;
    const reach = Math.max(x - from, to - x);
    line.fill(1, Math.max(0, Math.round(x - reach)), Math.min(width, Math.round(x + reach)));
  }
}

/** The matte as alpha: specks closed, drawn in a little so that no rim of background stays, soft at the edge. */
function softened(matte: Uint8Array, width: number, height: number): Uint8ClampedArray {
  const wide = blur(Float32Array.from(matte), width, height, 3);
  // Below a half is outside: the edge moves inwards by about a pixel and a half.
  const inner = wide.map((value) => (value > 0.8 ? 1 : 0));
  return Uint8ClampedArray.from(blur(inner, width, height, 2), (value) => value * 255);
}

/** An oval of the face, so soft at its edge that nothing of what is around it can be made out. */
function oval(width: number, height: number, face: FacePixels): Uint8ClampedArray {
  const alpha = new Uint8ClampedArray(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const distance = Math.hypot((x - face.x) / face.across, (y - face.y) / face.down);
      const part = Math.min(1, Math.max(0, (1.02 - distance) / 0.34));
      alpha[at] = 255 * part * part * (3 - 2 * part);
    }
  }
  return alpha;
}

/** The head that belongs to a face: it is higher by the hair. */
function headAround({ x, y, down }: FacePixels): HeadPixels {
  const radius = down / 0.82;
  return { x, y: y - radius * 0.14, radius, neck: y + down * 1.25 };
}

/** A box blur, three times over: close to a Gaussian. */
function blur(source: Float32Array, width: number, height: number, radius: number): Float32Array {
  let from = source;
  for (let pass = 0; pass < 2; pass++) {
    from = blurLines(blurLines(from, width, height, radius, 1, width), height, width, radius, width, 1);
  }
  return from;
}

function blurLines(
  source: Float32Array,
  length: number,
  lines: number,
  radius: number,
  step: number,
  stride: number,
): Float32Array {
  const target = new Float32Array(source.length);
  const size = radius * 2 + 1;
  for (let line = 0; line < lines; line++) {
    const start = line * stride;
    const value = (at: number): number => source[start + Math.min(length - 1, Math.max(0, at)) * step] as number;
    let sum = 0;
    for (let at = -radius; at <= radius; at++) sum += value(at);
    for (let at = 0; at < length; at++) {
      target[start + at * step] = sum / size;
      sum += value(at + radius + 1) - value(at - radius);
    }
  }
  return target;
}

function boxOf(alpha: Uint8ClampedArray, width: number, height: number): Cutout["box"] {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if ((alpha[at] as number) < 40) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  }
  return box.right > box.left ? box : { left: 0, top: 0, right: width, bottom: height };
}

/** The head of somebody of whom there is nothing else. */
const headAlone = (box: Cutout["box"]): HeadPixels => ({
  x: (box.left + box.right) / 2,
  y: (box.top + box.bottom) / 2,
  radius: (box.bottom - box.top) / 2,
  neck: box.bottom,
});

/** Whether a good part of the lowest row belongs to the person. */
function grounded(alpha: Uint8ClampedArray, width: number, height: number): boolean {
  let solid = 0;
  for (let at = (height - 1) * width; at < height * width; at++) if ((alpha[at] as number) > 128) solid++;
  return solid > width * 0.2;
}
