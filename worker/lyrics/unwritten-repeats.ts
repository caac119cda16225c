/** Lines that are sung again and written once: a chorus is often written down the first time only. */
import type { WrittenLine } from "../domain/lyrics.ts";
import { type HeardUnit, heardShare, observe } from "./observed.ts";
import { shownWords } from "./words.ts";

/** A line in the order in which lines are sung. `number`: which of the written ones it is, from 1. */
export interface SungLine {
  number: number;
  text: string;
}

/** Words that were heard and are nowhere near: fewer are what singers add. */
const MIN_HEARD = 4;
/** How much of a line must be heard again. */
const HEARD_FROM = 0.8;
/** How much of it must have been heard where it is written. */
const AT_HOME_FROM = 0.5;
const MIN_WORDS = 3;
/** How often a stretch is looked through again: a chorus may come several times in a row. */
const MAX_ROUNDS = 4;

/**
 * The written lines, and where a stretch of what was heard belongs to none of them, those that are heard there again.
 * Files with times write down every repeat.
 */
export function withRepeats(written: readonly WrittenLine[], heard: readonly HeardUnit[]): SungLine[] {
  let lines: SungLine[] = written.map(({ text }, at) => ({ number: at + 1, text }));
  if (written.some(({ start }) => start !== undefined)) return lines;
  const words = written.map(({ text }) => shownWords(text));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = observe(
      lines.map(({ number }) => words[number - 1] ?? []),
      heard,
    );
    const taken = found.map((line) => {
      const known = line.flatMap((word) => (word ? [word] : []));
      return known.length === 0 ? null : { from: known[0]?.from ?? 0, to: known.at(-1)?.to ?? 0 };
    });
    // A line that is heard in one place alone, and that not its own, is not sung again: it is out of place.
    const heardAtHome = new Set(
      lines.flatMap(({ number }, at) =>
        heardShare(words[number - 1] ?? [], found[at] ?? []) >= AT_HOME_FROM ? [number] : [],
      ),
    );
    const inserted = new Map<number, SungLine[]>();
    for (const stretch of stretchesBetween(taken, heard.length)) {
      const again = observe(words, heard.slice(stretch.from, stretch.to)).flatMap((line, at): SungLine[] => {
        const own = words[at] ?? [];
        if (own.length < MIN_WORDS || !heardAtHome.has(at + 1) || heardShare(own, line) < HEARD_FROM) return [];
        return [{ number: at + 1, text: written[at]?.text ?? "" }];
      });
      if (again.length > 0) inserted.set(stretch.after, again);
    }
    if (inserted.size === 0) return lines;
    lines = [...(inserted.get(-1) ?? []), ...lines.flatMap((line, at) => [line, ...(inserted.get(at) ?? [])])];
  }
  return lines;
}

/** What was heard between two lines, and belongs to neither. `after`: the place of the line before it, or -1. */
function stretchesBetween(
  taken: readonly ({ from: number; to: number } | null)[],
  count: number,
): { after: number; from: number; to: number }[] {
  const stretches: { after: number; from: number; to: number }[] = [];
  let [after, from] = [-1, 0];
  for (const [at, span] of [...taken.entries(), [taken.length, { from: count, to: count }] as const]) {
    if (!span) continue;
    if (span.from - from >= MIN_HEARD) stretches.push({ after, from, to: span.from });
    [after, from] = [at, span.to + 1];
  }
  return stretches;
}
