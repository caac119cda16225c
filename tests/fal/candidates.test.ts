/** The table of models, who of it is asked, and what is remembered of those that are gone. */
import { describe, expect, test } from "vitest";
import { models } from "../../emulator/models/table.ts";
import { readSettings } from "../../worker/env.ts";
import { chainOf, faultsOf, openCandidates } from "../../worker/fal/candidates.ts";
import { candidateNamed } from "../../worker/fal/model.ts";
import { MODELS, type ModelName, modelNamed } from "../../worker/fal/models.ts";
import { sha256Hex } from "../../worker/ids.ts";
import { generationKey } from "../../worker/runs/ask-generation.ts";

const media = { media: "media:file" } as const;
/** An input of each model, as its step would make it. */
const INPUTS: Record<ModelName, object> = {
  transcribe: { audio_url: media, task: "transcribe", chunk_level: "word" },
  separate: { audio_url: media, seconds: 180 },
  align: { audio_url: media, text: "leave the porchlight on", seconds: 180 },
  write: { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 },
  image: {
    ...{ prompt: "a street", image_urls: [media, media], aspect_ratio: "9:16", resolution: "1K" },
    ...{ output_format: "png", num_images: 1, seed: 7 },
  },
  upscaleImage: { image_url: media, upscale_mode: "factor", upscale_factor: 2, output_format: "png" },
  imageToVideo: {
    ...{ prompt: "still", image_url: media, aspect_ratio: "9:16", duration: "8s", resolution: "720p" },
    ...{ generate_audio: false, seed: 7 },
  },
  audioToVideo: {
    ...{ prompt: "sings", image_url: media, audio_url: media, match_audio_length: true, fps: 25 },
    ...{ video_size: { width: 720, height: 1280 }, seed: 7 },
  },
  upscaleVideo: {
    ...{ video_url: { ...media, frames: 209 }, upscale_mode: "target", target_resolution: "1080p" },
    ...{ output_format: "X264 (.mp4)", output_quality: "high" },
  },
};
const NAMES = Object.keys(INPUTS) as ModelName[];

/** Files as the URLs that they become. */
const withUrls = (input: object): object =>
  JSON.parse(JSON.stringify(input), (_, value) => (value?.media === "media:file" ? "https://files.test/a" : value));

const SIXTY_SECONDS = 60_000;

/** Models that runs can do without. */
const OPTIONAL = ["separate"];

