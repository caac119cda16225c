/** Lines of an LRC file: `[01:02.34]words`, more than one time for a line that comes again, `<01:02.50>` before words. */
import type { WrittenLine } from "../domain/lyrics.ts";
import { shownWords } from "./words.ts";

const TIME = String.raw`(\d+):(\d{1,2})(?:[.:](\d{1,3}))?`;
const LINE_TAGS = new RegExp(String.raw`^(?:\s*\[${TIME}\])+`, "u");
const LINE_TAG = new RegExp(String.raw`\[${TIME}\]`, "gu");
const WORD_TAG = new RegExp(`<${TIME}>`, "gu");
/** Such as [ar:artist]. Of these only the offset matters. */
const INFO = /^\[\s*([a-z#]+)\s*:(.*)\]$/iu;

/** Reads rows of an LRC file. Rows without a time follow the one before them. */
export function readLrc(rows: readonly string[]): WrittenLine[] {
  // By the format's custom, a positive offset has the words appear sooner. Milliseconds.
  const offset = rows.map((row) => INFO.exec(row)).find((info) => info?.[1]?.toLowerCase() === "offset");
  const sooner = (Number.parseFloat(offset?.[2] ?? "0") || 0) / 1000;
  return rows.flatMap((row): WrittenLine[] => {
    if (row === "" || INFO.test(row)) return [];
    const tags = LINE_TAGS.exec(row)?.[0] ?? "";
    const starts = [...tags.matchAll(LINE_TAG)].map((tag) => Math.max(0, secondsOf(tag) - sooner));
    const rest = row.slice(tags.length);
    const [first] = starts;
    if (first === undefined) return [{ text: spaced(rest.replace(WORD_TAG, "")) }];
    const { text, wordStarts } = tagged(rest, sooner);
    if (wordStarts.every((start) => start === null)) return starts.map((start) => ({ text, start }));
    // The first word begins with its line, which many files do not say again.
    wordStarts[0] ??= first;
    return starts.map((start, nth) => ({
      text,
      start,
      // Word tags count from the song's start: for the line's first time.
      wordStarts: wordStarts.map((own) => (own === null ? null : own + (nth === 0 ? 0 : start - first))),
    }));
  });
}

/** A line's text without its word tags, and what those say of when its words begin. */
function tagged(line: string, sooner: number): { text: string; wordStarts: (number | null)[] } {
  const tagAt = new Map<number, number>();
  let text = "";
  let from = 0;
  for (const tag of line.matchAll(WORD_TAG)) {
    text += line.slice(from, tag.index);
    tagAt.set(text.length, Math.max(0, secondsOf(tag) - sooner));
    from = tag.index + tag[0].length;
  }
  text += line.slice(from);
  let at = 0;
  const wordStarts = shownWords(text).map((word) => {
    const begins = text.indexOf(word, at);
    // A tag stands before its word, or before the space in front of it.
    const tag = [...tagAt].find(([place]) => place >= at && text.slice(place, begins).trim() === "" && place <= begins);
    at = begins + word.length;
    return tag?.[1] ?? null;
  });
  return { text: spaced(text), wordStarts };
}

const spaced = (text: string): string => text.trim().replace(/\s+/gu, " ");

function secondsOf([, minutes = "0", seconds = "0", fraction = ""]: RegExpMatchArray | RegExpExecArray): number {
  return Number(minutes) * 60 + Number(seconds) + (fraction === "" ? 0 : Number(`0.${fraction}`));
}
