import { describe, expect, test } from "vitest";
import { STEP_NAMES } from "../../worker/domain/run.ts";
import { planSteps, STEPS, stepNamed } from "../../worker/steps/index.ts";
import { requestOf } from "./contexts.ts";

const BASE = ["listen", "moments", "clip", "image", "video", "caption", "render"];

describe.each([
  { lipsync: false, upscale: false, more: [] },
  { lipsync: true, upscale: false, more: ["cut"] },
  { lipsync: false, upscale: true, more: ["upscale-image", "upscale-video"] },
  { lipsync: true, upscale: true, more: ["cut", "upscale-image", "upscale-video"] },
])("lipsync $lipsync, upscale $upscale", ({ lipsync, upscale, more }) => {
  const plan = planSteps(requestOf({ lipsync, upscale }));
  const needsOf = (name: string) => plan.find(({ step }) => step.name === name)?.needs.toSorted();

  test("has the steps of its options and no others", () => {
    expect(plan.map(({ step }) => step.name).sort()).toEqual([...BASE, ...more].sort());
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

  test("starts with what needs nothing, side by side", () => {
    expect(plan.filter(({ needs }) => needs.length === 0).map(({ step }) => step.name)).toEqual(["listen", "image"]);
  });

  test("gives the video what it starts from", () => {
    const video = ["image", ...(upscale ? ["upscale-image"] : []), ...(lipsync ? ["cut"] : [])];
    expect(needsOf("video")).toEqual(video.sort());
    const render = ["clip", "caption", "image", "video", ...(upscale ? ["upscale-video"] : [])];
    expect(needsOf("render")).toEqual(render.sort());
  });
});

test("without a caption the plan has no such step, and the render does not wait for one", () => {
  const plan = planSteps(requestOf({ caption_length: "none" }));
  expect(plan.map(({ step }) => step.name)).toEqual(BASE.filter((name) => name !== "caption"));
  expect(plan.find(({ step }) => step.name === "render")?.needs).toEqual(["clip", "image", "video"]);
});

test("every name is one step's, and only those", () => {
  expect(STEPS.map(({ name }) => name).sort()).toEqual([...STEP_NAMES].sort());
  for (const name of STEP_NAMES) expect(stepNamed(name).name).toBe(name);
  expect(() => stepNamed("dance" as "render")).toThrow("dance");
});
