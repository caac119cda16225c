/** A scene out of nothing, for a prompt that came without a picture: evening light, a floor, lamps out of focus. */
import type { Canvas } from "@napi-rs/canvas";
import { dice } from "../../dice.ts";
import type { Look, Rgb } from "./look.ts";

const rgba = (colour: Rgb, alpha: number): string => `rgba(${colour.map(Math.round).join(",")},${alpha})`;
const mixed = (from: Rgb, to: Rgb, part: number): Rgb => [
  from[0] + (to[0] - from[0]) * part,
  from[1] + (to[1] - from[1]) * part,
  from[2] + (to[2] - from[2]) * part,
];

/** Fills the canvas with a scene in the colours of `look`. The same prompt and seed draw the same. */
export function drawScene(canvas: Canvas, look: Look, prompt: string, seed: string): void {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  const chance = dice(seed, "scene", prompt);
  const horizon = height * chance.between(0.55, 0.68);

  const sky = context.createLinearGradient(0, 0, 0, horizon);
  sky.addColorStop(0, rgba(mixed(look.shadow, [0, 0, 0], 0.35), 1));
  sky.addColorStop(1, rgba(mixed(look.shadow, look.light, 0.55), 1));
  context.fillStyle = sky;
  context.fillRect(0, 0, width, horizon);
  const ground = context.createLinearGradient(0, horizon, 0, height);
  ground.addColorStop(0, rgba(mixed(look.shadow, look.light, 0.25), 1));
  ground.addColorStop(1, rgba(mixed(look.shadow, [0, 0, 0], 0.6), 1));
  context.fillStyle = ground;
  context.fillRect(0, horizon, width, height - horizon);

  // Roofs, or shelves, or amplifiers: dark shapes of different heights against the light.
  for (let x = -width * 0.05; x < width; ) {
    const block = width * chance.between(0.08, 0.24);
    const top = horizon - height * chance.between(0.04, 0.3);
    context.fillStyle = rgba(mixed(look.shadow, [0, 0, 0], chance.between(0.2, 0.55)), 1);
    context.fillRect(x, top, block + 1, horizon - top);
    for (let row = top + height * 0.02; row < horizon - height * 0.02; row += height * 0.028) {
      for (let column = x + width * 0.015; column < x + block - width * 0.02; column += width * 0.035) {
        if (chance.roll() > 0.3) continue;
        context.fillStyle = rgba(look.light, chance.between(0.25, 0.8));
        context.fillRect(column, row, width * 0.014, height * 0.01);
      }
    }
    x += block;
  }

  context.globalCompositeOperation = "screen";
  for (let lamp = 0; lamp < 26; lamp++) {
    const radius = width * chance.between(0.012, 0.07);
    const x = chance.between(0, width);
    const y = chance.between(height * 0.05, height * 0.95);
    const disc = context.createRadialGradient(x, y, radius * 0.2, x, y, radius);
    const colour = mixed(look.light, [255, 255, 255], chance.between(0, 0.4));
    const alpha = chance.between(0.08, 0.38);
    disc.addColorStop(0, rgba(colour, alpha * 0.75));
    disc.addColorStop(0.85, rgba(colour, alpha));
    disc.addColorStop(1, rgba(colour, 0));
    context.fillStyle = disc;
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
  }
  context.globalCompositeOperation = "source-over";
}
