import { mediaInput } from "../domain/media.ts";
import { showsLyrics } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { type Ask, ask, dataOf, done, ONCE_PER_SONG, type Step, type StepContext } from "./step.ts";

/**
 * The voice alone, for lyrics that the artist gave: a forced alignment is made for speech, and music misleads it. Words that
 * are only transcribed do not pay for it: the voice alone would not tell which of them are wrong.
 */
export const separate: Step<"separate"> = {
  name: "separate",
  title: "Separating the voice",
  typicalSeconds: MODELS.separate.typicalSeconds,
  queue: "steps",
  needs: [],
  when: showsLyrics,
  sharedBySong: true,
  readsLyrics: true,
  paid: { calls: (context) => [separation(context)], note: () => ONCE_PER_LYRICS },
  next(context, [separated]) {
    if (context.lyrics?.source !== "artist") return done({ voiceUrl: null }, NOTHING_TO_ALIGN);
    if (!separated) return separation(context);
    return done({ voiceUrl: dataOf("separate", separated).vocals.url });
  },
  without: ({ message }) => ({
    output: { voiceUrl: null },
    note: `the voice could not be separated, so the whole song is aligned: ${message}`,
  }),
};

/** For whoever reads the estimate. */
export const ONCE_PER_LYRICS = `${ONCE_PER_SONG} Only for songs that have lyrics of the artist's.`;
export const NOTHING_TO_ALIGN = "the song has no lyrics of the artist's to align";

/** Asks for the voice of a song. */
export const separation = ({ song }: Pick<StepContext, "song">): Ask =>
  ask("separate", { audio_url: mediaInput(song.audio), seconds: song.durationSeconds });
