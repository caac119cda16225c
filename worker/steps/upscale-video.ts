import { mediaInput } from "../domain/media.ts";
import { ask, done, mediaOf, outputOf, type Step } from "./step.ts";

/** SeedVR2 on the video: the finished file is 1080x1920. */
export const upscaleVideo: Step<"upscale-video"> = {
  name: "upscale-video",
  title: "Upscaling the video",
  weight: 20,
  queue: "steps",
  needs: ["video"],
  when: ({ upscale }) => upscale,
  next(context, [upscaled]) {
    if (upscaled) return done({ video: mediaOf(upscaled, "video") });
    return ask("upscaleVideo", {
      video_url: mediaInput(outputOf(context, "video").video.ref),
      upscale_mode: "target",
      target_resolution: "1080p",
      output_format: "X264 (.mp4)",
      output_quality: "high",
    });
  },
};
