import { describe, expect, test } from "vitest";
import { costMicros } from "../../worker/fal/model.ts";
import { MODELS, modelNamed } from "../../worker/fal/models.ts";
import { estimate } from "../../worker/steps/pricing.ts";
import { expectedPaidSteps } from "../support/expected-steps.ts";
import { requestOf } from "./contexts.ts";

const options = [false, true].flatMap((lipsync) =>
  [false, true].flatMap((upscale) =>
    (["short", "medium", "long"] as const).map((caption_length) => ({ lipsync, upscale, caption_length })),
  ),
);

describe.each(options)("lipsync $lipsync, upscale $upscale, caption $caption_length", (option) => {
  const { perVideo, steps } = estimate(requestOf(option), {});

  test("is the sum of its steps", () => {
    expect(perVideo).toBeCloseTo(
      steps.reduce((sum, { cost }) => sum + cost, 0),
      6,
    );
  });

  test("names a model of the table, at its price, for every call that a run makes", () => {
    expect(steps.map(({ name }) => name)).toEqual(expectedPaidSteps(option));
    const known = Object.values(MODELS).flatMap(({ candidates }) => [...candidates]);
    for (const { model, unit, unitPrice, cost } of steps) {
      expect(known).toContainEqual(expect.objectContaining({ name: model, unit, unitPrice }));
      expect(cost).toBeGreaterThan(0);
    }
  });
});

test("upscaling costs, and so does the caption", () => {
  const total = (option: object) => estimate(requestOf(option), {}).perVideo;
  expect(total({ upscale: true })).toBeGreaterThan(total({ upscale: false }) + 0.1);
  expect(estimate(requestOf(), {}).steps.find(({ name }) => name === "caption")?.cost).toBeGreaterThan(0);
});

test("upscaling a video costs what its frames do, and one that is moved by a clip has more of them", () => {
  const upscaling = (lipsync: boolean) =>
    estimate(requestOf({ lipsync, upscale: true }), {}).steps.find(({ name }) => name === "upscale-video")?.cost;
  expect(upscaling(false)).toBe(0.3982);
  expect(upscaling(true)).toBe(0.4334);
});

test("a batch does not change what one video costs", () => {
  expect(estimate(requestOf({ batch: 30 }), {})).toEqual(estimate(requestOf({ batch: 1 }), {}));
});

describe("what a call cost", () => {
  const video = {
    ref: "media:1" as const,
    contentType: "video/mp4",
    bytes: 1,
    width: 1080,
    height: 1920,
    durationSeconds: 8,
  };
  const cost = (name: string, input: unknown, result: object, billed?: number) =>
    costMicros(modelNamed(name).candidates[0], input, { output: {}, media: {}, ...result }, billed);

  test("is what fal.ai billed, where it says so in the price's unit", () => {
    expect(cost("imageToVideo", { duration: "8s" }, {}, 6)).toBe(600_000);
    expect(cost("image", { num_images: 1 }, {}, 1)).toBe(80_000);
  });

  test("is counted from input and result where fal.ai does not say", () => {
    expect(cost("imageToVideo", { duration: "8s" }, {})).toBe(800_000);
    expect(cost("upscaleVideo", { video_url: { media: "media:0", frames: 192 } }, { media: { video } })).toBe(
      Math.round(1.08 * 1.92 * 8 * 24 * 1000),
    );
  });

  test("of text is counted in tokens, or estimated from its length", () => {
    const input = { prompt: "x".repeat(3800), system_prompt: "x".repeat(200) };
    const counted = cost("write", input, {
      output: { output: "hi", usage: { input_tokens: 1000, output_tokens: 120 } },
    });
    expect(counted).toBe(430);
    expect(cost("write", input, { output: { output: "x".repeat(480) } })).toBe(430);
  });

  test("is a whole number of millionths", () => {
    expect(Number.isInteger(cost("upscaleImage", { upscale_factor: 2 }, {}))).toBe(true);
  });
});

test("a model that nobody knows is an error", () => {
  expect(() => modelNamed("sora")).toThrow("sora");
  expect(() => modelNamed("toString")).toThrow("toString");
});
