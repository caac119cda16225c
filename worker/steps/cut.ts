import { mediaInput } from "../domain/media.ts";
import { outputOf, type Step } from "./step.ts";

/** The clip as a file of its own, so that the lip-sync model hears exactly the clip that the run shows. */
export const cut: Step<"cut"> = {
  name: "cut",
  title: "Cutting the clip",
  weight: 2,
  queue: "renders",
  needs: ["clip"],
  when: ({ lipsync }) => lipsync,
  next(context) {
    const { startSeconds, durationSeconds } = outputOf(context, "clip");
    return { kind: "cut", audio: mediaInput(context.song.audio), startSeconds, durationSeconds };
  },
};
