/** Several sources of the same times as one: which of them to believe where, and how far off they are. */
import type { ObservedLine } from "./observed.ts";
import type { Starts } from "./pace.ts";
import { median, robustSd } from "./smoothing.ts";

/** Seconds by which a word of a line may be off its own line, before it is taken for another one's. */
const MAX_OFF_LINE = 1.2;
/** Seconds by which two sources may differ over a line before one of them must be wrong. */
const MAX_APART = 0.6;
/** Seconds by which they may differ and confirm each other. */
const TOGETHER_SECONDS = 0.3;
/** Words that both sources must have, before their noise is known. */
const MIN_COMMON = 12;

/** The starts of a line's words, without those that cannot be its own. `steps`: to the next word, as the pace has it. */
export function withoutStrays(line: ObservedLine, steps: readonly number[]): ObservedLine {
  const expected: number[] = [0];
  for (const [at, step] of steps.entries()) expected.push((expected[at] ?? 0) + step);
  const offs = line.flatMap((word, at) => (word ? [word.start - (expected[at] ?? 0)] : []));
  if (offs.length < 3) return line;
  const centre = median(offs);
  const most = MAX_OFF_LINE + 0.3 * (expected[line.length - 1] ?? 0);
  return line.map((word, at) => (word && Math.abs(word.start - (expected[at] ?? 0) - centre) <= most ? word : null));
}

export interface Merged {
  starts: Starts;
  ends: Starts;
  /** How many sources each word has. */
  sources: number[];
  /** Seconds between the two, where both heard the line. */
  apart: number | null;
}

/** Two observations of a line as one: the mean where both heard a word. */
export function merged(one: ObservedLine, other: ObservedLine | undefined): Merged {
  const differences = one.flatMap((word, at) => {
    const same = other?.[at];
    return word && same ? [same.start - word.start] : [];
  });
  const apart = differences.length === 0 ? null : median(differences);
  const words = one.map((word, at) => [word, other?.[at] ?? null].flatMap((each) => (each ? [each] : [])));
  const mean = (values: number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    starts: words.map((each) => mean(each.map(({ start }) => start))),
    ends: words.map((each) => mean(each.map(({ end }) => end))),
    sources: words.map(({ length }) => length),
    apart,
  };
}

/** Whether two sources of a line are so far apart that one of them must be wrong. */
export const areApart = ({ apart }: Merged): boolean => apart !== null && Math.abs(apart) > MAX_APART;

/** Whether two sources, which know nothing of each other, have a line at the same place. */
export const areTogether = ({ apart }: Merged): boolean => apart !== null && Math.abs(apart) < TOGETHER_SECONDS;

/**
 * How far off the mean of two sources is, seconds, by how much they differ from each other; undefined where they have too
 * little in common. What both are wrong about in the same way is not seen.
 */
export function noiseOf(one: readonly ObservedLine[], other: readonly ObservedLine[]): number | undefined {
  const differences = one.flatMap((words, line) =>
    words.flatMap((word, at) => {
      const same = other[line]?.[at];
      return word && same && Math.abs(same.start - word.start) < MAX_APART ? [same.start - word.start] : [];
    }),
  );
  return differences.length < MIN_COMMON ? undefined : robustSd(differences) / 2;
}
