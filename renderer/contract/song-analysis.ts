/** What a song is like, heard once, when it comes. All times are seconds from the start of the file. */
export interface SongAnalysis {
  durationSeconds: number;
  sampleRate: number;
  channels: number;
  /** LUFS of the whole song, as it is mixed (see `mix`). */
  integratedLufs: number;
  /** Momentary loudness (400 ms) as it is mixed, LUFS to a tenth, floored at -70: value k is that around k × 0.1 s. */
  loudness: number[];
  /** Stretches of at least half a second in which nothing can be heard. */
  silences: Span[];
  /** How the channels must be mixed so that one loudspeaker can play the song, and what the plain sum loses there, dB. */
  mix: Mix;
  monoLossDb: number;
  /** The beats, where the music is rhythmic enough to speak of them; null: pace by phrases. */
  grid: BeatGrid | null;
  /** The song's parts, in order, without gaps. */
  sections: SongSection[];
}

/** What the file says of itself, as it says it: any text, of any length up to MAX_TAG_LENGTH. Null: it does not say. */
export interface SongTags {
  title: string | null;
  artist: string | null;
}

/** Characters. */
export const MAX_TAG_LENGTH = 1000;

/** What a renderer answers when it is asked to analyze a song. Older ones do not tell tags. */
export interface HeardFile extends SongAnalysis {
  tags?: SongTags;
}

export const MIXES = ["as is", "left", "right", "inverted"] as const;
export type Mix = (typeof MIXES)[number];

export interface BeatGrid {
  bpm: number;
  beats: number[];
  downbeats: number[];
  beatsPerBar: number;
  /** 0..1 */
  confidence: number;
}

export interface SongSection {
  start: number;
  end: number;
  /** 0..1, the loudest part is 1. */
  energy: number;
  /** 0..1: how much changes where it begins. */
  change: number;
}

export interface Span {
  start: number;
  end: number;
}
