/** Where something begins to sound. */
import type { Turns } from "../turns.ts";
import { BANDS, FRAMES_PER_SECOND, type Spectra } from "./spectra.ts";

/** Strength of attacks, one value per frame. */
export interface Onsets {
  /** Over all bands, evened out: as strong in a quiet verse as in a loud chorus. */
  strength: Float32Array;
  /** Of the lowest bands alone, where a bass drum and a bass begin notes. */
  low: Float32Array;
  /** As `strength`, but not evened out. */
  raw: Float32Array;
  /** Of all bands per frame: 0 for nothing, and growing by 1 for each factor of e above it. */
  levels: Float32Array;
}

/** Frames that a band is compared over: less than a window, more than the wobble of a held note. */
const LAG = 2;
/** Power this far below the loudest counts as nothing. */
const RANGE = 1e6;
const LOW_BANDS = 5;
/** Seconds over which attacks are evened out. */
const EVEN_OVER = 4;

/** The rise of each band (on a logarithmic scale), over what it or its neighbours had a moment before. */
export async function hearOnsets({ bands, frames }: Spectra, turns: Turns): Promise<Onsets> {
  const levels = await logarithmic(bands, turns);
  const [strength, low] = [new Float32Array(frames), new Float32Array(frames)];
  for (let frame = 0; frame < frames; frame++) {
    if (turns.isOver) await turns.pass();
    const now = frame * BANDS;
    const before = (frame - LAG) * BANDS;
    for (let band = 0; band < BANDS; band++) {
      // Before the first frame there is nothing.
      const had = Math.max(
        levels[before + band] ?? 0,
        band > 0 ? (levels[before + band - 1] ?? 0) : 0,
        band < BANDS - 1 ? (levels[before + band + 1] ?? 0) : 0,
      );
      const rise = Math.max(0, (levels[now + band] ?? 0) - had);
      strength[frame] = (strength[frame] ?? 0) + rise;
      if (band < LOW_BANDS) low[frame] = (low[frame] ?? 0) + rise;
    }
  }
  const evenedStrength = evened(strength);
  if (turns.isOver) await turns.pass();
  return { strength: evenedStrength, low: evened(low), raw: strength, levels };
}

/** 0 for nothing, and growing by 1 for each factor of e above it. */
async function logarithmic(powers: Float32Array, turns: Turns): Promise<Float32Array> {
  let loudest = 0;
  for (const power of powers) if (power > loudest) loudest = power;
  const scale = loudest > 0 ? RANGE / loudest : 0;
  const levels = new Float32Array(powers.length);
  for (let at = 0; at < powers.length; at++) {
    if (at % BANDS === 0 && turns.isOver) await turns.pass();
    levels[at] = Math.log1p((powers[at] ?? 0) * scale);
  }
  return levels;
}

/** What stands out of its surroundings, in units of how much things stand out there. */
function evened(values: Float32Array): Float32Array {
  const radius = Math.round((EVEN_OVER / 2) * FRAMES_PER_SECOND);
  const above = standingOut(values, Math.round(0.4 * FRAMES_PER_SECOND));
  const spread = runningMean(
    above.map((value) => value * value),
    radius,
  );
  let overall = 0;
  for (const value of spread) overall += value / Math.max(1, spread.length);
  // Where hardly anything happens, noise is not to be blown up.
  return above.map((value, frame) => (overall === 0 ? 0 : value / Math.sqrt((spread[frame] ?? 0) + 0.05 * overall)));
}

function standingOut(values: Float32Array, radius: number): Float32Array {
  const mean = runningMean(values, radius);
  return values.map((value, frame) => Math.max(0, value - (mean[frame] ?? 0)));
}

const WEIGHTS = [0.25, 0.5, 0.75, 1, 0.75, 0.5, 0.25];

/** For whoever compares attacks with later ones: hands are some hundredths of a second early or late. */
export const blurred = (strength: Float32Array): Float32Array =>
  strength.map((_, frame) => WEIGHTS.reduce((sum, weight, k) => sum + weight * (strength[frame + k - 3] ?? 0), 0));

/** The mean of the values up to `radius` before and after each. */
export function runningMean(values: Float32Array, radius: number): Float32Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] ?? 0) + (values[i] ?? 0);
  return values.map((_, i) => {
    const [from, to] = [Math.max(0, i - radius), Math.min(values.length, i + radius + 1)];
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}
