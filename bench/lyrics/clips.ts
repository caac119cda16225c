/** Clips of the seed's songs, with what is sung in them and when: the seed knows, because it sings. */
import { ACCOUNTS } from "../../seed/accounts.ts";
import { timedWords } from "../../seed/music/lyrics.ts";
import type { Song } from "../../seed/music/song.ts";
import { songSeconds } from "../../seed/music/song.ts";
import type { JobLine } from "../../tests/renderer/lyrics/corpus.ts";

export const CLIP_SECONDS = 8;

export interface Clip {
  song: Song;
  /** Where it begins in the song, seconds. */
  start: number;
  /** Seconds from the clip's start. */
  lines: JobLine[];
  /** Nothing is sung in the song: its words were made up, and are sung on its beats. */
  isMadeUp: boolean;
}

const WORDS = "nobody sings in this song, so here are words that fall on the beats of it, one by one by one".split(" ");
const WORDS_IN_A_LINE = 8;

/** Words on the beats of an instrumental, or on every half of one that is slow. */
function madeUp({ meter, ...song }: Song): JobLine[] {
  const beat = 60 / meter.tempo / (meter.tempo < 90 ? 2 : 1);
  const count = Math.floor((songSeconds({ meter, ...song }) - 1) / beat);
  const words = Array.from({ length: count }, (_, at) => ({
    text: WORDS[at % WORDS.length] ?? "",
    start: at * beat,
    end: (at + 0.8) * beat,
  }));
  return Array.from({ length: Math.ceil(count / WORDS_IN_A_LINE) }, (_, at) =>
    lineOf(words.slice(at * WORDS_IN_A_LINE, (at + 1) * WORDS_IN_A_LINE)),
  );
}

const lineOf = (words: JobLine["words"]): JobLine => ({
  start: words[0]?.start ?? 0,
  end: words.at(-1)?.end ?? 0,
  words,
  timed: "words",
});

/** The eight seconds of the song in which the most is sung, from a moment before a word. */
function clipOf(song: Song): Clip {
  const isMadeUp = song.lyrics.length === 0;
  const lines = isMadeUp ? madeUp(song) : song.lyrics.map((line) => lineOf(timedWords([line], song.meter)));
  const within = (start: number) =>
    lines.flatMap((line) => {
      const words = line.words
        .filter((word) => word.start >= start && word.start < start + CLIP_SECONDS - 0.1)
        .map(({ text, ...times }) => ({ text, start: times.start - start, end: times.end - start }));
      return words.length > 0 ? [lineOf(words)] : [];
    });
  const starts = lines.map((line) => Math.max(0, line.start - 0.153));
  const counts = starts.map((start) => within(start).reduce((sum, { words }) => sum + words.length, 0));
  const start = starts[counts.indexOf(Math.max(...counts))] ?? 0;
  return { song, start, lines: within(start), isMadeUp };
}

/** One of each of the seed's songs. */
export const clips = (): Clip[] => ACCOUNTS.flatMap(({ artists }) => artists.flatMap(({ songs }) => songs)).map(clipOf);
