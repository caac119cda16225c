/**
 * Moving pictures that cost an encoder about what footage costs: a painted landscape with detail at every scale, seen
 * by a hand-held camera that drifts and zooms, with a figure moving in front of it and fine grain over everything.
 * The same seed makes the same frames.
 */
import { writeFileSync } from "node:fs";
import { createCanvas } from "@napi-rs/canvas";
import { runFfmpeg } from "../../renderer/src/ffmpeg.ts";
import type { Frame } from "../../renderer/src/picture.ts";

/** Mulberry32: small, and good enough for pictures. */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A landscape of `width` by `height` pixels as PNG: detail falls off with scale as in photographs (1/f). */
function paint(width: number, height: number, seed: number): Buffer {
  const random = randomness(seed);
  const picture = createCanvas(width, height);
  const context = picture.getContext("2d");
  const sky = context.createLinearGradient(0, 0, 0, height);
  for (const [at, colour] of [
    [0, "#274060"],
    [0.45, "#e8a87c"],
    [0.55, "#85603f"],
    [1, "#1d2b1f"],
  ] as const) {
    sky.addColorStop(at, colour);
  }
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let size = width / 3; size > 1.5; size /= 1.6) {
    const count = Math.min(60_000, (width * height) / (size * size) / 1.5);
    for (let blob = 0; blob < count; blob++) {
      const [x, y] = [random() * width, random() * height];
      const warm = y < height / 2 ? 20 + random() * 25 : 70 + random() * 60;
      context.fillStyle = `hsla(${warm}, ${20 + random() * 45}%, ${15 + random() * 60}%, ${0.1 + random() * 0.14})`;
      context.beginPath();
      context.ellipse(x, y, size * (0.3 + random() * 0.5), size * (0.1 + random() * 0.4), random() * 3, 0, 7);
      context.fill();
    }
  }
  return picture.toBuffer("image/png");
}

/** A figure to move in front of the landscape, on transparency. */
function figure(size: number): Buffer {
  const random = randomness(5);
  const picture = createCanvas(size, size * 2);
  const context = picture.getContext("2d");
  context.beginPath();
  context.ellipse(size / 2, size * 0.4, size * 0.22, size * 0.3, 0, 0, 7);
  context.ellipse(size / 2, size * 1.4, size * 0.42, size * 0.75, 0, 0, 7);
  context.clip();
  for (let stroke = 0; stroke < 4000; stroke++) {
    context.fillStyle = `hsla(${350 + random() * 30}, 50%, ${20 + random() * 55}%, 0.5)`;
    context.fillRect(random() * size, random() * size * 2, 2 + random() * 18, 1 + random() * 6);
  }
  return picture.toBuffer("image/png");
}

/** As a video model would deliver it. */
const DELIVERED = ["-preset", "fast", "-crf", "17"];

/** As platforms want it: a keyframe every half second, two B-frames, bt709 said outright. */
// biome-ignore format: an option and its value belong on one line
export const FIT = [...DELIVERED, "-bf", "2", "-g", "12", "-keyint_min", "12", "-sc_threshold", "0", "-flags", "+cgop",
  "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"];

/** Writes a scene of `width` by `height` pixels as an H.264 file with sound. */
export async function makeScene(
  path: string,
  { width, height }: Frame,
  seconds: number,
  encoding: string[] = DELIVERED,
): Promise<void> {
  const [wide, high] = [Math.round(width * 1.5), Math.round(height * 1.5)];
  writeFileSync(`${path}.ground.png`, paint(wide, high, 11));
  writeFileSync(`${path}.figure.png`, figure(Math.round(Math.min(width, height) / 3)));
  const graph = [
    `[0:v]crop=w=${width}:h=${height}:x='(iw-ow)/2*(1+0.7*sin(t/2.3)+0.03*sin(t*9))':y='(ih-oh)/2*(1+0.5*sin(t/3.1)+0.03*sin(t*7.3))'[ground]`,
    `[ground][1:v]overlay=x='(W-w)/2+W/9*sin(t*1.7)':y='H-h+H/40*sin(t*5)':eof_action=repeat,noise=alls=2:allf=t,format=yuv420p[v]`,
  ].join(";");
  // biome-ignore format: an option and its value belong on one line
  await runFfmpeg(
    ["-v", "error", "-loop", "1", "-framerate", "24", "-t", String(seconds), "-i", `${path}.ground.png`,
      "-loop", "1", "-framerate", "24", "-t", String(seconds), "-i", `${path}.figure.png`,
      "-f", "lavfi", "-t", String(seconds), "-i", "anoisesrc=color=pink:amplitude=0.2",
      "-filter_complex", graph, "-map", "[v]", "-map", "2:a", "-c:v", "libx264", ...encoding,
      "-c:a", "aac", "-movflags", "+faststart", path],
    { signal: new AbortController().signal, blame: "internal" },
  );
}
