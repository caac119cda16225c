import { z } from "zod";
import { cameraPath, moveFor } from "../media/camera.ts";
import { even, type Size } from "../media/video.ts";
import { imageLoadError } from "../protocol/model-errors.ts";
import { wholeBlocks } from "./frame-rounding.ts";
import { defineModel, type Fetched, usd, type Work } from "./model.ts";
import { soundSeconds } from "./whisper.ts";

const FRAMES = { least: 9, most: 481 };

const PRESETS = {
  square_hd: { width: 1024, height: 1024 },
  square: { width: 512, height: 512 },
  portrait_4_3: { width: 768, height: 1024 },
  portrait_16_9: { width: 576, height: 1024 },
  landscape_4_3: { width: 1024, height: 768 },
  landscape_16_9: { width: 1024, height: 576 },
} as const;

// The keys of a literal object are exactly its type's keys.
const presetNames = Object.keys(PRESETS) as [keyof typeof PRESETS, ...(keyof typeof PRESETS)[]];

const side = z.int().min(1).max(14_142);
const strength = z.number().min(0).max(1).default(1);

const version = (id: string, usdPerMegapixel: number) =>
  defineModel({
    id,
    demoSeconds: 6,
    mediaFields: ["video"],
    input: z.strictObject({
      prompt: z.string().min(1),
      audio_url: z.string().min(1),
      image_url: z.string().min(1).nullable().default(null),
      end_image_url: z.string().min(1).nullable().default(null),
      match_audio_length: z.boolean().default(true),
      num_frames: z.int().min(FRAMES.least).max(FRAMES.most).default(121),
      video_size: z
        .union([z.enum(["auto", ...presetNames]), z.strictObject({ width: side, height: side })])
        .default("landscape_4_3"),
      use_multiscale: z.boolean().default(true),
      fps: z.number().min(1).max(60).default(25),
      guidance_scale: z.number().min(1).max(10).default(3),
      num_inference_steps: z.int().min(8).max(50).default(40),
      acceleration: z.enum(["none", "regular", "high", "full"]).default("regular"),
      camera_lora: z
        .enum(["dolly_in", "dolly_out", "dolly_left", "dolly_right", "jib_up", "jib_down", "static", "none"])
        .default("none"),
      camera_lora_scale: strength,
      negative_prompt: z.string().default(""),
      seed: z.int().nullable().default(null),
      enable_prompt_expansion: z.boolean().default(true),
      enable_safety_checker: z.boolean().default(true),
      // fal makes WebM, MOV and GIF as well; nothing here asks for them.
      video_output_type: z.literal("X264 (.mp4)").default("X264 (.mp4)"),
      video_quality: z.enum(["low", "medium", "high", "maximum"]).default("high"),
      video_write_mode: z.enum(["fast", "balanced", "small"]).default("balanced"),
      sync_mode: z.literal(false, { error: "The emulator does not return media as data URIs" }).default(false),
      preprocess_audio: z.boolean().default(true),
      audio_strength: strength,
      image_strength: strength,
      end_image_strength: strength,
    }),
    async make(input, work) {
      const audio = await work.fetch(["body", "audio_url"], input.audio_url);
      const heard = await soundSeconds(audio.path, input.audio_url, work.signal, (path) =>
        work.studio.probe(path, work.signal),
      );
      const { fps } = input;
      const wanted = input.match_audio_length ? Math.floor(heard * fps) : input.num_frames;
      const frames = wholeBlocks(wanted, work.frameRounding, FRAMES);
      const { image, size } = await pictureAndSize(input, work);
      const move = moveFor(input.prompt, work.dice);
      work.log(`${frames} frames of ${size.width}x${size.height}; camera: ${move}`);
      const views = cameraPath({
        move,
        frames,
        fps,
        seed: String(work.dice.roll()),
        loudness: await work.studio.loudness(audio.path, fps, work.signal),
      });
      const file = await work.studio.video(
        "ltx-2-output.mp4",
        { image: image.path, size, fps, views, sound: { kind: "file", path: audio.path } },
        work.signal,
      );
      const units = Math.ceil((size.width * size.height * frames) / 1e6);
      return {
        output: {
          video: { ...work.publish(file), ...size, fps, duration: frames / fps, num_frames: frames },
          seed: input.seed ?? Math.floor(work.dice.between(0, 2 ** 31)),
          prompt: input.prompt,
        },
        billing: { units, unit: "megapixel", usd: usd(units * usdPerMegapixel) },
      };
    },
  });

export const ltxAudioToVideo = version("fal-ai/ltx-2-19b/audio-to-video", 0.0018);

export const ltx23AudioToVideo = version("fal-ai/ltx-2.3-22b/audio-to-video", 0.001605);

/** The first frame (drawn from the prompt when none was sent), and the size of the video. */
async function pictureAndSize(
  input: { prompt: string; image_url: string | null; video_size: "auto" | keyof typeof PRESETS | Size },
  work: Work,
): Promise<{ image: Pick<Fetched, "path">; size: Size }> {
  const asked = typeof input.video_size === "object" ? input.video_size : undefined;
  const preset =
    typeof input.video_size === "string" && input.video_size !== "auto" ? PRESETS[input.video_size] : undefined;
  const fixed = asked ?? preset;
  if (input.image_url !== null) {
    const loc = ["body", "image_url"];
    const image = await work.fetch(loc, input.image_url);
    const picture = await work.studio.picture(image.path, work.signal);
    if (!picture) throw imageLoadError(loc, input.image_url);
    return {
      image,
      size: evenSize(fixed ?? (picture.height > picture.width ? PRESETS.portrait_16_9 : PRESETS.landscape_16_9)),
    };
  }
  const size = evenSize(fixed ?? PRESETS.landscape_4_3);
  const task = {
    size,
    aspectOfReference: false,
    format: "png" as const,
    prompt: input.prompt,
    seed: String(work.dice.roll()),
    references: [],
    heads: [],
  };
  return { image: { path: work.studio.blob(await work.studio.compose("first-frame", task, work.signal)) }, size };
}

const evenSize = ({ width, height }: Size): Size => ({ width: even(width), height: even(height) });
