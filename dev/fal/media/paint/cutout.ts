/** Cuts a person out of a face guide. */
import { type Canvas, createCanvas, type Image } from "@napi-rs/canvas";

export interface Cutout {
  canvas: Canvas;
  /** The part of the canvas that shows something, in pixels. */
  box: { left: number; top: number; right: number; bottom: number };
  /** The body runs out of the lower edge, so that it can stand on the edge of a picture. */
  grounded: boolean;
}

/** Longest side that is looked at; a subject is never shown much larger. */
const SIDE = 760;

/** How different from its neighbour, and from where the background began, a pixel of the background may be. */
const STEP = 16;
const DRIFT = 88;

export function cutOut(picture: Image): Cutout {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(2, Math.round(picture.width * scale));
  const height = Math.max(2, Math.round(picture.height * scale));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  const image = context.getImageData(0, 0, width, height);

  const matte = matteOf(image.data, width, height);
  const alpha = matte ? softened(matte, width, height) : oval(width, height);
  for (let at = 0; at < alpha.length; at++) {
    // One alpha per pixel.
    const index = at * 4 + 3;
    image.data[index] = ((image.data[index] as number) * (alpha[at] as number)) / 255;
  }
  context.putImageData(image, 0, 0);
  return { canvas, box: boxOf(alpha, width, height), grounded: matte !== undefined && grounded(alpha, width, height) };
}

/**
 * 1 where the person is: everything that an even background, followed inwards from the upper edge and the sides,
 * does not reach. Undefined when the background is too busy to follow.
 */
function matteOf(data: Uint8ClampedArray, width: number, height: number): Uint8Array | undefined {
  const background = new Uint8Array(width * height);
  const origin = new Int32Array(width * height);
  const line = new Int32Array(width * height);
  let end = 0;
  const seed = (pixel: number): void => {
    if (background[pixel]) return;
    background[pixel] = 1;
    origin[pixel] = pixel;
    line[end++] = pixel;
  };
  for (let x = 0; x < width; x++) seed(x);
  for (let y = 0; y < height * 0.6; y++) {
    seed(y * width);
    seed(y * width + width - 1);
  }
  const difference = (a: number, b: number): number =>
    // Pixels of the picture, four bytes each.
    Math.abs((data[a * 4] as number) - (data[b * 4] as number)) +
    Math.abs((data[a * 4 + 1] as number) - (data[b * 4 + 1] as number)) +
    Math.abs((data[a * 4 + 2] as number) - (data[b * 4 + 2] as number));
  for (let at = 0; at < end; at++) {
    const pixel = line[at] as number;
    const from = origin[pixel] as number;
    const x = pixel % width;
    for (const next of [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width]) {
      if (next < 0 || next >= background.length || background[next]) continue;
      const transparent = (data[next * 4 + 3] as number) < 20;
      if (!transparent && (difference(pixel, next) > STEP || difference(from, next) > DRIFT)) continue;
      background[next] = 1;
      origin[next] = from;
      line[end++] = next;
    }
  }
  const share = end / background.length;
  const centre = Math.round(height * 0.45) * width + Math.round(width / 2);
  if (share < 0.12 || share > 0.88 || background[centre]) return undefined;
  return background.map((value) => 1 - value);
}

/** The matte as alpha: specks closed, drawn in a little so that no rim of background stays, soft at the edge. */
function softened(matte: Uint8Array, width: number, height: number): Uint8ClampedArray {
  const wide = blur(Float32Array.from(matte), width, height, 3);
  // Below a half is outside: the edge moves inwards by about a pixel and a half.
  const inner = wide.map((value) => (value > 0.62 ? 1 : 0));
  return Uint8ClampedArray.from(blur(inner, width, height, 2), (value) => value * 255);
}

/** A soft oval where a face guide has the face. */
function oval(width: number, height: number): Uint8ClampedArray {
  const alpha = new Uint8ClampedArray(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const distance = Math.hypot((x / width - 0.5) / 0.42, (y / height - 0.47) / 0.47);
      const part = Math.min(1, Math.max(0, (1 - distance) / 0.22));
      alpha[at] = 255 * part * part * (3 - 2 * part);
    }
  }
  return alpha;
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

/** Whether a good part of the lowest row belongs to the person. */
function grounded(alpha: Uint8ClampedArray, width: number, height: number): boolean {
  let solid = 0;
  for (let at = (height - 1) * width; at < height * width; at++) if ((alpha[at] as number) > 128) solid++;
  return solid > width * 0.2;
}
