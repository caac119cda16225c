/**
 * Lines that come again, as those of a chorus do, are sung alike: what is known of all of them together says more of
 * each than its own times.
 */
import type { Starts } from "./pace.ts";
import { median } from "./smoothing.ts";

/** Lines of fewer words have too little of a pattern. */
const MIN_WORDS = 3;
/** Seconds by which repeats may differ, as a standard deviation, and still be the same singing. */
const MAX_DIFFERENT = 0.2;
/** Seconds by which a singer differs from time to time. */
const HUMAN_SD = 0.04;

interface Group {
  lines: number[];
  /** Starts of the words from the line's own place, seconds; null where no repeat was heard. */
  pattern: (number | null)[];
  places: number[];
  /** By how much the repeats differ from the pattern: an unbiased variance, s². */
  variance: number;
}

/** Lines by what they say, those that say it twice or more. `texts`: in plain form. */
function groupsOf(texts: readonly string[], lines: readonly Starts[]): Group[] {
  const byText = Map.groupBy(texts.keys(), (line) => texts[line] ?? "");
  return [...byText.values()].flatMap((same) => {
    const heard = same.filter((line) => (lines[line] ?? []).filter((start) => start !== null).length >= MIN_WORDS);
    const group = heard.length < 2 ? undefined : groupOf(heard, lines);
    return group && group.variance < MAX_DIFFERENT ** 2 ? [group] : [];
  });
}

function groupOf(heard: number[], lines: readonly Starts[]): Group | undefined {
  const words = lines[heard[0] ?? -1]?.length ?? 0;
  const startOf = (line: number, at: number) => lines[line]?.[at] ?? null;
  let places = heard.map((line) => median((lines[line] ?? []).flatMap((start) => (start === null ? [] : [start]))));
  let pattern: (number | null)[] = [];
  // Places and pattern depend on each other where words are missing; a few rounds settle it.
  for (let round = 0; round < 4; round++) {
    pattern = Array.from({ length: words }, (_, at) =>
      meanOf(heard.map((line, nth) => less(startOf(line, at), places[nth] ?? 0))),
    );
    places = places.map((place, nth) => {
      const line = heard[nth] ?? -1;
      return place + (meanOf(pattern.map((own, at) => less(less(startOf(line, at), place), own))) ?? 0);
    });
  }
  let [squares, count] = [0, 0];
  for (const [nth, line] of heard.entries()) {
    for (const [at, own] of pattern.entries()) {
      const off = less(less(startOf(line, at), places[nth] ?? 0), own);
      if (off === null) continue;
      squares += off ** 2;
      count += 1;
    }
  }
  // What was fitted: a place for each line, a pattern's word for each word.
  const free = count - heard.length - words + 1;
  return free < 2 ? undefined : { lines: heard, pattern, places, variance: squares / free };
}

const less = (value: number | null, by: number | null | undefined): number | null =>
  value === null || by === null || by === undefined ? null : value - by;

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * The starts with those of repeats drawn towards what all of them have in common: as far as they differ by more than
 * singers do. What was not heard in one repeat is known from the others. `noise`: seconds, where it is known.
 */
export function pooled(
  texts: readonly string[],
  lines: readonly Starts[],
  noise: number | undefined,
): { lines: Starts[]; noise: number | undefined } {
  const groups = groupsOf(texts, lines);
  const result = [...lines];
  const variances = groups.map(({ variance }) => variance);
  const together = variances.length === 0 ? 0 : median(variances);
  for (const group of groups) {
    const variance = Math.max(group.variance, together / 2);
    const noiseVariance = noise === undefined ? Math.max(0, variance - HUMAN_SD ** 2) : Math.min(noise ** 2, variance);
    const trust = variance === 0 ? 1 : noiseVariance / variance;
    for (const [nth, line] of group.lines.entries()) {
      result[line] = (lines[line] ?? []).map((start, at) => {
        const own = group.pattern[at];
        if (own === null || own === undefined) return start;
        const common = (group.places[nth] ?? 0) + own;
        return start === null ? common : start + trust * (common - start);
      });
    }
  }
  const found = together > 0 ? Math.sqrt(Math.max(0, together - HUMAN_SD ** 2)) : undefined;
  return { lines: result, noise: noise ?? found };
}
