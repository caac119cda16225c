/** Words with times from a transcript that has times for its segments only. */
import { transcript } from "./model-io.ts";

/** How long a word is taken to last where nothing says when its segment ends, seconds. */
const WORD_SECONDS = 0.4;

/** Reads a transcript of segments as one of words, each with its share of its segment's time. */
export const segments = transcript.transform(({ text, chunks }) => ({
  text,
  chunks: (chunks ?? []).flatMap(({ text, timestamp: [start, end] }) => {
    const words = text.split(/\s+/).filter((word) => word !== "");
    if (start === null) return words.map((word) => ({ text: word, timestamp: noTime() }));
    const each = end === null || end <= start ? WORD_SECONDS : (end - start) / words.length;
    return words.map((word, at) => ({ text: word, timestamp: between(start + at * each, start + (at + 1) * each) }));
  }),
}));

type Timestamp = [number | null, number | null];
const noTime = (): Timestamp => [null, null];
const between = (start: number, end: number): Timestamp => [start, end];
