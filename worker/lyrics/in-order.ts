/** Lines one after the other, as they can be shown. */
import type { LyricLine } from "../domain/lyrics.ts";

/** A word is on the screen for at least so many seconds. */
export const MIN_WORD_SECONDS = 0.08;

/**
 * Lines one after the other, each word within the song and after the one before it: what is shown of a line gives way to
 * the next line. A line that no time is left for is not shown.
 */
export function inOrder(lines: readonly LyricLine[], durationSeconds: number): LyricLine[] {
  let free = 0;
  return lines.map((line, at) => {
    if (line.timed === "none") return line;
    const first = lines.slice(at + 1).find(({ timed }) => timed !== "none")?.words[0]?.start;
    const until = Math.min(durationSeconds, first !== undefined && first > free ? first : durationSeconds);
    const most = until - MIN_WORD_SECONDS * line.words.length;
    if (most < free) return { ...line, words: [], timed: "none" };
    let from = free;
    const words = line.words.map(({ text, start, end }, index) => {
      const latest = until - MIN_WORD_SECONDS * (line.words.length - index);
      const begins = Math.min(Math.max(start, from), latest);
      const ends = Math.min(Math.max(end, begins + MIN_WORD_SECONDS), until);
      from = begins + MIN_WORD_SECONDS;
      return { text, start: begins, end: ends };
    });
    const timed = words.map((word, index) => {
      const next = words[index + 1];
      return {
        text: word.text,
        start: seconds(word.start),
        end: seconds(next ? Math.min(word.end, next.start) : word.end),
      };
    });
    free = timed.at(-1)?.end ?? free;
    return { ...line, words: timed };
  });
}

const seconds = (value: number): number => Math.round(value * 1000) / 1000;
