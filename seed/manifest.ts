/** What the seed holds, as whoever sets up a database and a media store needs to know it. */
import type { SongAnalysis } from "../renderer/contract/song-analysis.ts";
import type { Social } from "./artists/artist.ts";

export interface SeedSong {
  /** Also the stem of the file's name. */
  slug: string;
  title: string;
  filename: string;
  /** Absolute. */
  path: string;
  contentType: string;
  bytes: number;
  /** Hex; the transcript is `transcripts/<sha256>.json`. */
  sha256: string;
  durationSeconds: number;
  analysis: SongAnalysis;
}

export interface SeedFaceGuide {
  filename: string;
  /** Absolute. */
  path: string;
  contentType: string;
  bytes: number;
  sha256: string;
}

export interface SeedManifestArtist {
  id: string;
  slug: string;
  name: string;
  notes: string;
  pinned: boolean;
  socials: Social[];
  faceGuide: SeedFaceGuide;
  songs: SeedSong[];
}

export interface SeedManifest {
  /** Changes whenever a source of the seed changes. */
  version: string;
  accounts: { id: string; name: string; artists: SeedManifestArtist[] }[];
}

/** What a listener would write down: `transcripts/<sha256>.json`. Both are empty for an instrumental. */
export interface Transcript {
  text: string;
  /** ISO 639-1. */
  language: string;
  /** Seconds from the start of the song. */
  words: { text: string; start: number; end: number }[];
}
