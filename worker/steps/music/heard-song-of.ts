import type { StepContext, Word } from "../step.ts";
import { HeardSong } from "./heard-song.ts";
import { analysisOfSeconds } from "./older-song.ts";

/** The song of a step's context, with these words. One without an analysis is heard as well as its loudness allows. */
export const heardSongOf = (
  { song, analysis }: Pick<StepContext, "song" | "analysis">,
  words: readonly Word[],
): HeardSong => new HeardSong(analysis ?? analysisOfSeconds(song.durationSeconds, song.loudness), words);
