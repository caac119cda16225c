import { videoInput } from "../domain/media.ts";
import { durationOf, type NameOfShots, type ShotNumber, stepOfShot } from "../domain/run.ts";
import { MODELS } from "../fal/models.ts";
import { longestTake } from "./shot-plan.ts";
import { hasShot, hasShots } from "./shots.ts";
import { type Ask, ask, done, mediaOf, outputOf, type Step, type StepContext } from "./step.ts";
import { videoFrames } from "./video.ts";

/** SeedVR2 on a shot's take: the finished file is 1080x1920. */
export const upscaleVideo = (shot: ShotNumber): Step<NameOfShots<"upscale-video">> => ({
  name: stepOfShot("upscale-video", shot),
  title: shot === 1 ? "Upscaling the video" : `Upscaling video ${shot}`,
  typicalSeconds: MODELS.upscaleVideo.typicalSeconds,
  queue: "steps",
  needs: [stepOfShot("video", shot)],
  when: (request) => request.upscale && hasShot(request, shot),
  paid: {
    calls: (context) => [upscaling(context, shot)],
    note: (request) => {
      const duration = durationOf(request);
      return hasShots(request)
        ? `At most ${longestTake(duration, shot)} seconds at 1080x1920.`
        : `${duration} seconds at 1080x1920.`;
    },
  },
  next(context, [upscaled]) {
    return upscaled ? done({ video: mediaOf(upscaled, "video") }) : upscaling(context, shot);
  },
});

const upscaling = (context: StepContext, shot: ShotNumber): Ask =>
  ask("upscaleVideo", {
    video_url: videoInput(outputOf(context, stepOfShot("video", shot)).video.ref, videoFrames(context, shot)),
    upscale_mode: "target",
    target_resolution: "1080p",
    output_format: "X264 (.mp4)",
    output_quality: "high",
  });
