/**
 * The models: ids, inputs, outputs, prices, deadlines. The only place that knows a model's id. Prices are fal.ai's list
 * prices in US dollars per unit, as of autumn 2026.
 */
import { z } from "zod";
import { MAX_SONG_SECONDS } from "../domain/limits.ts";
import type { MediaInput, StoredMedia, VideoInput } from "../domain/media.ts";
import { VIDEO_SECONDS } from "../domain/run.ts";

/** A media file in a model's output. */
export interface MediaOutput {
  name: string;
  kind: "image" | "video";
  url: string;
}

/** The part of a call's result that its price depends on. */
export interface Result<Output> {
  output: Output;
  media: Record<string, Pick<StoredMedia, "width" | "height" | "durationSeconds">>;
}

export interface Model<Input, Output> {
  /** fal.ai endpoint id. */
  id: string;
  output: z.ZodType<Output>;
  /** The files to keep. Where `producesMedia`, an answer without any is useless. */
  media(output: Output): MediaOutput[];
  producesMedia: boolean;
  /** What is priced, and the price of one unit in US dollars. */
  unit: string;
  unitPrice: number;
  /** Whether fal.ai's X-Fal-Billable-Units counts in this unit, so that its figure is better than ours. */
  billedInUnits: boolean;
  /** How many units a call uses: estimated from its input before the call, and from its result, too, afterwards. */
  units(input: Input, result?: Result<Output>): number;
  /** The most expensive result a call can have, where the price depends on more than the input. */
  largestResult?(input: Input): Result<Output>;
  /** How long a request may take, its wait in fal.ai's queue included, before it is given up. */
  deadlineSeconds: number;
  /** How long a request usually takes. A poll before this would find nothing; the callback usually comes first. */
  typicalSeconds: number;
}

const file = z.object({ url: z.url() });

export interface WhisperInput {
  audio_url: MediaInput;
  task: "transcribe";
  chunk_level: "word";
}
const whisperOutput = z.object({
  text: z.string(),
  chunks: z
    .array(z.object({ text: z.string(), timestamp: z.tuple([z.number().nullable(), z.number().nullable()]) }))
    .nullish(),
});

