/** Brushes: soft light, blurred layers, grain. Everything is drawn with chance that comes from a seed. */
import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export type Context = SKRSContext2D;
export type Blend = Context["globalCompositeOperation"];

/** Chance that draws the same picture every time. */
export class Chance {
  readonly #generator;
  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }
  between(low: number, high: number): number {
    return low + uniformFloat64(this.#generator) * (high - low);
  }
  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.between(0, items.length))];
    if (item === undefined) throw new Error("Nothing to pick from.");
    return item;
  }
}

/** A colour such as `#ff8800` with an opacity. */
export function tone(color: string, alpha = 1): string {
  const value = Number.parseInt(color.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${alpha})`;
}

/** Between two colours. */
export function blendOf(from: string, to: string, part: number): string {
  const [a, b] = [Number.parseInt(from.slice(1), 16), Number.parseInt(to.slice(1), 16)];
  const channel = (shift: number): number =>
    Math.round(((a >> shift) & 255) + (((b >> shift) & 255) - ((a >> shift) & 255)) * part);
  return `#${((channel(16) << 16) | (channel(8) << 8) | channel(0)).toString(16).padStart(6, "0")}`;
}

export type Gradient = ReturnType<Context["createLinearGradient"]>;
type Stops = readonly (readonly [at: number, color: string])[];

/** A straight gradient. */
export function wash(context: Context, line: readonly [number, number, number, number], stops: Stops): Gradient {
  const gradient = context.createLinearGradient(...line);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  return gradient;
}

/** Light that falls off from a point; added to what is there. */
export function glow(
  context: Context,
  x: number,
  y: number,
  radius: number,
  color: string,
  alpha: number,
  squash = 1,
  blend: Blend = "screen",
): void {
  context.save();
  context.globalCompositeOperation = blend;
  context.translate(x, y);
  context.scale(1, squash);
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, radius);
  for (let step = 0; step <= 8; step++) {
    const at = step / 8;
    gradient.addColorStop(at, tone(color, alpha * (1 - at) ** 2.2));
  }
  context.fillStyle = gradient;
  context.fillRect(-radius, -radius, radius * 2, radius * 2);
  context.restore();
}

/** Draws on a layer of its own, which is then laid over with blur, opacity and blend. */
export function layer(
  context: Context,
  how: { blur?: number; alpha?: number; blend?: Blend },
  draw: (context: Context) => void,
): void {
  const { width, height } = context.canvas;
  const sheet = createCanvas(width, height);
  draw(sheet.getContext("2d"));
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = how.alpha ?? 1;
  context.globalCompositeOperation = how.blend ?? "source-over";
  if (how.blur) context.filter = `blur(${how.blur}px)`;
  context.drawImage(sheet, 0, 0);
  context.restore();
}

/** A closed outline through points, rounded: each corner is where two curves meet half-way. */
export function outline(context: Context, points: readonly (readonly [number, number])[]): void {
  const count = points.length;
  const at = (index: number): readonly [number, number] => points[((index % count) + count) % count] ?? [0, 0];
  const middle = (index: number): [number, number] => [
    (at(index)[0] + at(index + 1)[0]) / 2,
    (at(index)[1] + at(index + 1)[1]) / 2,
  ];
  context.beginPath();
  context.moveTo(...middle(-1));
  for (let index = 0; index < count; index++) context.quadraticCurveTo(...at(index), ...middle(index));
  context.closePath();
}

/** An open line through points, rounded. */
export function stroke(
  context: Context,
  points: readonly (readonly [number, number])[],
  width: number,
  color: string,
): void {
  context.beginPath();
  for (const [index, [x, y]] of points.entries()) {
    const next = points[index + 1];
    if (index === 0) context.moveTo(x, y);
    else if (next && index < points.length - 1) context.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
    else context.lineTo(x, y);
  }
  context.lineWidth = width;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = color;
  context.stroke();
}

/** The corners go dark. */
export function vignette(context: Context, strength: number, x = 0.5, y = 0.45): void {
  const { width, height } = context.canvas;
  context.save();
  context.globalCompositeOperation = "multiply";
  const gradient = context.createRadialGradient(
    width * x,
    height * y,
    height * 0.22,
    width * x,
    height * y,
    height * 0.72,
  );
  gradient.addColorStop(0, "rgba(255,255,255,1)");
  const dark = Math.round(255 * (1 - strength));
  gradient.addColorStop(1, `rgb(${dark},${dark},${Math.min(255, dark + 8)})`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  context.restore();
}

/** Sensor noise, coarser than a pixel so that JPEG can keep it. */
export function grain(canvas: Canvas, amount: number, seed: number): void {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const chance = new Chance(seed);
  const tile = createCanvas(216, 216);
  const pen = tile.getContext("2d");
  const image = pen.createImageData(216, 216);
  for (let at = 0; at < image.data.length; at += 4) {
    const value = 128 + (chance.between(-1, 1) + chance.between(-1, 1)) * 64;
    image.data[at] = value;
    image.data[at + 1] = value;
    image.data[at + 2] = value;
    image.data[at + 3] = 255;
  }
  pen.putImageData(image, 0, 0);
  context.save();
  context.globalCompositeOperation = "soft-light";
  context.globalAlpha = amount;
  for (let y = 0; y < height; y += 324) for (let x = 0; x < width; x += 324) context.drawImage(tile, x, y, 324, 324);
  context.restore();
}

/** The highest JPEG quality that stays within `bytes`. */
export function jpeg(canvas: Canvas, bytes: number): Buffer {
  for (let quality = 90; quality > 30; quality -= 4) {
    const file = canvas.toBuffer("image/jpeg", quality);
    if (file.length <= bytes) return file;
  }
  throw new Error(`The picture does not fit into ${bytes} bytes.`);
}
