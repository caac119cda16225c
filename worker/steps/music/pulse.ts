/** The beats that count for edit points: those that were heard, and the same pulse where it is not struck. */
import type { BeatGrid } from "../../../renderer/contract/song-analysis.ts";

/** So many bars before the first beat and after the last one the pulse still counts: later nobody feels it any more. */
const BARS_ON = 4;
/** Beats by which the pulse goes on: as many as are heard there at the least. */
const BEATS_ASIDE = 16;

/**
 * The beats and downbeats of a grid, seconds, continued at the pace of the beats next to them, into an intro before the first
 * beat and the fading sound behind the last one. None is before 0.
 */
export function pulseOf({ beats, downbeats, beatsPerBar }: BeatGrid): { beats: number[]; downbeats: number[] } {
  const [first, last] = [beats[0], beats.at(-1)];
  if (first === undefined || last === undefined || beats.length < 2) return { beats, downbeats };
  const aside = Math.min(BEATS_ASIDE, beats.length - 1);
  const [atStart, atEnd] = [((beats[aside] ?? last) - first) / aside, (last - (beats.at(-1 - aside) ?? first)) / aside];
  const count = BARS_ON * beatsPerBar;
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const before = numbers
    .map((number) => first - number * atStart)
    .filter((time) => time >= 0)
    .reverse();
  const after = numbers.map((number) => last + number * atEnd);
  const all = [...before, ...beats, ...after];
  // Counted from the bars next to them.
  const [one, other] = [all.indexOf(downbeats[0] ?? Number.NaN), all.indexOf(downbeats.at(-1) ?? Number.NaN)];
  if (one < 0 || other < 0) return { beats: all, downbeats };
  const isBarBefore = (at: number) => at < one && (one - at) % beatsPerBar === 0;
  const isBarAfter = (at: number) => at > other && (at - other) % beatsPerBar === 0;
  return {
    beats: all,
    downbeats: [...all.filter((_, at) => isBarBefore(at)), ...downbeats, ...all.filter((_, at) => isBarAfter(at))],
  };
}
