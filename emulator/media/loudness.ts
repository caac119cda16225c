/** How loud a sound is, moment by moment. */
import { ffmpeg } from "./process.ts";

const SAMPLE_RATE = 8000;

/**
 * The loudness of each of `perSecond` slices a second, 0 (the quietest of this sound) to 1 (the loudest).
 * Empty for a file without a sample of sound.
 */
export async function loudness(path: string, perSecond: number, signal: AbortSignal): Promise<Float32Array> {
  const raw = await ffmpeg(["-i", path, "-vn", "-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "s16le", "-"], { signal });
  const samples = new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
  const slice = SAMPLE_RATE / perSecond;
  const decibels = new Float32Array(Math.ceil(samples.length / slice));
  for (let index = 0; index < decibels.length; index++) {
    const from = Math.round(index * slice);
    const to = Math.min(samples.length, Math.round((index + 1) * slice));
    let sum = 0;
    for (let at = from; at < to; at++) sum += (samples[at] ?? 0) ** 2;
    decibels[index] = 10 * Math.log10(sum / Math.max(1, to - from) / 32768 ** 2 + 1e-9);
  }
  return normalised(decibels);
}

/** Decibels to 0..1 between what is quiet and what is loud in this very sound. */
function normalised(decibels: Float32Array): Float32Array {
  const sorted = Float32Array.from(decibels).sort();
  const quiet = Math.max(-60, sorted[Math.floor(sorted.length * 0.1)] ?? -60);
  const loud = Math.max(quiet + 6, sorted[Math.floor(sorted.length * 0.98)] ?? 0);
  return decibels.map((value) => Math.min(1, Math.max(0, (value - quiet) / (loud - quiet))));
}
