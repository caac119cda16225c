/** How well lines that were aligned agree with the truth: what the bench prints, and tests hold. */
import type { LyricLine } from "../../worker/domain/lyrics.ts";
import { alignLyrics } from "../../worker/lyrics/align.ts";
import { HARD, heardWith, type Noise, SUNG_SONGS, type SungSong } from "./noisy-words.ts";

export interface WordTiming {
  /** Seconds by which each word that is shown word by word is off. */
  errors: number[];
  words: number;
  /** Lines that nothing was done to, and those of them that are shown word by word. */
  lines: number;
  byWord: number;
  /** Lines that were off, by how they are shown: `wrong`: word by word, at a place where they are not sung. */
  shifted: { words: number; wrong: number; line: number; none: number };
  outOfOrder: number;
  tooShort: number;
}

export const emptyTiming = (): WordTiming => ({
  ...{ errors: [], words: 0, lines: 0, byWord: 0, outOfOrder: 0, tooShort: 0 },
  shifted: { words: 0, wrong: 0, line: 0, none: 0 },
});

/** From how many seconds on a shown word is at another place. */
const ELSEWHERE = 0.5;

/** Adds what a song's lines came to. `off`: the lines that were off. */
export function judge(timing: WordTiming, song: SungSong, lines: readonly LyricLine[], off: ReadonlySet<number>): void {
  let [at, last] = [0, Number.NEGATIVE_INFINITY];
  for (const [number, line] of lines.entries()) {
    const truth = song.truth.slice(at, at + (song.counts[number] ?? 0));
    at += truth.length;
    timing.words += truth.length;
    const errors =
      line.timed === "words" ? line.words.map(({ start }, index) => Math.abs(start - (truth[index]?.start ?? 0))) : [];
    timing.errors.push(...errors);
    if (!off.has(number)) {
      timing.lines += 1;
      if (line.timed === "words") timing.byWord += 1;
    } else {
      timing.shifted[line.timed] += 1;
      if (errors.some((error) => error > ELSEWHERE)) timing.shifted.wrong += 1;
    }
    for (const { start, end } of line.words) {
      if (start < last) timing.outOfOrder += 1;
      // Times are told in whole milliseconds.
      if (end - start < 0.0795) timing.tooShort += 1;
      last = start;
    }
  }
}

/** Which sources the lines are aligned by. */
export const SOURCES = ["one source", "two sources", "two sources, both off"] as const;
export type Sources = (typeof SOURCES)[number];

/** Aligns every sung song of the seed with so many different noises of this kind. */
export function timingOf(sources: Sources, rounds: number, noise: Noise = HARD, songs = SUNG_SONGS): WordTiming {
  const timing = emptyTiming();
  for (const song of songs) {
    for (let round = 0; round < rounds; round++) {
      const heard = heardWith(song, noise, `${round}`);
      // A forced alignment has every word. Whether it is off, too, nobody knows.
      const ofForced = { ...noise, missing: 0, wrong: 0, shift: sources === "two sources, both off" ? noise.shift : 0 };
      const forced = sources === "one source" ? undefined : heardWith(song, ofForced, `forced ${round}`);
      const { lines } = alignLyrics(song.lines, {
        ...{ durationSeconds: song.durationSeconds, loudness: [], loudnessStep: 1 },
        ...{ heard: heard.words, forced: forced?.words },
      });
      judge(timing, song, lines, new Set([heard.shifted, forced?.shifted ?? -1]));
    }
  }
  return timing;
}

/** The value that this share of the values does not exceed, in milliseconds. */
export const quantileMs = (values: readonly number[], share: number): number =>
  Math.round((values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0) * 1000);
