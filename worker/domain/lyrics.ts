/** The words of a song, as an artist writes them down and as they are heard. Times are seconds from the song's start. */

/** A word and when it is sung. */
export interface TimedWord {
  text: string;
  start: number;
  end: number;
}

/** Where the words come from: from the artist, or from hearing them. */
export type LyricsSource = "artist" | "transcribed";

/** How well a line's times are known: word by word, as a whole, or not at all. */
export type Timed = "words" | "line" | "none";

/** A line as it is sung. */
export interface LyricLine {
  /** Which of the written lines it is, from 1. One that comes again without being written again has the same. */
  number: number;
  text: string;
  /** As they are shown. Those of a line without times have none: there are no words then. */
  words: TimedWord[];
  /** 0..1. */
  confidence: number;
  timed: Timed;
}

/** A line as the artist gave it, maybe with times of its own. */
export interface WrittenLine {
  text: string;
  /** When it begins, where the file says so. */
  start?: number;
  end?: number;
  /** Starts of its words, where the file says so: one for each word that is shown, null for those that have none. */
  wordStarts?: (number | null)[];
}

/** What a person set right in a line. What is left out stays as it was found. */
export interface LineCorrection {
  text?: string;
  start?: number;
  end?: number;
}

/** What is stored of a song's lyrics. */
export interface SongLyrics {
  /** Of the artist's words, before anything was set right in them: SHA-256, hex. Empty where they are transcribed. */
  wordsHash: string;
  source: LyricsSource;
  /** None where they are transcribed: then they are made from what was heard. */
  lines: WrittenLine[];
  /** By the number of the line. */
  corrections: Record<string, LineCorrection>;
}
