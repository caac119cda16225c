/** Where nothing can be heard. */
import type { Span } from "../../contract/song-analysis.ts";

/** This far below the song, LU, is nothing: the loudest and the quietest level at which that is believed, LUFS. */
const BELOW_SONG_LU = 36;
const LOUDEST = -50;
const QUIETEST = -65;
/** Half of what a momentary value takes in, seconds. */
const HALF_WINDOW = 0.2;
const SHORTEST = 0.5;

/** Stretches of at least half a second in which nothing can be heard. `loudness`: see SongAnalysis. */
export function findSilences(loudness: readonly number[], integratedLufs: number, durationSeconds: number): Span[] {
  const level = Math.max(QUIETEST, Math.min(LOUDEST, integratedLufs - BELOW_SONG_LU));
  const silences: Span[] = [];
  for (const [index, lufs] of loudness.entries()) {
    if (lufs >= level) continue;
    // All that such a value takes in is silent.
    const start = Math.max(0, index / 10 - HALF_WINDOW);
    const end = Math.min(durationSeconds, index / 10 + HALF_WINDOW);
    const last = silences.at(-1);
    if (last && last.end >= start) last.end = end;
    else silences.push({ start, end });
  }
  return silences
    .filter(({ start, end }) => end - start >= SHORTEST)
    .map(({ start, end }) => ({ start: rounded(start), end: rounded(end) }));
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
