/** Sound and picture in which it can be seen and heard when something happens, and finding out in a file when it did. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { ffmpegPath } from "../../renderer/src/binaries.ts";

const SAMPLE_RATE = 48_000;
const CLICK_SECONDS = 0.004;

/** Writes `seconds` of a quiet hum as WAV, with a click at each of `times`, seconds. */
export function writeClicks(path: string, seconds: number, times: readonly number[]): void {
  const samples = Math.round(seconds * SAMPLE_RATE);
  const data = Buffer.alloc(44 + samples * 2);
  data.write("RIFF", 0);
  data.writeUInt32LE(36 + samples * 2, 4);
  data.write("WAVEfmt ", 8);
  for (const [at, value] of [16, 1 + (1 << 16), SAMPLE_RATE, SAMPLE_RATE * 2, 2 + (16 << 16)].entries()) {
    data.writeUInt32LE(value, 16 + at * 4);
  }
  data.write("data", 36);
  data.writeUInt32LE(samples * 2, 40);
  const starts = times.map((time) => Math.round(time * SAMPLE_RATE));
  for (let at = 0; at < samples; at++) {
    const hum = 0.04 * Math.sin((2 * Math.PI * 220 * at) / SAMPLE_RATE);
    data.writeInt16LE(Math.round(hum * 32_767), 44 + at * 2);
  }
  for (const start of starts) {
    for (let at = 0; at < CLICK_SECONDS * SAMPLE_RATE && start + at < samples; at++) {
      // Loud from its first sample on.
      const click = 0.8 * Math.cos((2 * Math.PI * 2000 * at) / SAMPLE_RATE);
      data.writeInt16LE(Math.round(click * 32_767), 44 + (start + at) * 2);
    }
  }
  writeFileSync(path, data);
}

/** When the click near each of `times` begins in a file as players decode it, seconds; looks 0.3 s to either side. */
export function clicksIn(path: string, times: readonly number[]): number[] {
  const raw = decode(path, ["-map", "0:a:0", "-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "f32le", "-"]);
  const samples = new Float32Array(raw.buffer, raw.byteOffset, Math.floor(raw.length / 4));
  return times.map((time) => {
    const from = Math.max(0, Math.round((time - 0.3) * SAMPLE_RATE));
    const near = samples.subarray(from, from + Math.round(0.6 * SAMPLE_RATE));
    const loudest = near.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return (from + near.findIndex((sample) => Math.abs(sample) >= loudest / 2)) / SAMPLE_RATE;
  });
}

/** What the middle of a frame shows. */
export type Colour = "red" | "lime" | "blue" | "white" | "black";

/** The stretches of one colour in the middle of a video's frames: which, and how many frames. */
export function stretchesIn(path: string): [Colour, number][] {
  const pixels = decode(path, [
    ...["-vsync", "0", "-vf", "crop=16:16,scale=1:1:in_color_matrix=bt709,format=rgb24"],
    ...["-f", "rawvideo", "-"],
  ]);
  const stretches: [Colour, number][] = [];
  for (let frame = 0; frame < pixels.length / 3; frame++) {
    const colour = colourOf(pixels.subarray(frame * 3, frame * 3 + 3));
    const last = stretches.at(-1);
    if (last?.[0] === colour) last[1] += 1;
    else stretches.push([colour, 1]);
  }
  return stretches;
}

function colourOf([red = 0, green = 0, blue = 0]: Uint8Array): Colour {
  const isBright = [red, green, blue].map((value) => value > 127);
  if (isBright.every((each) => each)) return "white";
  return (["red", "lime", "blue"] as const)[isBright.indexOf(true)] ?? "black";
}

const decode = (path: string, output: string[]): Buffer =>
  execFileSync(ffmpegPath(), ["-v", "error", "-i", path, ...output], { maxBuffer: 1 << 28 });
