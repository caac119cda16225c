import { type FalClient, ValidationError } from "@fal-ai/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FalEmulator } from "../../emulator/emulator.ts";
import { models } from "../../emulator/models/table.ts";
import { clientOf, png, startFal, submit, subscribe, upload, wav } from "./harness.ts";

vi.setConfig({ testTimeout: 30_000 });

let fal: FalEmulator;
let client: FalClient;
let image: string;
let audio: string;
let video: string;

beforeAll(async () => {
  fal = await startFal();
  client = clientOf(fal.origin);
  image = await upload(client, png(), "image/png", "image.png");
  audio = await upload(client, wav(1), "audio/wav", "audio.wav");
  const made = await subscribe<{ video: { url: string } }>(client, "fal-ai/veo3.1/fast/image-to-video", {
    prompt: "still",
    image_url: image,
    duration: "4s",
  });
  video = made.video.url;
});
afterAll(() => fal.close());

/** Per model: an input with every field that Backline sends, the required ones, and wrong values with their errors. */
const CASES: {
  model: string;
  valid: () => Record<string, unknown>;
  required: string[];
  wrong: [field: string, value: unknown, type: string][];
}[] = [
  {
    model: "fal-ai/whisper",
    valid: () => ({ audio_url: audio, task: "transcribe", chunk_level: "word" }),
    required: ["audio_url"],
    wrong: [
      ["task", "summarise", "one_of"],
      ["chunk_level", "letter", "one_of"],
      ["language", "klingon", "one_of"],
      ["batch_size", 65, "less_than_equal"],
      ["audio_url", 7, "string_type"],
      ["diarize", "yes", "bool_type"],
    ],
  },
  {
    model: "fal-ai/demucs",
    valid: () => ({ audio_url: audio, model: "htdemucs_ft", stems: ["vocals"], output_format: "mp3" }),
    required: ["audio_url"],
    wrong: [
      ["model", "spleeter", "one_of"],
      ["stems", [], "sequence_too_short"],
      ["shifts", 11, "less_than_equal"],
      ["overlap", 2, "less_than_equal"],
      ["audio_url", 7, "string_type"],
    ],
  },
  {
    model: "fal-ai/elevenlabs/forced-alignment",
    valid: () => ({ audio_url: audio, text: "leave it on" }),
    required: ["audio_url", "text"],
    wrong: [
      ["text", "", "sequence_too_short"],
      ["text", ["leave"], "string_type"],
      ["audio_url", 7, "string_type"],
    ],
  },
  {
    model: "fal-ai/elevenlabs/speech-to-text/scribe-v2",
    valid: () => ({ audio_url: audio, tag_audio_events: false, diarize: false }),
    required: ["audio_url"],
    wrong: [
      ["diarize", "yes", "bool_type"],
      ["keyterms", "bus", "list_type"],
      ["audio_url", 7, "string_type"],
    ],
  },
  {
    model: "openrouter/router",
    valid: () => ({
      model: "google/gemini-2.5-flash",
      prompt: "Hello",
      system_prompt: "Be brief.",
      temperature: 0.4,
      max_tokens: 400,
    }),
    required: ["model", "prompt"],
    wrong: [
      ["temperature", 2.5, "less_than_equal"],
      ["temperature", -1, "greater_than_equal"],
      ["max_tokens", 1.5, "int_type"],
      ["reasoning", 1, "bool_type"],
    ],
  },
  {
    model: "fal-ai/nano-banana-2",
    valid: () => ({ prompt: "a street", aspect_ratio: "9:16", resolution: "1K", output_format: "png", num_images: 1 }),
    required: ["prompt"],
    wrong: [
      ["prompt", "ab", "sequence_too_short"],
      ["aspect_ratio", "9:17", "one_of"],
      ["resolution", "3K", "one_of"],
      ["num_images", 5, "less_than_equal"],
      ["safety_tolerance", 4, "one_of"],
      ["output_format", "gif", "one_of"],
    ],
  },
  {
    model: "fal-ai/nano-banana-2/edit",
    valid: () => ({
      prompt: "a street",
      image_urls: [image, image],
      aspect_ratio: "9:16",
      resolution: "1K",
      output_format: "png",
      num_images: 1,
    }),
    required: ["prompt", "image_urls"],
    wrong: [
      ["image_urls", [], "sequence_too_short"],
      ["image_urls", "https://a.b/c.png", "list_type"],
      ["aspect_ratio", "portrait", "one_of"],
    ],
  },
  {
    model: "fal-ai/seedvr/upscale/image",
    valid: () => ({ image_url: image, upscale_mode: "factor", upscale_factor: 2, output_format: "png" }),
    required: ["image_url"],
    wrong: [
      ["upscale_mode", "double", "one_of"],
      ["upscale_factor", 11, "less_than_equal"],
      ["output_format", "jpeg", "one_of"],
      ["noise_scale", 2, "less_than_equal"],
    ],
  },
  {
    model: "fal-ai/seedvr/upscale/video",
    valid: () => ({
      video_url: video,
      upscale_mode: "target",
      target_resolution: "1080p",
      output_format: "X264 (.mp4)",
      output_quality: "high",
    }),
    required: ["video_url"],
    wrong: [
      ["target_resolution", "1080", "one_of"],
      ["output_quality", "best", "one_of"],
      ["output_format", "mp4", "one_of"],
    ],
  },
  {
    model: "fal-ai/veo3.1/fast/image-to-video",
    valid: () => ({
      prompt: "still",
      image_url: image,
      aspect_ratio: "9:16",
      duration: "8s",
      resolution: "720p",
      generate_audio: false,
    }),
    required: ["prompt", "image_url"],
    wrong: [
      ["duration", 8, "one_of"],
      ["duration", "5s", "one_of"],
      ["resolution", "480p", "one_of"],
      ["aspect_ratio", "1:1", "one_of"],
      ["generate_audio", "false", "bool_type"],
    ],
  },
  {
    model: "fal-ai/ltx-2-19b/audio-to-video",
    valid: () => ({
      prompt: "sings",
      image_url: image,
      audio_url: audio,
      match_audio_length: true,
      fps: 25,
      video_size: { width: 720, height: 1280 },
    }),
    required: ["prompt", "audio_url"],
    wrong: [
      ["fps", 61, "less_than_equal"],
      ["num_frames", 8, "greater_than_equal"],
      ["video_size", "upright", "one_of"],
      ["acceleration", "max", "one_of"],
    ],
  },
];

