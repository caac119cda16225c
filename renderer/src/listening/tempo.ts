/** Which tempi a song may have. */
import type { Turns } from "../turns.ts";
import { FRAMES_PER_SECOND } from "./spectra.ts";

export const SLOWEST_BPM = 45;
export const FASTEST_BPM = 200;
/** People tap along at about two beats a second, rarely at half or twice that. */
const TAPPED_BPM = 115;
const TAPPED_OCTAVES = 0.9;
/** The tempi that a wrong one is mistaken for. */
const RATIOS = [1, 2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3, 4 / 3, 3 / 4];
const MOST = 8;

export interface Tempo {
  bpm: number;
  /** How well the attacks repeat after one beat, 0..1. */
  repetition: number;
}

/** How likely people are to tap along at that tempo, 0..1. */
export const tappable = (bpm: number): number => Math.exp(-0.5 * (Math.log2(bpm / TAPPED_BPM) / TAPPED_OCTAVES) ** 2);

/** Tempi worth trying, likeliest first: at which the attacks repeat best, and what those are mistaken for. */
export async function likelyTempi(strength: Float32Array, turns: Turns): Promise<Tempo[]> {
  const slowest = Math.ceil((60 / SLOWEST_BPM) * FRAMES_PER_SECOND) + 2;
  const repetition = await autocorrelation(strength, 2 * slowest, turns);
  const at = (bpm: number): number => interpolated(repetition, (60 / bpm) * FRAMES_PER_SECOND);
  const peaks: Tempo[] = [];
  for (let lag = 2; lag < repetition.length - 1; lag++) {
    const [before, here, after] = [repetition[lag - 1] ?? 0, repetition[lag] ?? 0, repetition[lag + 1] ?? 0];
    if (here <= before || here < after || here <= 0) continue;
    const bend = before - 2 * here + after;
    const exact = lag + (bend < 0 ? (0.5 * (before - after)) / bend : 0);
    peaks.push({ bpm: (60 * FRAMES_PER_SECOND) / exact, repetition: here });
  }
  const weigh = ({ bpm, repetition: weight }: Tempo): number => weight * tappable(bpm);
  peaks.sort((a, b) => weigh(b) - weigh(a));
  const found: Tempo[] = [];
  for (const { bpm } of peaks.slice(0, 3).flatMap((peak) => RATIOS.map((ratio) => ({ bpm: peak.bpm * ratio })))) {
    if (bpm < SLOWEST_BPM || bpm > FASTEST_BPM) continue;
    if (found.every((other) => Math.abs(Math.log2(other.bpm / bpm)) > 0.03)) found.push({ bpm, repetition: at(bpm) });
  }
  return found.sort((a, b) => weigh(b) - weigh(a)).slice(0, MOST);
}

/** How alike the values are to those `lag` later, for each lag below `lags`: 1 for the very same. */
async function autocorrelation(values: Float32Array, lags: number, turns: Turns): Promise<Float32Array> {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const centred = values.map((value) => value - mean);
  const result = new Float32Array(Math.min(lags, values.length));
  for (let lag = 0; lag < result.length; lag++) {
    if (turns.isOver) await turns.pass();
    let sum = 0;
    for (let i = lag; i < centred.length; i++) sum += (centred[i] ?? 0) * (centred[i - lag] ?? 0);
    result[lag] = sum / (centred.length - lag);
  }
  const whole = result[0] ?? 0;
  return whole > 0 ? result.map((value) => value / whole) : result.fill(0);
}

const interpolated = (values: Float32Array, at: number): number => {
  const below = Math.floor(at);
  return (values[below] ?? 0) * (below + 1 - at) + (values[below + 1] ?? 0) * (at - below);
};
