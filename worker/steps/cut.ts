import { mediaInput } from "../domain/media.ts";
import { mixOf } from "../domain/mix.ts";
import { outputOf, type Step } from "./step.ts";
import { LIPSYNC_SOUND_SECONDS } from "./video.ts";

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
    const { startSeconds } = outputOf(context, "clip");
    const { audio, mix } = context.song;
    return {
      kind: "cut",
      audio: mediaInput(audio),
      startSeconds,
      durationSeconds: LIPSYNC_SOUND_SECONDS,
      ...mixOf(mix),
    };
  },
};