/** The models that come after those: what Backline sends them is made from the same inputs. */
const SUCCESSORS: typeof CASES = [
  {
    model: "fal-ai/wizper",
    valid: () => ({
      ...{ audio_url: audio, task: "transcribe", language: null },
      ...{ chunk_level: "segment", max_segment_len: 10, merge_chunks: false },
    }),
    required: ["audio_url"],
    wrong: [
      ["chunk_level", "word", "one_of"],
      ["max_segment_len", 30, "less_than_equal"],
    ],
  },
  {
    model: "fal-ai/flux-2/edit",
    valid: () => ({
      ...{ prompt: "a street", image_urls: [image, image], image_size: { width: 768, height: 1376 } },
      ...{ output_format: "png", num_images: 1 },
    }),
    required: ["prompt", "image_urls"],
    wrong: [
      ["image_urls", [], "sequence_too_short"],
      ["num_images", 5, "less_than_equal"],
    ],
  },
  {
    model: "fal-ai/esrgan",
    valid: () => ({ image_url: image, scale: 2, output_format: "png" }),
    required: ["image_url"],
    wrong: [
      ["scale", 9, "less_than_equal"],
      ["output_format", "webp", "one_of"],
    ],
  },
  {
    model: "fal-ai/topaz/upscale/video",
    valid: () => ({ video_url: video, upscale_factor: 1.5, H264_output: true }),
    required: ["video_url"],
    wrong: [["upscale_factor", 9, "less_than_equal"]],
  },
  {
    model: "fal-ai/veo3.1/lite/image-to-video",
    valid: () => ({ prompt: "still", image_url: image, aspect_ratio: "9:16", duration: "8s", generate_audio: false }),
    required: ["prompt", "image_url"],
    wrong: [["resolution", "4k", "one_of"]],
  },
  {
    model: "fal-ai/ltx-2.3-22b/audio-to-video",
    valid: () => ({
      ...{ prompt: "sings", image_url: image, audio_url: audio, match_audio_length: true, fps: 25 },
      video_size: { width: 720, height: 1280 },
    }),
    required: ["prompt", "audio_url"],
    wrong: [["fps", 61, "less_than_equal"]],
  },
];
CASES.push(...SUCCESSORS);

/** The 422 that an input ends with. */
async function refused(model: string, input: unknown): Promise<ValidationError> {
  const error = await subscribe(client, model, input).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ValidationError);
  return error as ValidationError;
}

it("every model is covered here", () => {
  expect(CASES.map(({ model }) => model).sort()).toEqual([...models.keys()].sort());
});

