/** Gives a finished picture its look: split toning, contrast, glow, vignette, grain. */
import type { Canvas } from "@napi-rs/canvas";
import { dice } from "../../dice.ts";
import type { Look } from "./look.ts";

const clamp = (value: number): number => Math.min(255, Math.max(0, value));

/** Changes the canvas in place. The same seed lays the same grain. */
export function grade(canvas: Canvas, look: Look, seed: string): void {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");

  const { glow, light } = look;
  const reach = glow.radius * Math.max(width, height);
  const halo = context.createRadialGradient(glow.x * width, glow.y * height, 0, glow.x * width, glow.y * height, reach);
  halo.addColorStop(0, `rgba(${light.join(",")},${glow.strength})`);
  halo.addColorStop(1, `rgba(${light.join(",")},0)`);
  context.globalCompositeOperation = "screen";
  context.fillStyle = halo;
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = "source-over";

  const image = context.getImageData(0, 0, width, height);
  // Clamped by the array itself.
  const { data } = image;
  const noise = noiseTile(seed, look.grain);
  const toned = toneCurves(look);
  for (let y = 0, at = 0; y < height; y++) {
    const dy = (y / height - 0.5) * 2;
    for (let x = 0; x < width; x++, at += 4) {
      const dx = (x / width - 0.5) * 2;
      const edge = (dx * dx + dy * dy) / 2;
      const shade = 1 - look.vignette * edge * edge;
      // Inside the buffers by construction.
      const red = data[at] as number;
      const green = data[at + 1] as number;
      const blue = data[at + 2] as number;
      const luma = (red * 54 + green * 183 + blue * 19) >> 8;
      const speck = noise[((y & 255) << 8) | (x & 255)] as number;
      const { saturation } = look;
      data[at] = (toned.red[luma] as number) * shade + (red - luma) * saturation * shade + speck;
      data[at + 1] = (toned.green[luma] as number) * shade + (green - luma) * saturation * shade + speck;
      data[at + 2] = (toned.blue[luma] as number) * shade + (blue - luma) * saturation * shade + speck;
    }
  }
  context.putImageData(image, 0, 0);
}

/** For every brightness the colour it becomes: shadows lean to one colour, lights to the other. */
function toneCurves(look: Look): { red: Float32Array; green: Float32Array; blue: Float32Array } {
  const curve = (channel: 0 | 1 | 2): Float32Array =>
    Float32Array.from({ length: 256 }, (_, luma) => {
      const part = luma / 255;
      const contrasted = clamp((luma - 118) * look.contrast + 118);
      const target = look.shadow[channel] * (1 - part) + look.light[channel] * part;
      return contrasted + (target - contrasted) * look.strength;
    });
  return { red: curve(0), green: curve(1), blue: curve(2) };
}

/** A 256 × 256 tile of film grain. */
function noiseTile(seed: string, strength: number): Float32Array {
  const chance = dice(seed, "grain");
  return Float32Array.from({ length: 65536 }, () => (chance.roll() + chance.roll() - 1) * strength);
}
