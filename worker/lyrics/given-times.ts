/** Times that the artist's own file has for its lines, where they agree with what was heard. */
import type { WrittenLine } from "../domain/lyrics.ts";
import type { ObservedLine } from "./observed.ts";
import { median, robustSd } from "./smoothing.ts";

/** What the file says of a line, moved to where the song has it. Seconds. */
export interface GivenTimes {
  start: number;
  wordStarts: (number | null)[] | undefined;
  /** The line was heard at quite another place. */
  isApart: boolean;
}

/** How much of a line must have been heard for its place to be compared. */
const HEARD_FROM = 0.6;
const MIN_LINES = 3;
/** Seconds: as a standard deviation, and for one line. */
const AGREE_SECONDS = 0.4;
const MAX_APART = 1;
/** Seconds by which files are commonly off, and that are not corrected. */
const EXACT_ENOUGH = 0.1;

/**
 * For each line what its file says, or undefined. Files are often made for another mix of the song: where all their times
 * are off by the same, they are moved; where they do not agree with what was heard, none is used.
 */
export function givenTimes(
  lines: readonly WrittenLine[],
  heard: readonly ObservedLine[],
  shares: readonly number[],
  durationSeconds: number,
): (GivenTimes | undefined)[] {
  const offsetOf = (line: number): number | undefined => {
    const [start, first] = [lines[line]?.start, heard[line]?.[0]];
    return start === undefined || !first ? undefined : first.start - start;
  };
  const offsets = lines.flatMap((_, line) => ((shares[line] ?? 0) >= HEARD_FROM ? (offsetOf(line) ?? []) : []));
  if (offsets.length < MIN_LINES || robustSd(offsets) > AGREE_SECONDS) return lines.map(() => undefined);
  const found = median(offsets);
  const offset = Math.abs(found) < EXACT_ENOUGH ? 0 : found;
  return lines.map(({ start, wordStarts }, line) => {
    if (start === undefined || start + offset < 0 || start + offset >= durationSeconds) return undefined;
    const own = offsetOf(line);
    return {
      start: start + offset,
      wordStarts: wordStarts?.map((each) => (each === null ? null : each + offset)),
      isApart: own !== undefined && Math.abs(own - offset) > MAX_APART,
    };
  });
}