describe.each(CASES)("$model", ({ model, valid, required, wrong }) => {
  it("takes what Backline sends", async () => {
    await subscribe(client, model, valid());
  });

  it.each(required.map((field) => [field]))("needs %s", async (field) => {
    const { [field]: _, ...rest } = valid();
    const { body, status } = await refused(model, rest);
    expect(status).toBe(422);
    expect(body.detail).toMatchObject([{ loc: ["body", field], msg: "Field required", type: "missing" }]);
  });

  it.each(wrong)("refuses %s: %j as %s", async (field, value, type) => {
    const { body } = await refused(model, { ...valid(), [field]: value });
    expect(body.detail).toMatchObject([
      { loc: ["body", field], type, input: value, msg: expect.any(String), url: expect.any(String) },
    ]);
  });

  it("refuses a field it does not know", async () => {
    const { body } = await refused(model, { ...valid(), promt: "typo" });
    expect(body.detail).toMatchObject([{ loc: ["body", "promt"], type: "extra_forbidden", input: "typo" }]);
  });
});

describe("an input", () => {
  it("with several faults is told them all, by the client's own reading", async () => {
    const error = await refused("fal-ai/veo3.1/fast/image-to-video", { duration: "9s", extra: 1 });
    expect(error.fieldErrors.map(({ loc }) => loc.at(-1)).sort()).toEqual(["duration", "extra", "image_url", "prompt"]);
    expect(error.getFieldErrors("duration")).toHaveLength(1);
  });

  it("that is no object is refused", async () => {
    const { body } = await refused("fal-ai/whisper", ["audio"]);
    expect(body.detail).toMatchObject([{ loc: ["body"], type: "object_type" }]);
  });

  it("names the wrong side of a video size", async () => {
    const { body } = await refused("fal-ai/ltx-2-19b/audio-to-video", {
      prompt: "x",
      audio_url: audio,
      video_size: { width: 720 },
    });
    expect(body.detail).toMatchObject([{ loc: ["body", "video_size", "height"], type: "missing" }]);
  });

  it("is accepted by the queue whatever it is, as at fal, and refused at once when the setting says so", async () => {
    await submit(client, "fal-ai/whisper", {});
    fal.setSettings({ validate: "submit" });
    await expect(submit(client, "fal-ai/whisper", {})).rejects.toMatchObject({ status: 422 });
    fal.setSettings({ validate: "run" });
  });
});

describe("the file behind a URL", () => {
  const edit = (url: string) => ({ prompt: "the artist", image_urls: [image, url] });

  it.each([
    ["answers 404", () => `${fal.origin}/files/none/x.png`],
    ["cannot be reached", () => "http://127.0.0.1:1/x.png"],
    ["is no URL", () => "face.png"],
  ])("that %s is a file_download_error naming the field and its place", async (_, url) => {
    const { body } = await refused("fal-ai/nano-banana-2/edit", edit(url()));
    expect(body.detail).toMatchObject([{ loc: ["body", "image_urls", 1], type: "file_download_error", input: url() }]);
  });

  it.each(["instant", "real"] as const)("that is no image is an image_load_error (%s media)", async (media) => {
    fal.setSettings({ media });
    const page = await upload(client, new TextEncoder().encode("<!doctype html><p>Sorry"), "image/png", "face.png");
    const fromEdit = await refused("fal-ai/nano-banana-2/edit", edit(page));
    expect(fromEdit.body.detail).toMatchObject([
      { loc: ["body", "image_urls", 1], type: "image_load_error", input: page },
    ]);
    for (const [model, input] of [
      ["fal-ai/seedvr/upscale/image", { image_url: page }],
      ["fal-ai/veo3.1/fast/image-to-video", { prompt: "x", image_url: page }],
      ["fal-ai/ltx-2-19b/audio-to-video", { prompt: "x", audio_url: audio, image_url: page }],
    ] as const) {
      expect((await refused(model, input)).body.detail).toMatchObject([
        { loc: ["body", "image_url"], type: "image_load_error" },
      ]);
    }
    fal.setSettings({ media: "instant" });
  });

  it("that is no audio is an unsupported_audio_format", async () => {
    for (const url of [image, await upload(client, new TextEncoder().encode("not a song"), "audio/mpeg", "song.mp3")]) {
      expect((await refused("fal-ai/whisper", { audio_url: url })).body.detail).toMatchObject([
        { loc: ["body", "audio_url"], type: "unsupported_audio_format" },
      ]);
    }
  });

  it("that is no video is an unsupported_video_format", async () => {
    for (const url of [image, audio]) {
      expect((await refused("fal-ai/seedvr/upscale/video", { video_url: url })).body.detail).toMatchObject([
        { loc: ["body", "video_url"], type: "unsupported_video_format" },
      ]);
    }
  });
});