export interface LlmInput {
  model: string;
  prompt: string;
  system_prompt: string;
  temperature: number;
  max_tokens: number;
}
const llmOutput = z.object({
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
const imagesOutput = z.object({ images: z.array(file) });

export interface UpscaleImageInput {
  image_url: MediaInput;
  upscale_mode: "factor";
  upscale_factor: 2;
  output_format: "png";
}
const imageOutput = z.object({ image: file });

export interface ImageToVideoInput {
  prompt: string;
  image_url: MediaInput;
  aspect_ratio: "9:16";
  duration: "8s";
  resolution: "720p";
  generate_audio: false;
  seed: number;
}
const videoOutput = z.object({ video: file });

export interface AudioToVideoInput {
  prompt: string;
  image_url: MediaInput;
  audio_url: MediaInput;
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

const minutes = (count: number) => count * 60;

const megapixels = (width: number, height: number) => (width * height) / 1e6;

/** Of a 9:16 image at 1K, and of a 9:16 video at 1080p. */
const IMAGE_MEGAPIXELS = megapixels(768, 1376);
const FULL_HD_MEGAPIXELS = megapixels(1080, 1920);

/** The maximum number of frames of a video made from an image: 24 a second. */
export const imageToVideoFrames = ({ duration }: Pick<ImageToVideoInput, "duration">): number =>
  Number.parseInt(duration, 10) * 24;

/** LTX makes blocks of this many frames, and one frame before them. */
const FRAME_BLOCK = 8;

/** The fewest frames, of the numbers that LTX makes, that a video can be cut from. */
const enoughFrames = (fps: number): number => Math.ceil((VIDEO_SECONDS * fps - 1) / FRAME_BLOCK) * FRAME_BLOCK + 1;

/**
 * Seconds of sound to have a video driven by. The model takes its number of frames from the sound, and nothing says
 * which way it rounds. So it hears half a block more than enough: rounded down, that is still enough, and a frame
 * counted more or less changes nothing. The render cuts what is too much.
 */
export const audioToVideoSeconds = ({ fps }: Pick<AudioToVideoInput, "fps">): number =>
  (enoughFrames(fps) + FRAME_BLOCK / 2) / fps;

/** The maximum number of frames of a video driven by `audioToVideoSeconds` of sound: they were rounded up. */
export const audioToVideoFrames = ({ fps }: Pick<AudioToVideoInput, "fps">): number => enoughFrames(fps) + FRAME_BLOCK;

const model = <Input, Output>(definition: Model<Input, Output>) => definition;

/** By the names that steps use. */
export const MODELS = {
  transcribe: model<WhisperInput, z.infer<typeof whisperOutput>>({
    id: "fal-ai/whisper",
    output: whisperOutput,
    media: () => [],
    producesMedia: false,
    // Billed by compute time; a word-level pass runs about fifty times faster than the audio plays.
    unit: "compute second",
    unitPrice: 0.00111,
    billedInUnits: false,
    units: (_input, result) => {
      const last = result?.output.chunks?.at(-1)?.timestamp;
      // Whisper sometimes hears words after the end.
      return Math.min(last?.[1] ?? last?.[0] ?? 180, MAX_SONG_SECONDS) / 50;
    },
    largestResult: () => ({
      output: { text: "", chunks: [{ text: "", timestamp: [MAX_SONG_SECONDS, MAX_SONG_SECONDS] }] },
      media: {},
    }),
    deadlineSeconds: minutes(10),
    typicalSeconds: 10,
  }),
  write: model<LlmInput, z.infer<typeof llmOutput>>({
    id: "openrouter/router",
    output: llmOutput,
    media: () => [],
    producesMedia: false,
    // Input tokens cost 0.30 and output tokens 2.50 per million, so we count in thousands of input tokens.
    unit: "1,000 input tokens (an output token counts 25/3)",
    unitPrice: 0.0003,
    billedInUnits: false,
    units: (input, result) => {
      const usage = result?.output.usage;
      const read = usage?.input_tokens ?? (input.prompt.length + input.system_prompt.length) / 4;
      const written = usage?.output_tokens ?? (result ? result.output.output.length / 4 : 150);
      return (read + (written * 25) / 3) / 1000;
    },
    // English has about four characters per token; digits and other scripts can have as few as one.
    largestResult: ({ prompt, system_prompt, max_tokens }) => ({
      output: {
        output: "",
        usage: { input_tokens: prompt.length + system_prompt.length, output_tokens: max_tokens },
      },
      media: {},
    }),
    deadlineSeconds: minutes(5),
    typicalSeconds: 6,
  }),
  image: model<ImageInput, z.infer<typeof imagesOutput>>({
    id: "fal-ai/nano-banana-2/edit",
    output: imagesOutput,
    media: ({ images }) => images.slice(0, 1).map(({ url }) => ({ name: "image", kind: "image", url })),
    producesMedia: true,
    unit: "image at 1K",
    unitPrice: 0.08,
    billedInUnits: true,
    units: (input) => input.num_images,
    deadlineSeconds: minutes(30),
    typicalSeconds: 20,
  }),
  upscaleImage: model<UpscaleImageInput, z.infer<typeof imageOutput>>({
    id: "fal-ai/seedvr/upscale/image",
    output: imageOutput,
    media: ({ image }) => [{ name: "image", kind: "image", url: image.url }],
    producesMedia: true,
    unit: "megapixel",
    unitPrice: 0.001,
    billedInUnits: true,
    units: (input, result) => {
      const { width, height } = result?.media.image ?? {};
      return width && height ? megapixels(width, height) : IMAGE_MEGAPIXELS * input.upscale_factor ** 2;
    },
    deadlineSeconds: minutes(30),
    typicalSeconds: 15,
  }),
  imageToVideo: model<ImageToVideoInput, z.infer<typeof videoOutput>>({
    id: "fal-ai/veo3.1/fast/image-to-video",
    output: videoOutput,
    media: ({ video }) => [{ name: "video", kind: "video", url: video.url }],
    producesMedia: true,
    unit: "second without audio",
    unitPrice: 0.1,
    billedInUnits: true,
    units: (input) => Number.parseInt(input.duration, 10),
    deadlineSeconds: minutes(60),
    typicalSeconds: 60,
  }),
  audioToVideo: model<AudioToVideoInput, z.infer<typeof videoOutput>>({
    id: "fal-ai/ltx-2-19b/audio-to-video",
    output: videoOutput,
    media: ({ video }) => [{ name: "video", kind: "video", url: video.url }],
    producesMedia: true,
    unit: "megapixel of video (width × height × frames)",
    unitPrice: 0.0018,
    billedInUnits: true,
    // Billed in whole megapixels.
    units: ({ video_size: { width, height }, fps }, result) => {
      const seconds = result?.media.video?.durationSeconds;
      const frames = seconds === undefined ? audioToVideoFrames({ fps }) : Math.round(seconds * fps);
      return Math.ceil(megapixels(width, height) * frames);
    },
    deadlineSeconds: minutes(60),
    typicalSeconds: 60,
  }),
  upscaleVideo: model<UpscaleVideoInput, z.infer<typeof videoOutput>>({
    id: "fal-ai/seedvr/upscale/video",
    output: videoOutput,
    media: ({ video }) => [{ name: "video", kind: "video", url: video.url }],
    producesMedia: true,
    unit: "megapixel of video (width × height × frames)",
    unitPrice: 0.001,
    billedInUnits: true,
    units: ({ video_url: { frames } }, result) => {
      const { width, height } = result?.media.video ?? {};
      return (width && height ? megapixels(width, height) : FULL_HD_MEGAPIXELS) * frames;
    },
    deadlineSeconds: minutes(60),
    typicalSeconds: 45,
  }),
};

export type ModelName = keyof typeof MODELS;
export type ModelInput<Name extends ModelName> = Parameters<(typeof MODELS)[Name]["units"]>[0];
export type ModelData<Name extends ModelName> = z.infer<(typeof MODELS)[Name]["output"]>;

/** A model whose types are not known at compile time, as read back from a row. Throws on an unknown name. */
export function modelNamed(name: string): Model<unknown, unknown> {
  const found = Object.entries(MODELS).find(([key]) => key === name)?.[1];
  if (!found) throw new Error(`No model is called ${name}`);
  // A row's input and output belong to this very model: `ask` typed the input, and the model's schema parsed the
  // output.
  return found as unknown as Model<unknown, unknown>;
}

/** fal.ai's own name of a model, such as fal-ai/whisper; undefined where no model is called `name`. */
export const endpointOf = (name: string): string | undefined =>
  Object.entries(MODELS).find(([key]) => key === name)?.[1].id;

/** What a call is expected to cost, in millionths of a US dollar. */
export const expectedMicros = (model: Model<unknown, unknown>, input: unknown): number =>
  Math.round(model.units(input) * model.unitPrice * 1e6);

/** The most that a call can cost, in millionths of a US dollar. */
export const mostMicros = (model: Model<unknown, unknown>, input: unknown): number =>
  // The subtraction absorbs what floating point adds, such as to 8 × 0.1.
  Math.ceil(model.units(input, model.largestResult?.(input)) * model.unitPrice * 1e6 - 1e-6);

/** What a call cost, in millionths of a US dollar. `billedUnits`: as reported by fal.ai, if it did. */
export function costMicros(
  model: Model<unknown, unknown>,
  input: unknown,
  result: Result<unknown>,
  billedUnits: number | undefined,
): number {
  const units = (model.billedInUnits ? billedUnits : undefined) ?? model.units(input, result);
  return Math.round(units * model.unitPrice * 1e6);
}
