/** The part of a song's lines that is heard in a clip. */
import type { LyricLine } from "../domain/lyrics.ts";
import { MIN_WORD_SECONDS } from "./in-order.ts";

/** A line in a clip: seconds from the clip's start. */
export interface ClipLine {
  text: string;
  start: number;
  end: number;
  words: { text: string; start: number; end: number }[];
  timed: "words" | "line";
  confidence: number;
}

/** How much of a word, or of a line that is shown as a whole, has to lie within the clip. */
const WITHIN_SHARE = 0.5;

export interface LinesInClip {
  lines: ClipLine[];
  /** Lines that are sung there, as far as their neighbours tell, and cannot be shown. */
  omitted: number;
}

/** The lines that are heard between two times of a song, seconds, with the words of them that are. */
export function linesInClip(lines: readonly LyricLine[], startSeconds: number, durationSeconds: number): LinesInClip {
  const endSeconds = startSeconds + durationSeconds;
  const within = (start: number, end: number) =>
    Math.min(end, endSeconds) - Math.max(start, startSeconds) >=
    Math.max((end - start) * WITHIN_SHARE, MIN_WORD_SECONDS / 2);
  const found = lines.flatMap((line): ClipLine[] => {
    const { text, words, timed, confidence } = line;
    const [first, last] = [words[0], words.at(-1)];
    if (timed === "none" || !first || !last) return [];
    if (timed === "line" && !within(first.start, last.end)) return [];
    const heard = timed === "line" ? words : words.filter(({ start, end }) => within(start, end));
    if (heard.length === 0) return [];
    const relative = heard.map((word) => ({
      text: word.text,
      start: seconds(Math.min(Math.max(word.start - startSeconds, 0), durationSeconds)),
      end: seconds(Math.min(Math.max(word.end - startSeconds, 0), durationSeconds)),
    }));
    const [start, end] = [relative[0]?.start ?? 0, relative.at(-1)?.end ?? 0];
    return [
      {
        text: heard.length === words.length ? text : heard.map((word) => word.text).join(" "),
        start,
        end,
        words: relative,
        timed,
        confidence,
      },
    ];
  });
  const omitted = lines.filter(({ timed }, at) => {
    if (timed !== "none") return false;
    const before = lines
      .slice(0, at)
      .findLast((line) => line.timed !== "none")
      ?.words.at(-1)?.end;
    const after = lines.slice(at + 1).find((line) => line.timed !== "none")?.words[0]?.start;
    return before !== undefined && after !== undefined && before < endSeconds && after > startSeconds;
  });
  return { lines: found, omitted: omitted.length };
}

const seconds = (value: number): number => Math.round(value * 1000) / 1000;
