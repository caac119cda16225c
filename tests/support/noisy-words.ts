/** Words of the seed's songs as a transcriber hears them that is often wrong: the same for the same seed. */
import { dice } from "../../emulator/dice.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { timedWords } from "../../seed/music/lyrics.ts";
import { songSeconds } from "../../seed/music/song.ts";
import type { TimedWord, WrittenLine } from "../../worker/domain/lyrics.ts";

/** A song with the true times of its words. */
export interface SungSong {
  slug: string;
  lines: WrittenLine[];
  /** How many words each line has. */
  counts: number[];
  truth: TimedWord[];
  durationSeconds: number;
}

/** The seed's songs in which something is sung. */
export const SUNG_SONGS: readonly SungSong[] = ACCOUNTS.flatMap(({ artists }) => artists)
  .flatMap(({ songs }) => songs)
  .filter(({ lyrics }) => lyrics.length > 0)
  .map((song) => ({
    slug: song.slug,
    lines: song.lyrics.map(({ text }) => ({ text })),
    counts: song.lyrics.map(({ text }) => text.split(" ").length),
    truth: timedWords(song.lyrics, song.meter),
    durationSeconds: songSeconds(song),
  }));

export interface Noise {
  /** Standard deviation of every word's time, seconds. */
  sd: number;
  /** Share of the words that are not heard, and of those that are heard as another one. */
  missing: number;
  wrong: number;
  /** Seconds by which one line is off. */
  shift: number;
}

/** What transcribing sung words is measured with. */
export const HARD: Noise = { sd: 0.12, missing: 0.05, wrong: 0.05, shift: 3 };

const VOCABULARY = SUNG_SONGS.flatMap(({ truth }) => truth.map(({ text }) => text));

/** A song as it is heard with this noise. `shifted`: the line that is off, or -1. */
export function heardWith(song: SungSong, noise: Noise, seed: string): { words: TimedWord[]; shifted: number } {
  const chance = dice("heard", song.slug, seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance.roll())) * Math.cos(2 * Math.PI * chance.roll());
  const shifted = noise.shift === 0 ? -1 : Math.floor(chance.roll() * song.lines.length);
  const by = chance.roll() < 0.5 ? -noise.shift : noise.shift;
  const words: TimedWord[] = [];
  let at = 0;
  for (const [line, count] of song.counts.entries()) {
    for (const word of song.truth.slice(at, at + count)) {
      const off = normal() * noise.sd + (line === shifted ? by : 0);
      const fate = chance.roll();
      const other = chance.pick(VOCABULARY) ?? "";
      if (fate < noise.missing) continue;
      const text = fate < noise.missing + noise.wrong ? other : word.text;
      words.push({ text, start: Math.max(0, word.start + off), end: Math.max(0.02, word.end + off) });
    }
    at += count;
  }
  // Transcripts are in the order of their times, whatever was sung.
  return { words: words.sort((a, b) => a.start - b.start), shifted };
}
