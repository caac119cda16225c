/**
 * The models: ids, inputs, outputs, prices, deadlines. The only place that knows a model's id. Prices are fal.ai's list
 * prices in US dollars per unit, as of autumn 2026; "unverified" says which of them come from others than fal.ai, or
 * from a sibling of the model. Where fal.ai's own unit is not known, its X-Fal-Billable-Units is not used.
 *
 * A candidate that is not asked any more moves to `former`, because rows name it.
 */
import type { z } from "zod";
import { MAX_SONG_SECONDS } from "../domain/limits.ts";
import { audioToVideoFrames } from "./frames.ts";
import type { AnyModel, Candidate, Model, Result } from "./model.ts";
import {
  type AlignInput,
  type AudioToVideoInput,
  alignment,
  type ImageInput,
  type ImageToVideoInput,
  image,
  images,
  type SeparateInput,
  type TranscribeInput,
  text,
  transcript,
  type UpscaleImageInput,
  type UpscaleVideoInput,
  video,
  voice,
  type WriteInput,
} from "./model-io.ts";
import { segments } from "./segments.ts";

const minutes = (count: number) => count * 60;

const megapixels = (width: number, height: number) => (width * height) / 1e6;

/** A 9:16 image at 1K. */
const IMAGE_SIZE = { width: 768, height: 1376 };
const IMAGE_MEGAPIXELS = megapixels(IMAGE_SIZE.width, IMAGE_SIZE.height);
/** Of a 9:16 video at 1080p. */
const FULL_HD_MEGAPIXELS = megapixels(1080, 1920);

/** A candidate whose name is its endpoint, and whose input is ours unless `toInput` says otherwise. */
const endpoint = <Input extends object, Output>(
  id: string,
  {
    toInput = (input) => input,
    ...rest
  }: Omit<Candidate<Input, Output>, "name" | "endpoint" | "toInput"> & { toInput?: (input: Input) => object },
): Candidate<Input, Output> => ({ name: id, endpoint: id, toInput, ...rest });

type Transcript = z.infer<typeof transcript>;
type Alignment = z.infer<typeof alignment>;
type Text = z.infer<typeof text>;
type Image = z.infer<typeof image>;
type Video = z.infer<typeof video>;

/** Whisper is billed by compute time, and runs about fifty times faster than the audio plays. */
const whisperUnits = (_input: TranscribeInput, result?: Result<Transcript>): number => {
  const last = result?.output.chunks?.at(-1)?.timestamp;
  // Whisper sometimes hears words after the end.
  return Math.min(last?.[1] ?? last?.[0] ?? 180, MAX_SONG_SECONDS) / 50;
};

/**
 * A language model behind fal.ai's router, at OpenRouter's price per million tokens. Unverified: what fal.ai adds to
 * it, and in which unit it bills.
 */
function languageModel(name: string, perMillion: { input: number; output: number }): Candidate<WriteInput, Text> {
  const outputCounts = perMillion.output / perMillion.input;
  return {
    name,
    endpoint: "openrouter/router",
    toInput: (input) => ({ ...input, model: name }),
    output: text,
    unit: `1,000 input tokens (an output token counts ${Number(outputCounts.toFixed(2))})`,
    unitPrice: perMillion.input / 1000,
    billedInUnits: false,
    units: (input, result) => {
      const usage = result?.output.usage;
      const read = usage?.input_tokens ?? (input.prompt.length + input.system_prompt.length) / 4;
      const written = usage?.output_tokens ?? (result ? result.output.output.length / 4 : 150);
      return (read + written * outputCounts) / 1000;
    },
  };
}

const SECONDS_OF_VIDEO = {
  output: video,
  unit: "second without audio",
  billedInUnits: true,
  units: (input: ImageToVideoInput) => Number.parseInt(input.duration, 10),
};

const MEGAPIXELS_OF_VIDEO = "megapixel of video (width × height × frames)";

/** LTX bills whole megapixels. */
function ltxUnits(input: AudioToVideoInput, result?: Result<Video>): number {
  const { video_size, fps, audio_url } = input;
  const seconds = result?.media.video?.durationSeconds;
  const asked = "videoSeconds" in audio_url ? audio_url.videoSeconds : undefined;
  const frames = seconds === undefined ? audioToVideoFrames(input, asked) : Math.round(seconds * fps);
  return Math.ceil(megapixels(video_size.width, video_size.height) * frames);
}

/** Of an image that was enlarged by `upscale_factor`. */
function enlargedMegapixels(input: UpscaleImageInput, result?: Result<Image>): number {
  const { width, height } = result?.media.image ?? {};
  return width && height ? megapixels(width, height) : IMAGE_MEGAPIXELS * input.upscale_factor ** 2;
}

