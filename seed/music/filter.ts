/** Filters over whole buffers. */
import { RATE, type Stereo } from "./sound.ts";

/** Hertz, constant or by sample index. */
export type Cutoff = number | ((sample: number) => number);

const BLOCK = 64;

/** Inaudible, and keeps a filter that has fallen silent from computing with denormal numbers, which is slow. */
const FLOOR = 1e-18;

/** A two-pole state-variable filter in place; `resonance` 0 (none) to 1 (rings). */
export function filter(
  samples: Float32Array,
  kind: "lowpass" | "highpass" | "bandpass",
  cutoff: Cutoff,
  resonance = 0.3,
): void {
  const damping = 2 - 1.9 * resonance;
  const ofInput = kind === "highpass" ? 1 : 0;
  const ofBand = kind === "highpass" ? -damping : kind === "bandpass" ? damping : 0;
  const ofLow = kind === "highpass" ? -1 : kind === "lowpass" ? 1 : 0;
  let first = 0;
  let second = 0;
  for (let start = 0; start < samples.length; start += BLOCK) {
    const hz = typeof cutoff === "number" ? cutoff : cutoff(start);
    const g = Math.tan((Math.PI * Math.min(Math.max(hz, 15), RATE * 0.45)) / RATE);
    const a = 1 / (1 + g * (g + damping));
    const end = Math.min(start + BLOCK, samples.length);
    for (let i = start; i < end; i++) {
      const input = (samples[i] ?? 0) + FLOOR;
      const band = a * (first + g * (input - second));
      const low = second + g * band;
      first = 2 * band - first;
      second = 2 * low - second;
      samples[i] = ofInput * input + ofBand * band + ofLow * low;
    }
  }
}

export function filterStereo(
  bus: Stereo,
  kind: "lowpass" | "highpass" | "bandpass",
  cutoff: Cutoff,
  resonance?: number,
): void {
  filter(bus.left, kind, cutoff, resonance);
  filter(bus.right, kind, cutoff, resonance);
}
