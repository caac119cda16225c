import { videoInput } from "../domain/media.ts";
import { VIDEO_SECONDS } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { type Ask, ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";
import { videoFrames } from "./video.ts";

/** SeedVR2 on the video: the finished file is 1080x1920. */
export const upscaleVideo: Step<"upscale-video"> = {
  name: "upscale-video",
  title: "Upscaling the video",
  typicalSeconds: MODELS.upscaleVideo.typicalSeconds,
  queue: "steps",
  needs: ["video"],
  when: ({ upscale }) => upscale,
  paid: { calls: (context) => [upscaling(context)], note: () => `${VIDEO_SECONDS} seconds at 1080x1920.` },
  next(context, [upscaled]) {
    return upscaled ? done({ video: mediaOf(upscaled, "video") }) : upscaling(context);
  },
};

const upscaling = (context: StepContext): Ask =>
  ask("upscaleVideo", {
    video_url: videoInput(outputOf(context, "video").video.ref, videoFrames(context.run.request)),
    upscale_mode: "target",
    target_resolution: "1080p",
    output_format: "X264 (.mp4)",
    output_quality: "high",
  });
