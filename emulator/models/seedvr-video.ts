import { z } from "zod";
import type { Probe } from "../media/probe.ts";
import { ProgramFailure } from "../media/process.ts";
import { even } from "../media/video.ts";
import { unsupportedFormat } from "../protocol/model-errors.ts";
import { defineModel, usd, type Work } from "./model.ts";
import { enlarged, megapixels, USD_PER_MEGAPIXEL, upscaleInput } from "./seedvr.ts";

const CRF = { low: 30, medium: 26, high: 22, maximum: 18 } as const;

export const seedvrVideo = defineModel({
  id: "fal-ai/seedvr/upscale/video",
  demoSeconds: 4,
  mediaFields: ["video"],
  input: upscaleInput.extend({
    video_url: z.string().min(1),
    // fal makes WebM, MOV and GIF as well; nothing here asks for them.
    output_format: z.literal("X264 (.mp4)").default("X264 (.mp4)"),
    output_quality: z.enum(["low", "medium", "high", "maximum"]).default("high"),
    output_write_mode: z.enum(["fast", "balanced", "small"]).default("balanced"),
  }),
  async make(input, work) {
    const source = await work.fetch(["body", "video_url"], input.video_url);
    const video = await pictureOf(source.path, input.video_url, work);
    const exact = enlarged(video, input);
    const size = { width: even(exact.width), height: even(exact.height) };
    work.log(`Upscaling ${video.frames} frames to ${size.width}x${size.height}`);
    const like = { fps: video.fps, frames: video.frames, sound: video.sound };
    const file = await work.studio.enlargeVideo(
      "seedvr-output.mp4",
      { input: source.path, size, crf: CRF[input.output_quality], like },
      work.signal,
    );
    const units = Math.round(megapixels(size) * video.frames * 10) / 10;
    return {
      output: { video: work.publish(file), seed: input.seed ?? Math.floor(work.dice.between(0, 2 ** 31)) },
      billing: { units, unit: "megapixel", usd: usd(units * USD_PER_MEGAPIXEL) },
    };
  },
});

/** The picture of the video at `path`, and whether it has sound; or the error for what is no video. */
export async function pictureOf(
  path: string,
  url: string,
  work: Work,
): Promise<NonNullable<Probe["video"]> & { sound: boolean }> {
  const refusal = unsupportedFormat("video", ["body", "video_url"], url);
  const probe = await work.studio.probe(path, work.signal).catch((error: unknown) => {
    work.signal.throwIfAborted();
    throw error instanceof ProgramFailure ? refusal : error;
  });
  // ffprobe reads a still picture as a video of one frame that lasts no time.
  if (!probe.video || probe.duration <= 0) throw refusal;
  return { ...probe.video, sound: probe.audio !== undefined };
}
