/** What a song is: its data, and a function that writes its parts into a score. */
import type { Line } from "./lyrics.ts";
import { beatTime, type Meter } from "./meter.ts";
import { type Finish, Score } from "./score.ts";
import type { Stereo } from "./sound.ts";

export interface Section {
  name: "intro" | "verse" | "build" | "chorus" | "break" | "peak" | "outro";
  bar: number;
  bars: number;
}

export interface Song {
  slug: string;
  title: string;
  /** The artist's own file, as uploaded. */
  format: "mp3" | "m4a" | "wav";
  genre: string;
  key: string;
  meter: Meter;
  sections: readonly Section[];
  /** Empty for an instrumental. */
  lyrics: readonly Line[];
  finish: Finish;
  /** Seconds of echo after the last bar. */
  tail: number;
  seed: number;
  write: (score: Score) => void;
}

export const songSeconds = ({ meter, tail }: Song): number => beatTime(meter, meter.bars * meter.beatsPerBar) + tail;

/** Renders a song: about a second of work per minute of music. */
export function perform(song: Song): Stereo {
  const score = new Score(song.meter, song.seed, song.tail);
  song.write(score);
  return score.mix(song.finish);
}