test("every model that is needed has a successor, and no name stands for two", () => {
  for (const name of NAMES.filter((each) => !OPTIONAL.includes(each)))
    expect(modelNamed(name).candidates.length, name).toBeGreaterThan(1);
  const all = NAMES.flatMap((name) => [...modelNamed(name).candidates, ...(modelNamed(name).former ?? [])]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

describe.each(NAMES.flatMap((name) => modelNamed(name).candidates.map((candidate) => ({ name, candidate }))))(
  "$candidate.name",
  ({ name, candidate }) => {
    test("is sent what it takes, and no field that it does not know", () => {
      const prepared = models.get(candidate.endpoint)?.prepare(withUrls(candidate.toInput(INPUTS[name])));
      expect(prepared).toEqual({ make: expect.any(Function) });
    });

    test("has a price for it", () => {
      expect(candidate.units(INPUTS[name]) * candidate.unitPrice).toBeGreaterThan(0);
    });
  },
);

test("a successor that hears segments gives each word its share of their time", () => {
  const { output } = candidateNamed(modelNamed("transcribe"), "fal-ai/wizper");
  const chunks = [
    { text: " leave the light on", timestamp: [1, 3] },
    { text: "for me", timestamp: [4, null] },
    { text: "", timestamp: [9, 10] },
  ];
  expect(output.parse({ text: "", chunks })).toEqual({
    text: "",
    chunks: [
      { text: "leave", timestamp: [1, 1.5] },
      { text: "the", timestamp: [1.5, 2] },
      { text: "light", timestamp: [2, 2.5] },
      { text: "on", timestamp: [2.5, 3] },
      { text: "for", timestamp: [4, 4.4] },
      { text: "me", timestamp: [4.4, 4.8] },
    ],
  });
  expect(output.parse({ text: "", chunks: null })).toEqual({ text: "", chunks: [] });
});

test("rows of before name no candidate, or one that is not asked any more", () => {
  expect(candidateNamed(modelNamed("image"), null).name).toBe("fal-ai/nano-banana-2/edit");
  expect(candidateNamed(modelNamed("write"), null).name).toBe("google/gemini-2.5-flash");
  expect(candidateNamed(modelNamed("write"), "google/gemini-2.5-flash").unitPrice).toBe(0.0003);
  expect(() => candidateNamed(modelNamed("write"), "sora")).toThrow("sora");
});

test("what was asked when the input named the language model is found again", async () => {
  const input = { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 };
  const before = '{"max_tokens":10,"model":"google/gemini-2.5-flash","prompt":"p","system_prompt":"s","temperature":1}';
  expect(await generationKey("a", { kind: "ask", model: "write", input, salt: "x" })).toBe(
    await sha256Hex(["a", "write", before, "x"].join("\n")),
  );
});

describe("the choice", () => {
  const [first, second] = MODELS.write.candidates.map(({ name }) => name) as [string, string];
  const names = (chain: readonly { name: string }[]) => chain.map(({ name }) => name);

  test("is the table's order, or the operator's", () => {
    expect(names(chainOf("write", {}))).toEqual([first, second]);
    expect(names(chainOf("write", { write: [second] }))).toEqual([second]);
    expect(names(chainOf("write", { write: [second, first] }))).toEqual([second, first]);
    expect(names(chainOf("image", { write: [second] }))).toEqual(names(MODELS.image.candidates));
  });

  test.each([
    [{ write: [first], sing: ["a"] }, "entry 2 is for none of transcribe, write"],
    [{ toString: ["a"] }, "entry 1 is for none of"],
    [{ write: [] }, "write needs at least one of"],
    [{ write: [first, "sora"] }, `write: name 2 is none of ${first}, ${second}`],
    [{ write: [first, first] }, "write names one twice"],
    [{ image: [first] }, "image: name 1 is none of fal-ai/nano-banana-2/edit"],
  ])("%j is refused, and says why", (choices, message) => {
    expect(faultsOf(choices).join("; ")).toContain(message);
  });

  test("is read from JSON, or from a table of wrangler.toml", () => {
    const origins = { PUBLIC_ORIGIN: "http://a", MEDIA_ORIGIN: "http://a", R2_S3_ORIGIN: "http://a" };
    const secrets = { R2_ACCESS_KEY_ID: "a", R2_SECRET_ACCESS_KEY: "a", FAL_KEY: "a" };
    const read = (MODEL_CHOICES?: unknown) =>
      readSettings({
        ...{ ...origins, ...secrets, R2_LIBRARY_BUCKET: "a", R2_MEDIA_BUCKET: "a" },
        ...(MODEL_CHOICES === undefined ? {} : { MODEL_CHOICES }),
      } as unknown as Parameters<typeof readSettings>[0]).MODEL_CHOICES;
    expect(read()).toEqual({});
    expect(read('{"write":["a","b"]}')).toEqual({ write: ["a", "b"] });
    expect(read({ write: ["a"] })).toEqual({ write: ["a"] });
    for (const wrong of ["write", '"write"', '{"write":"a"}', "[]", '{"write":[1]}']) {
      expect(() => read(wrong), wrong).toThrow(/MODEL_CHOICES/);
    }
  });
});

describe("of those that are gone", () => {
  const [first, second] = MODELS.image.candidates.map(({ name }) => name) as [string, string];

  test("none is asked for a while, and then again", () => {
    const candidates = openCandidates({}, SIXTY_SECONDS);
    expect(candidates.pick("image", null, 0).name).toBe(first);
    expect(candidates.retire(first, 0)).toBe(true);
    expect(candidates.retire(first, 1)).toBe(false);
    expect(candidates.pick("image", null, 2).name).toBe(second);
    expect(candidates.pick("image", first, 2).name).toBe(second);
    expect(candidates.pick("image", null, SIXTY_SECONDS + 1).name).toBe(first);
  });

  test("what was passed on to another stays with it", () => {
    expect(openCandidates({}, SIXTY_SECONDS).pick("image", second, 0).name).toBe(second);
    // Unless it is not chosen any more.
    expect(openCandidates({ image: [first] }, SIXTY_SECONDS).pick("image", second, 0).name).toBe(first);
  });

  test("none before it is asked, even where it is found retired elsewhere", () => {
    const candidates = openCandidates({}, SIXTY_SECONDS);
    candidates.retire(second, 0);
    expect(candidates.pick("image", second, 0).name).toBe(second);
    expect(candidates.pick("image", null, 0).name).toBe(first);
  });

  test("the next one follows, until none is left", () => {
    const candidates = openCandidates({}, SIXTY_SECONDS);
    expect(candidates.successor("image", first, 0)?.name).toBe(second);
    expect(candidates.successor("image", second, 0)).toBeUndefined();
    candidates.retire(second, 0);
    expect(candidates.successor("image", first, 0)).toBeUndefined();
    candidates.retire(first, 0);
    // They may be back.
    expect(candidates.pick("image", null, 0).name).toBe(first);
  });
});
