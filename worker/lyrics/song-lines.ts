/** The lines of a song as they are sung: the artist's, or else those that were heard, with what was set right in them. */
import type { LyricLine, LyricsSource, SongLyrics, TimedWord } from "../domain/lyrics.ts";
import { alignLyrics, FITS_FROM } from "./align.ts";
import { withTexts, withTextsOf, withTimes } from "./corrections.ts";
import { transcribedLines } from "./transcribed.ts";

/** A song as it was heard. Times in seconds, loudness in LUFS. */
export interface SongAsHeard {
  durationSeconds: number;
  /** Words as they were transcribed. */
  heard: readonly TimedWord[];
  /** The words of the artist's lyrics as a forced alignment placed them. */
  forced?: readonly TimedWord[] | undefined;
  loudness: readonly number[];
  loudnessStep: number;
}

export interface SongLines {
  source: LyricsSource;
  lines: LyricLine[];
  /** 0..1: the share of the artist's lyrics that was heard; null where they are transcribed. */
  fit: number | null;
  /** Whether they are of this song, as far as can be heard. */
  isFitting: boolean;
}

/** The lines of a song. `lyrics`: what is stored of them, if anything. */
export function songLines(lyrics: SongLyrics | null, song: SongAsHeard): SongLines {
  const corrections = lyrics?.corrections ?? {};
  if (!lyrics || lyrics.source === "transcribed") {
    const lines = withTextsOf(transcribedLines(song), corrections);
    const placed = withTimes(lines, corrections, song.durationSeconds);
    return { source: "transcribed", lines: placed, fit: null, isFitting: true };
  }
  const { lines, fit } = alignLyrics(withTexts(lyrics.lines, corrections), song);
  return {
    source: "artist",
    lines: withTimes(lines, corrections, song.durationSeconds),
    fit,
    isFitting: fit >= FITS_FROM,
  };
}
