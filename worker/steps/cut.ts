import { mediaInput } from "../domain/media.ts";
import { mixOf } from "../domain/mix.ts";
import { durationOf } from "../domain/run.ts";
import { outputOf, type Step } from "./step.ts";
import { lipsyncSoundSeconds } from "./video.ts";

/**
 * The clip as a file of its own, so that the lip-sync model hears the clip that the run shows, and of what follows only
 * the little that makes its video long enough: silence where the song ends.
 */
export const cut: Step<"cut"> = {
  name: "cut",
  title: "Cutting the clip",
  typicalSeconds: 2,
  queue: "renders",
  needs: ["clip"],
  when: ({ lipsync }) => lipsync,
  next(context) {
    const { startSeconds, durationSeconds, fadeIn, fadeOut } = outputOf(context, "clip");
    const { audio, mix } = context.song;
    // Lips stop where the clip does, before a word that would be broken off.
    const isShorter =
      durationSeconds < durationOf(context.run.request) && fadeIn !== undefined && fadeOut !== undefined;
    return {
      kind: "cut",
      audio: mediaInput(audio),
      startSeconds,
      durationSeconds: lipsyncSoundSeconds(context.run.request),
      ...(isShorter ? { sound: { seconds: durationSeconds, fadeIn, fadeOut } } : {}),
      ...mixOf(mix),
    };
  },
};
