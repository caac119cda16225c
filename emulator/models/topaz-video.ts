import { z } from "zod";
import { even } from "../media/video.ts";
import { defineModel, usd } from "./model.ts";
import { pictureOf } from "./seedvr-video.ts";

const CRF = 22;

/** By the shorter side of what comes out, up to 30 frames a second. */
const usdPerSecond = (shorterSide: number): number => (shorterSide <= 720 ? 0.01 : shorterSide <= 1080 ? 0.02 : 0.08);

export const topazVideo = defineModel({
  id: "fal-ai/topaz/upscale/video",
  demoSeconds: 4,
  mediaFields: ["video"],
  input: z.strictObject({
    video_url: z.string().min(1),
    upscale_factor: z.number().min(1).max(8).default(2),
    // fal makes H.265 by default; nothing here asks for it.
    H264_output: z.literal(true, { error: "The emulator makes H.264 only" }),
  }),
  async make(input, work) {
    const source = await work.fetch(["body", "video_url"], input.video_url);
    const video = await pictureOf(source.path, input.video_url, work);
    const size = {
      width: even(video.width * input.upscale_factor),
      height: even(video.height * input.upscale_factor),
    };
    const like = { fps: video.fps, frames: video.frames, sound: video.sound };
    const file = await work.studio.enlargeVideo(
      "topaz-output.mp4",
      { input: source.path, size, crf: CRF, like },
      work.signal,
    );
    const seconds = Math.ceil(video.frames / video.fps);
    return {
      output: { video: work.publish(file) },
      billing: { units: seconds, unit: "second", usd: usd(seconds * usdPerSecond(Math.min(size.width, size.height))) },
    };
  },
});
