import type { SongLyrics } from "../domain/lyrics.ts";
import { mediaInput } from "../domain/media.ts";
import { showsLyrics } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { NOTHING_TO_ALIGN, ONCE_PER_LYRICS } from "./separate.ts";
import { type Ask, ask, done, outputOf, type Step, type StepContext } from "./step.ts";

/** Has the artist's words placed in the voice: a source of times besides the transcript that knows what is sung. */
export const align: Step<"align"> = {
  name: "align",
  title: "Aligning the lyrics",
  typicalSeconds: MODELS.align.typicalSeconds,
  queue: "steps",
  needs: ["separate"],
  when: showsLyrics,
  sharedBySong: true,
  readsLyrics: true,
  paid: {
    calls: (context) => (context.lyrics ? [alignmentOf(context, context.lyrics, null)] : []),
    note: () => ONCE_PER_LYRICS,
  },
  next(context, [aligned]) {
    const { lyrics } = context;
    if (lyrics?.source !== "artist") return done({ wordsHash: null }, NOTHING_TO_ALIGN);
    if (!aligned) return alignmentOf(context, lyrics, outputOf(context, "separate").voiceUrl);
    return done({ wordsHash: lyrics.wordsHash });
  },
  without: ({ message }) => ({
    output: { wordsHash: null },
    note: `the lyrics could not be aligned, so they are timed by the transcript alone: ${message}`,
  }),
};

/**
 * Asks where the words are, as the artist gave them: what is set right in them later pays for no other answer. `voiceUrl`:
 * of the voice alone, where it could be separated.
 */
export const alignmentOf = ({ song }: Pick<StepContext, "song">, { lines }: SongLyrics, voiceUrl: string | null): Ask =>
  ask("align", {
    audio_url: voiceUrl ?? mediaInput(song.audio),
    text: lines.map(({ text }) => text).join("\n"),
    seconds: song.durationSeconds,
  });
