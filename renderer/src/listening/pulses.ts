/** What sounds from one beat to the next: the grain in which bars and sections are looked for. */
import type { Turns } from "../turns.ts";
import type { Onsets } from "./onsets.ts";
import { BANDS, FRAMES_PER_SECOND, NOTES_EVERY, type Spectra } from "./spectra.ts";

/** A row per pulse. */
export interface Pulses {
  /** Where each begins, seconds. */
  starts: number[];
  /** Level of each band, in logarithmic steps. */
  timbre: Float32Array[];
  /** Parts of the 12 pitch classes; they add up to 1 where anything sounds. */
  harmony: Float32Array[];
  /** The strongest low attack near its beginning. */
  low: number[];
}

/** `starts` in seconds, in order. The last pulse is as long as the one before. */
export function sliceByPulses(spectra: Spectra, { low, levels }: Onsets, starts: readonly number[]): Pulses {
  const ends = starts.map((start, index) => starts[index + 1] ?? 2 * start - (starts[index - 1] ?? 0));
  const mean = (rows: Float32Array, width: number, perSecond: number, index: number): Float32Array => {
    const from = Math.round((starts[index] ?? 0) * perSecond);
    const to = Math.max(from + 1, Math.min(Math.round((ends[index] ?? 0) * perSecond), rows.length / width));
    const sum = new Float32Array(width);
    for (let row = from; row < to; row++) {
      for (let column = 0; column < width; column++) {
        sum[column] = (sum[column] ?? 0) + (rows[row * width + column] ?? 0) / (to - from);
      }
    }
    return sum;
  };
  return {
    starts: [...starts],
    timbre: starts.map((_, index) => mean(levels, BANDS, FRAMES_PER_SECOND, index)),
    harmony: starts.map((_, index) => shares(mean(spectra.notes, 12, FRAMES_PER_SECOND / NOTES_EVERY, index))),
    low: starts.map((start) => {
      const frame = Math.round(start * FRAMES_PER_SECOND);
      return Math.max(...low.subarray(Math.max(0, frame - 3), frame + 4), 0);
    }),
  };
}

/** Loud notes are more than quiet ones, but not as much as their power says. */
function shares(powers: Float32Array): Float32Array {
  const roots = powers.map((power) => Math.sqrt(power));
  const whole = roots.reduce((sum, value) => sum + value, 0);
  return whole > 0 ? roots.map((value) => value / whole) : roots;
}

/**
 * How far what sounds in the `span` pulses from each on is from what sounds in those before it; what is nearer counts for
 * more. 0 near the ends, where there is too little to compare.
 */
export async function changes(rows: readonly Float32Array[], span: number, turns: Turns): Promise<number[]> {
  const weights = Array.from({ length: span }, (_, away) => 1 - away / span);
  const fewest = Math.ceil(span / 2);
  const changed: number[] = [];
  for (const index of rows.keys()) {
    if (turns.isOver) await turns.pass();
    if (index < fewest || rows.length - index < fewest) {
      changed.push(0);
      continue;
    }
    let sum = 0;
    for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
      let [after, before, weightAfter, weightBefore] = [0, 0, 0, 0];
      for (const [away, weight] of weights.entries()) {
        const [next, last] = [rows[index + away], rows[index - 1 - away]];
        if (next) [after, weightAfter] = [after + weight * (next[column] ?? 0), weightAfter + weight];
        if (last) [before, weightBefore] = [before + weight * (last[column] ?? 0), weightBefore + weight];
      }
      sum += (after / weightAfter - before / weightBefore) ** 2;
    }
    changed.push(Math.sqrt(sum));
  }
  return changed;
}

/** In standard deviations from the mean. */
export function standardized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
  return values.map((value) => (variance > 0 ? (value - mean) / Math.sqrt(variance) : 0));
}
