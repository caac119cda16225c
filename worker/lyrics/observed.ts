/** What was heard of each word of written lines, and how much of a line it speaks for. */
import type { TimedWord } from "../domain/lyrics.ts";
import { type Pairing, pairWords } from "./pairing.ts";
import { unitsOf, weightOf } from "./words.ts";

/** A written word as it was heard. Times in seconds. */
export interface Observed {
  start: number;
  end: number;
  /** 0..1: how like the written one. 0: it is at the right place, and another word. */
  alike: number;
  /** Positions of its first and last unit among all that were heard. */
  from: number;
  to: number;
}

/** A written line as it was heard: one for each of its words. */
export type ObservedLine = (Observed | null)[];

/** A unit of what was heard: a word, or a character. Times in seconds. */
export interface HeardUnit {
  unit: string;
  start: number;
  end: number;
}

/** What was heard as units, each with its share of its word's time. */
export const heardUnits = (words: readonly TimedWord[]): HeardUnit[] =>
  words.flatMap(({ text, start, end }) => {
    const units = unitsOf(text);
    const each = (end - start) / units.length;
    return units.map((unit, at) => ({ unit, start: start + at * each, end: start + (at + 1) * each }));
  });

/** Finds the words of lines among heard ones. Both in the order in which they are sung. */
export function observe(lines: readonly (readonly string[])[], heard: readonly HeardUnit[]): ObservedLine[] {
  const units = lines.map((words) => words.map(unitsOf));
  const pairing = pairWords(
    units.flat(2),
    heard.map(({ unit }) => unit),
  );
  let at = 0;
  return units.map((words) =>
    words.map((own) => {
      const pairs = pairing.slice(at, at + own.length);
      at += own.length;
      return observedWord(pairs, heard);
    }),
  );
}

function observedWord(pairs: Pairing, heard: readonly HeardUnit[]): Observed | null {
  const found = pairs.flatMap((pair) => (pair ? [pair] : []));
  const [first, last] = [heard[found[0]?.at ?? -1], heard[found.at(-1)?.at ?? -1]];
  if (!first || !last || found.length * 2 < pairs.length) return null;
  const alike = found.reduce((sum, pair) => sum + pair.alike, 0) / pairs.length;
  return { start: first.start, end: last.end, alike, from: found[0]?.at ?? 0, to: found.at(-1)?.at ?? 0 };
}

/** What a word says for its line that was heard alone, among words of other lines. */
const ALONE = 0.25;
/** As many words may have been missed, or heard on top, between two that are sung together. */
const MAX_BETWEEN = 1;
/** Seconds between words that are sung together. */
const TOGETHER_SECONDS = 2.5;

/**
 * 0..1: how much of a line was heard. Words count by their length, and in full only next to another one of the line:
 * any two songs share words.
 */
export function heardShare(words: readonly string[], observed: ObservedLine): number {
  let [heard, all] = [0, 0];
  for (const [at, word] of words.entries()) {
    const weight = weightOf(word);
    if (unitsOf(word).length === 0) continue;
    all += weight;
    const own = observed[at];
    if (!own) continue;
    const before = observed.slice(0, at).findLast((each) => each !== null);
    const after = observed.slice(at + 1).find((each) => each !== null);
    const isTogether = follows(before, own) || follows(own, after) || words.length === 1;
    heard += weight * own.alike * (isTogether ? 1 : ALONE);
  }
  return all === 0 ? 0 : heard / all;
}

const follows = (one: Observed | null | undefined, other: Observed | null | undefined): boolean =>
  !!one && !!other && other.from - one.to <= MAX_BETWEEN + 1 && Math.abs(other.start - one.end) < TOGETHER_SECONDS;
