/** What a person set right in lines. It counts for more than anything that was heard. */
import type { LineCorrection, LyricLine, TimedWord, WrittenLine } from "../domain/lyrics.ts";
import { inOrder } from "./in-order.ts";
import { heardUnits, observe } from "./observed.ts";
import { likelyStarts } from "./smoothing.ts";
import { shownWords, weightOf } from "./words.ts";

export type Corrections = Readonly<Record<string, LineCorrection>>;

/** Seconds of one unit of a word's weight, where a line's own pace is not known. */
const SECONDS_PER_WEIGHT = 0.06;

/** Written lines with the texts that were set right. Times of words belong to the words that were there. */
export const withTexts = (lines: readonly WrittenLine[], corrections: Corrections): WrittenLine[] =>
  lines.map((line, at) => {
    const text = corrections[at + 1]?.text;
    if (text === undefined || text === line.text) return line;
    const { wordStarts: _, ...rest } = line;
    return { ...rest, text };
  });

/** Transcribed lines with the texts that were set right, at the times of what was heard. */
export const withTextsOf = (lines: readonly LyricLine[], corrections: Corrections): LyricLine[] =>
  lines.map((line) => {
    const text = corrections[line.number]?.text;
    if (text === undefined || text === line.text) return line;
    return { ...line, text, words: line.words.length === 0 ? [] : retimed(text, line.words) };
  });

/** Other words at the times of some: those that are alike stay where they are. */
function retimed(text: string, before: readonly TimedWord[]): TimedWord[] {
  const words = shownWords(text);
  const weights = words.map(weightOf);
  const [first, last] = [before[0]?.start ?? 0, before.at(-1)?.end ?? 0];
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const steps = weights.map((weight) => (weight * (last - first)) / all);
  const [observed = []] = observe([words], heardUnits(before));
  const measured = observed.map((word, at) => {
    if (at === 0) return { time: first, sd: 0.01 };
    return word ? { time: word.start, sd: 0.03 } : null;
  });
  const starts = likelyStarts(measured, steps.slice(0, -1), 0.2);
  return words.map((word, at) => ({ text: word, start: starts[at] ?? first, end: starts[at + 1] ?? last }));
}

/**
 * Lines at the times that were set right: words keep their distances, those of an unknown line are spread evenly. Where a
 * line comes more often, the first is meant. Lines that cannot be where they were found give way.
 */
export function withTimes(lines: readonly LyricLine[], corrections: Corrections, durationSeconds: number): LyricLine[] {
  const set = new Set<number>();
  const moved = lines.map((line, at) => {
    const { start, end } = corrections[line.number] ?? {};
    const isFirst = lines.findIndex(({ number }) => number === line.number) === at;
    if (!isFirst || (start === undefined && end === undefined)) return line;
    const placed = placedAt(line, start, end);
    if (placed) set.add(at);
    return placed ?? line;
  });
  if (set.size === 0) return [...lines];
  const startOf = (at: number) => moved[at]?.words[0]?.start;
  const kept = moved.map((line, at) => {
    const own = startOf(at);
    if (set.has(at) || own === undefined) return line;
    const isWrong = [...set].some((other) => {
      const theirs = startOf(other) ?? 0;
      return other > at ? own >= theirs : own <= theirs;
    });
    return isWrong ? { ...line, words: [], timed: "none" as const } : line;
  });
  return inOrder(kept, durationSeconds);
}

/** Undefined: nothing says when it begins. */
function placedAt(line: LyricLine, start: number | undefined, end: number | undefined): LyricLine | undefined {
  const from = start ?? line.words[0]?.start;
  if (from === undefined) return undefined;
  const words = line.words.length > 0 ? line.words : evenly(line.text);
  const [first, last] = [words[0]?.start ?? 0, words.at(-1)?.end ?? 0];
  const scale = end === undefined || last <= first || end <= from ? 1 : (end - from) / (last - first);
  const placed = words.map((word) => ({
    text: word.text,
    start: from + (word.start - first) * scale,
    end: from + (word.end - first) * scale,
  }));
  return { ...line, words: placed, confidence: 1, timed: line.timed === "words" ? "words" : "line" };
}

function evenly(text: string): TimedWord[] {
  let at = 0;
  return shownWords(text).map((word) => {
    const start = at;
    at += weightOf(word) * SECONDS_PER_WEIGHT;
    return { text: word, start, end: at };
  });
}