const model = <Input, Output>(definition: Model<Input, Output>) => definition;

/** By the names that steps use. */
export const MODELS = {
  transcribe: model<TranscribeInput, Transcript>({
    candidates: [
      // Unverified price.
      endpoint("fal-ai/whisper", {
        output: transcript,
        unit: "compute second",
        unitPrice: 0.00111,
        billedInUnits: false,
        units: whisperUnits,
      }),
      // Knows no times of words, only of the segments that they are in. Unverified price: Whisper's.
      endpoint("fal-ai/wizper", {
        toInput: ({ audio_url, task }) => ({
          ...{ audio_url, task, language: null },
          // Short segments place words best.
          ...{ chunk_level: "segment", max_segment_len: 10, merge_chunks: false },
        }),
        output: segments,
        unit: "compute second",
        unitPrice: 0.00111,
        billedInUnits: false,
        units: whisperUnits,
      }),
    ],
    media: () => [],
    producesMedia: false,
    largestResult: () => ({
      output: { text: "", chunks: [{ text: "", timestamp: [MAX_SONG_SECONDS, MAX_SONG_SECONDS] }] },
      media: {},
    }),
    deadlineSeconds: minutes(10),
    typicalSeconds: 10,
  }),
  write: model<WriteInput, Text>({
    candidates: [
      // Generally available since May 2026 and listed by OpenRouter at this price; no end of it is announced.
      languageModel("google/gemini-3.1-flash-lite", { input: 0.25, output: 1.5 }),
      // Of July 2026; Google sends callers of gemini-2.5-flash here. Second, because it is said to refuse that its
      // reasoning is switched off, and whether fal.ai's router does that is not known. Unverified price: Google's own.
      languageModel("google/gemini-3.5-flash-lite", { input: 0.3, output: 2.5 }),
    ],
    // Google ends it in December 2026.
    former: [languageModel("google/gemini-2.5-flash", { input: 0.3, output: 2.5 })],
    // What was asked when the input named the language model stays asked.
    keyed: { model: "google/gemini-2.5-flash" },
    media: () => [],
    producesMedia: false,
    complaint: ({ output, error }) => (output.trim() === "" && error ? error : undefined),
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
  image: model<ImageInput, z.infer<typeof images>>({
    candidates: [
      // Unverified price: that of fal-ai/nano-banana-2.
      endpoint("fal-ai/nano-banana-2/edit", {
        output: images,
        unit: "image at 1K",
        unitPrice: 0.08,
        billedInUnits: true,
        units: (input) => input.num_images,
      }),
      // Of another maker. Takes a size, and no aspect ratio.
      endpoint("fal-ai/flux-2/edit", {
        toInput: ({ aspect_ratio, resolution, ...input }) => ({ ...input, image_size: IMAGE_SIZE }),
        output: images,
        // Unverified: whether what goes in counts, and how it is rounded. Two for each picture cover both.
        unit: "megapixel of images, in and out",
        unitPrice: 0.012,
        billedInUnits: false,
        units: (input) => 2 * (input.num_images + input.image_urls.length),
      }),
    ],
    media: (output) => output.images.slice(0, 1).map(({ url }) => ({ name: "image", kind: "image", url })),
    producesMedia: true,
    deadlineSeconds: minutes(30),
    typicalSeconds: 20,
  }),
  upscaleImage: model<UpscaleImageInput, Image>({
    candidates: [
      endpoint("fal-ai/seedvr/upscale/image", {
        output: image,
        unit: "megapixel",
        unitPrice: 0.001,
        billedInUnits: true,
        units: enlargedMegapixels,
      }),
      // Unverified price.
      endpoint("fal-ai/esrgan", {
        toInput: ({ image_url, upscale_factor, output_format }) => ({
          ...{ image_url, scale: upscale_factor, output_format },
        }),
        output: image,
        unit: "megapixel",
        unitPrice: 0.0025,
        billedInUnits: false,
        units: enlargedMegapixels,
      }),
    ],
    media: (output) => [{ name: "image", kind: "image", url: output.image.url }],
    producesMedia: true,
    deadlineSeconds: minutes(30),
    typicalSeconds: 15,
  }),
  imageToVideo: model<ImageToVideoInput, Video>({
    candidates: [
      endpoint("fal-ai/veo3.1/fast/image-to-video", { ...SECONDS_OF_VIDEO, unitPrice: 0.1 }),
      endpoint("fal-ai/veo3.1/lite/image-to-video", { ...SECONDS_OF_VIDEO, unitPrice: 0.03 }),
    ],
    media: (output) => [{ name: "video", kind: "video", url: output.video.url }],
    producesMedia: true,
    deadlineSeconds: minutes(60),
    typicalSeconds: 60,
  }),
  audioToVideo: model<AudioToVideoInput, Video>({
    candidates: [
      // Unverified price.
      endpoint("fal-ai/ltx-2-19b/audio-to-video", {
        output: video,
        unit: MEGAPIXELS_OF_VIDEO,
        unitPrice: 0.0018,
        billedInUnits: true,
        units: ltxUnits,
      }),
      // Unverified price.
      endpoint("fal-ai/ltx-2.3-22b/audio-to-video", {
        output: video,
        unit: MEGAPIXELS_OF_VIDEO,
        unitPrice: 0.001605,
        billedInUnits: false,
        units: ltxUnits,
      }),
    ],
    media: (output) => [{ name: "video", kind: "video", url: output.video.url }],
    producesMedia: true,
    deadlineSeconds: minutes(60),
    typicalSeconds: 60,
  }),
  upscaleVideo: model<UpscaleVideoInput, Video>({
    candidates: [
      endpoint("fal-ai/seedvr/upscale/video", {
        output: video,
        unit: MEGAPIXELS_OF_VIDEO,
        unitPrice: 0.001,
        billedInUnits: true,
        units: ({ video_url: { frames } }, result) => {
          const { width, height } = result?.media.video ?? {};
          return (width && height ? megapixels(width, height) : FULL_HD_MEGAPIXELS) * frames;
        },
      }),
      // Unverified price: that of up to 1080p at up to 30 frames a second, of which ours has 24 or more.
      endpoint("fal-ai/topaz/upscale/video", {
        // From 720p to 1080p.
        toInput: ({ video_url }) => ({ video_url, upscale_factor: 1.5, H264_output: true }),
        output: video,
        unit: "second at 1080p",
        unitPrice: 0.02,
        billedInUnits: false,
        units: ({ video_url: { frames } }) => frames / 24,
      }),
    ],
    media: (output) => [{ name: "video", kind: "video", url: output.video.url }],
    producesMedia: true,
    deadlineSeconds: minutes(60),
    typicalSeconds: 45,
  }),
  separate: model<SeparateInput, z.infer<typeof voice>>({
    candidates: [
      endpoint("fal-ai/demucs", {
        // Four stems: the model of six, which is the default, is worse at the voice.
        toInput: ({ audio_url }) => ({ audio_url, model: "htdemucs_ft", stems: ["vocals"], output_format: "mp3" }),
        output: voice,
        unit: "second of audio",
        unitPrice: 0.0007,
        billedInUnits: false,
        units: ({ seconds }) => seconds,
      }),
    ],
    // The voice is needed once, within minutes: fal.ai's own file serves.
    media: () => [],
    producesMedia: false,
    deadlineSeconds: minutes(15),
    typicalSeconds: 30,
  }),
  align: model<AlignInput, Alignment>({
    candidates: [
      endpoint("fal-ai/elevenlabs/forced-alignment", {
        toInput: ({ audio_url, text }) => ({ audio_url, text }),
        output: alignment,
        unit: "started hour of audio",
        unitPrice: 0.22,
        billedInUnits: false,
        units: ({ seconds }) => Math.ceil(seconds / 3600),
      }),
      // Hears words instead of placing given ones: as a second source of times it serves. Unverified price.
      endpoint("fal-ai/elevenlabs/speech-to-text/scribe-v2", {
        toInput: ({ audio_url }) => ({ audio_url, tag_audio_events: false, diarize: false }),
        output: alignment,
        unit: "started minute of audio",
        unitPrice: 0.008,
        billedInUnits: false,
        units: ({ seconds }) => Math.ceil(seconds / 60),
      }),
    ],
    media: () => [],
    producesMedia: false,
    deadlineSeconds: minutes(15),
    typicalSeconds: 15,
  }),
};

export type ModelName = keyof typeof MODELS;
export type ModelInput<Name extends ModelName> = Parameters<(typeof MODELS)[Name]["candidates"][0]["units"]>[0];
export type ModelData<Name extends ModelName> = z.infer<(typeof MODELS)[Name]["candidates"][0]["output"]>;

/** A model whose types are not known at compile time, as read back from a row. Throws on an unknown name. */
export function modelNamed(name: string): AnyModel {
  const found = Object.entries(MODELS).find(([key]) => key === name)?.[1];
  if (!found) throw new Error(`No model is called ${name}`);
  // A row's input and output belong to this very model: `ask` typed the input, and the model's schema parsed the
  // output.
  return found as unknown as AnyModel;
}
