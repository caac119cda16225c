import { mediaInput } from "../domain/media.ts";
import { mixOf } from "../domain/mix.ts";
import { VIDEO_SECONDS } from "../domain/run.ts";
import { CAPTION_BOUNDS } from "./caption-rules.ts";
import { outputOf, type Step } from "./step.ts";

/** Caption, sound and picture become the file that is published. */
export const render: Step<"render"> = {
  name: "render",
  title: "Rendering",
  typicalSeconds: 10,
  // The pool is asked, and not waited for.
  queue: "steps",
  needs: ["clip", "caption", "image", "video", "upscale-video"],
  when: () => true,
  next(context) {
    const { song, run } = context;
    const { request } = run;
    const source = (context.outputs["upscale-video"] ?? outputOf(context, "video")).video;
    const { startSeconds } = outputOf(context, "clip");
    const { caption } = context.outputs;
    const maxLines = request.caption_length === "none" ? undefined : CAPTION_BOUNDS[request.caption_length].maxLines;
    return {
      kind: "render",
      video: mediaInput(source.ref),
      // With lip-sync the clip is baked in, in time with the lips: laying it over again could only shift it.
      audio: request.lipsync ? null : { song: mediaInput(song.audio), startSeconds, ...mixOf(song.mix) },
      caption:
        caption && request.caption_length !== "none"
          ? {
              text: caption.text,
              style: context.template.captionStyle,
              placement: request.caption_length === "long" ? "center" : "lower",
              ...(maxLines === undefined ? {} : { maxLines }),
            }
          : null,
      output: request.upscale
        ? { width: 1080, height: 1920, durationSeconds: VIDEO_SECONDS }
        : { width: 720, height: 1280, durationSeconds: VIDEO_SECONDS },
    };
  },
};
