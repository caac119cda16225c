/** Lyrics as the API shows them. */
import type { z } from "@hono/zod-openapi";
import type { songLyricsBody } from "../contract/lyrics.ts";
import { LYRICS_FORMATS, type LyricsFormat } from "../lyrics/file.ts";
import type { KnownLines } from "../runs/song-lines.ts";

type LyricsView = z.output<typeof songLyricsBody>;

/** A song's lyrics, as far as they are known. */
export function viewLyrics(known: KnownLines): LyricsView {
  const { stored, found } = known;
  return {
    source: found?.source ?? "artist",
    format: LYRICS_FORMATS.find((format: LyricsFormat) => format === stored?.format) ?? null,
    heard: found !== null,
    fit: found?.fit ?? null,
    warnings: stored?.warnings ?? [],
    lines: linesOf(known),
  };
}

/** Its lines. Of a song that was not heard, those that the artist gave, without times. */
export function linesOf({ stored, found }: KnownLines): LyricsView["lines"] {
  const corrections = stored?.corrections ?? {};
  const isCorrected = (number: number) => Object.keys(corrections[number] ?? {}).length > 0;
  if (!found) {
    return (stored?.lines ?? []).map(({ text }, at) => ({
      ...{ number: at + 1, text: corrections[at + 1]?.text ?? text, start_seconds: null, end_seconds: null },
      ...{ confidence: 0, timed: "none" as const, corrected: isCorrected(at + 1), words: [] },
    }));
  }
  return found.lines.map(({ number, text, words, confidence, timed }) => ({
    ...{ number, text, start_seconds: words[0]?.start ?? null, end_seconds: words.at(-1)?.end ?? null },
    ...{ confidence, timed, corrected: isCorrected(number) },
    words: words.map(({ text: word, start, end }) => ({ text: word, start_seconds: start, end_seconds: end })),
  }));
}
