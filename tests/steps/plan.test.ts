import { describe, expect, test } from "vitest";
import { STEP_NAMES } from "../../worker/domain/run.ts";
import { planSteps, STEPS, stepNamed } from "../../worker/steps/index.ts";
import { expectedPaidSteps, expectedSteps } from "../support/expected-steps.ts";
import { requestOf } from "./contexts.ts";

describe.each([
  { lipsync: false, upscale: false, caption_length: "short" },
  { lipsync: true, upscale: false, caption_length: "short" },
  { lipsync: false, upscale: true, caption_length: "short" },
  { lipsync: true, upscale: true, caption_length: "short" },
  { lipsync: false, upscale: false, caption_length: "none" },
] as const)("lipsync $lipsync, upscale $upscale, caption $caption_length", (options) => {
  const { lipsync, upscale, caption_length } = options;
  const plan = planSteps(requestOf(options));
  const needsOf = (name: string) => plan.find(({ step }) => step.name === name)?.needs.toSorted();

  /** All that has to be done before this step begins. */
  const before = (name: string): string[] => (needsOf(name) ?? []).flatMap((need) => [need, ...before(need)]);

  test("has the steps of its options and no others, as they are shown", () => {
    expect(plan.map(({ step }) => step.name)).toEqual(expectedSteps(options));
  });

  test("pays for those that ask a model", () => {
    expect(plan.filter(({ step }) => step.paid).map(({ step }) => step.name)).toEqual(expectedPaidSteps(options));
  });

  test("needs only what comes before, and comes to an end", () => {
    const done = new Set<string>();
    for (const { step, needs } of plan) {
      for (const need of needs) expect(done, `${step.name} needs ${need}`).toContain(need);
      done.add(step.name);
    }
  });

  test("leads everything into the render", () => {
    const needed = new Set(plan.flatMap(({ needs }) => needs));
    expect(plan.filter(({ step }) => !needed.has(step.name)).map(({ step }) => step.name)).toEqual(["render"]);
  });

  test("starts with the song and the image, and makes caption and pictures side by side", () => {
    expect([needsOf("listen"), needsOf("image")]).toEqual([[], []]);
    expect([...before("video"), ...before("upscale-video")]).not.toContain("caption");
    const pictures = new Set<string>(["image", "upscale-image", "video", "upscale-video"]);
    expect(before("caption").filter((name) => pictures.has(name))).toEqual([]);
    if (!lipsync) expect(before("video")).not.toContain("listen");
  });

  test("gives video and render what they are made from", () => {
    const video = ["image", ...(upscale ? ["upscale-image"] : []), ...(lipsync ? ["cut"] : [])];
    expect(needsOf("video")).toEqual(expect.arrayContaining(video));
    const caption = caption_length === "none" ? [] : ["caption"];
    const render = ["clip", ...caption, "image", "video", ...(upscale ? ["upscale-video"] : [])];
    expect(needsOf("render")).toEqual(expect.arrayContaining(render));
  });
});

test("every name is one step's, in the order of the names", () => {
  expect(STEPS.map(({ name }) => name)).toEqual(STEP_NAMES);
  for (const name of STEP_NAMES) expect(stepNamed(name).name).toBe(name);
  expect(() => stepNamed("dance" as "render")).toThrow("dance");
});
