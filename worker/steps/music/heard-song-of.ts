import type { StepContext, Word } from "../step.ts";
import { HeardSong } from "./heard-song.ts";
import { analysisOfSeconds } from "./older-song.ts";

/** Steps of a pass hear the same song, and one is asked again with every answer: it is made ready for them once. */
const ready = new WeakMap<readonly Word[], { of: readonly unknown[]; heard: HeardSong }>();

/** The song of a step's context, with these words. One without an analysis is heard as well as its loudness allows. */
export function heardSongOf(
  { song: { durationSeconds, loudness }, analysis }: Pick<StepContext, "song" | "analysis">,
  words: readonly Word[],
): HeardSong {
  const of = [analysis, durationSeconds, loudness];
  const known = ready.get(words);
  if (known && of.every((each, at) => each === known.of[at])) return known.heard;
  const heard = new HeardSong(analysis ?? analysisOfSeconds(durationSeconds, loudness), words);
  ready.set(words, { of, heard });
  return heard;
}
