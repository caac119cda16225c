/** Which songs are too quiet to be brought up honestly: what came up would be mostly noise. */
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { sustainedLoudness } from "../domain/loudness.ts";

/** A song as a whole, LUFS. */
export const QUIETEST_SONG_LUFS = -50;
/** Seconds in a row, and how loud each of them has to be, LUFS: half of the shortest clip. */
export const AUDIBLE_SECONDS = 4;
export const QUIETEST_SECOND_LUFS = -40;

/** What was measured, LUFS. */
export interface LoudnessFigures {
  integrated_lufs: number;
  /** What AUDIBLE_SECONDS seconds in a row keep at best. */
  sustained_lufs: number;
}

/** Why a song cannot be heard, as a clause, with the figures. Undefined: it can. */
export function tooQuiet({ integratedLufs, loudness, durationSeconds, silences }: SongAnalysis) {
  const figures: LoudnessFigures = {
    integrated_lufs: integratedLufs,
    sustained_lufs: sustainedLoudness(loudness, AUDIBLE_SECONDS),
  };
  const silent = silences.reduce((sum, { start, end }) => sum + end - start, 0);
  if (silent >= durationSeconds - 0.1) return { message: "it is silent from beginning to end", figures };
  if (integratedLufs < QUIETEST_SONG_LUFS) {
    return {
      message: `it is too quiet: ${integratedLufs} LUFS as a whole, and at least ${QUIETEST_SONG_LUFS} are needed`,
      figures,
    };
  }
  if (figures.sustained_lufs < QUIETEST_SECOND_LUFS) {
    return {
      message: `it is too quiet: nowhere is it louder than ${figures.sustained_lufs} LUFS for ${AUDIBLE_SECONDS} seconds in a row, and ${QUIETEST_SECOND_LUFS} are needed`,
      figures,
    };
  }
  return undefined;
}
