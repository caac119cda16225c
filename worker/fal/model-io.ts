/** What each model of ours is asked, and what it answers, whichever of fal.ai's models stands behind it. */
import { z } from "zod";
import type { MediaInput, SoundInput, VideoInput } from "../domain/media.ts";

const file = z.object({ url: z.url() });

export interface TranscribeInput {
  audio_url: MediaInput;
  task: "transcribe";
  chunk_level: "word";
}
export const transcript = z.object({
  text: z.string(),
  chunks: z
    .array(z.object({ text: z.string(), timestamp: z.tuple([z.number().nullable(), z.number().nullable()]) }))
    .nullish(),
});

/** `seconds`: of the song, which the price depends on. */
export interface SeparateInput {
  audio_url: MediaInput;
  seconds: number;
}
export const voice = z.object({ vocals: file });

/** `seconds`: of the sound, which the price depends on. */
export interface AlignInput {
  /** Of a file of ours, or where fal.ai has it already. */
  audio_url: MediaInput | string;
  text: string;
  seconds: number;
}
/** What stands between words, and what is no word, is left out. */
export const alignment = z.object({
  words: z
    .array(
      z.object({
        text: z.string(),
        start: z.number().nullish(),
        end: z.number().nullish(),
        type: z.string().nullish(),
      }),
    )
    .transform((words) =>
      words.flatMap(({ text, start, end, type }) => {
        const isWord = text.trim() !== "" && (type ?? "word") === "word";
        return isWord && typeof start === "number" && typeof end === "number"
          ? [{ text: text.trim(), start, end }]
          : [];
      }),
    ),
});

export interface WriteInput {
  prompt: string;
  system_prompt: string;
  temperature: number;
  max_tokens: number;
}
export const text = z.object({
  output: z.string(),
  error: z.string().nullish(),
  usage: z.object({ input_tokens: z.number().nullish(), output_tokens: z.number().nullish() }).nullish(),
});

export interface ImageInput {
  prompt: string;
  image_urls: MediaInput[];
  aspect_ratio: "9:16";
  resolution: "1K";
  output_format: "png";
  num_images: 1;
  seed: number;
}
export const images = z.object({ images: z.array(file) });

export interface UpscaleImageInput {
  image_url: MediaInput;
  upscale_mode: "factor";
  upscale_factor: 2;
  output_format: "png";
}
export const image = z.object({ image: file });

export interface ImageToVideoInput {
  prompt: string;
  image_url: MediaInput;
  aspect_ratio: "9:16";
  duration: "4s" | "6s" | "8s";
  resolution: "720p";
  generate_audio: false;
  seed: number;
}
export const video = z.object({ video: file });

export interface AudioToVideoInput {
  prompt: string;
  image_url: MediaInput;
  audio_url: MediaInput | SoundInput;
  match_audio_length: true;
  fps: 25;
  video_size: { width: 720; height: 1280 };
  seed: number;
}

export interface UpscaleVideoInput {
  video_url: VideoInput;
  upscale_mode: "target";
  target_resolution: "1080p";
  output_format: "X264 (.mp4)";
  output_quality: "high";
}
