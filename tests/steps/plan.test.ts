import { describe, expect, test } from "vitest";
import { SHOT_NUMBERS, SHOT_STEPS, STEP_NAMES, type StepName, stepOfShot } from "../../worker/domain/run.ts";
import { planSteps, STEPS, stepNamed } from "../../worker/steps/index.ts";
import type { Step } from "../../worker/steps/step.ts";
import { expectedPaidSteps, expectedSteps } from "../support/expected-steps.ts";
import { contextOf, requestOf, sung, templateNamed } from "./contexts.ts";

describe.each([
  { lipsync: false, upscale: false, caption_length: "short" },
  { lipsync: true, upscale: false, caption_length: "short" },
  { lipsync: false, upscale: true, caption_length: "short" },
  { lipsync: true, upscale: true, caption_length: "short" },
  { lipsync: false, upscale: false, caption_length: "none" },
  { lipsync: false, upscale: false, caption_length: "short", duration: 15 },
  { lipsync: true, upscale: false, caption_length: "short", duration: 15 },
  { lipsync: false, upscale: true, caption_length: "none", duration: 30 },
  { lipsync: false, upscale: true, caption_length: "short", duration: 60 },
  { lipsync: false, upscale: false, caption_length: "short", lyrics: "off" },
  { lipsync: true, upscale: false, caption_length: "short", lyrics: "fill" },
] as const)("lipsync $lipsync, upscale $upscale, caption $caption_length, $duration s, lyrics $lyrics", (options) => {
  const { lipsync, upscale, caption_length } = options;
  const isOneTake = lipsync || !("duration" in options);
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
    if (!lipsync && isOneTake) expect(before("video")).not.toContain("listen");
  });

  test("makes shots side by side, each from what is its own", () => {
    const numbers = plan.flatMap(({ step }) => /^video-(\d+)$/.exec(step.name)?.[1] ?? []);
    for (const number of numbers) {
      const own = before(`upscale-video-${number}`).concat(before(`video-${number}`));
      expect(own.filter((name) => /^(image|video|upscale)/.test(name) && !name.endsWith(`-${number}`))).toEqual([]);
      expect(needsOf(`image-${number}`)).toEqual([]);
      expect(own).toContain("shots");
    }
  });

  test("gives video and render what they are made from", () => {
    const video = ["image", ...(upscale ? ["upscale-image"] : []), ...(lipsync ? ["cut"] : [])];
    expect(needsOf("video")).toEqual(expect.arrayContaining(video));
    const caption = caption_length === "none" ? [] : ["caption"];
    const lyrics = "lyrics" in options && options.lyrics !== "off" ? ["lyrics"] : [];
    const render = ["clip", ...caption, ...lyrics, "image", "video", ...(upscale ? ["upscale-video"] : [])];
    expect(needsOf("render")).toEqual(expect.arrayContaining(render));
  });
});

test("every name is one step's, in the order of the names; there is one of each shot's for every number", () => {
  const names = STEPS.map(({ name }) => name);
  expect(names.filter((name) => !/-\d+$/.test(name))).toEqual(STEP_NAMES);
  for (const kind of SHOT_STEPS) {
    expect(names.filter((name) => name.replace(/-\d+$/, "") === kind)).toEqual(
      SHOT_NUMBERS.map((shot) => stepOfShot(kind, shot)),
    );
  }
  for (const name of STEP_NAMES) expect(stepNamed(name).name).toBe(name);
  expect(() => stepNamed("dance" as "render")).toThrow("dance");
});

test("steps that share their answers ask the same for every run of a song, and no other asks what another run asks", () => {
  const outputs = {
    listen: { words: sung("one two three four five six seven eight nine ten", 1) },
    clip: { startSeconds: 1, durationSeconds: 8, lyrics: "one two three", mood: "calm" },
    cut: { audio: "library:clips/1" as const },
  };
  const picture = (run: string) =>
    ({ ref: `media:generations/${run}/1-image.png`, contentType: "image/png", bytes: 1 }) as const;
  const asks = (run: string, request: object, choices: object) => {
    const files = { image: { image: picture(run) }, "upscale-image": { image: picture(`${run}-2`) } };
    const video = {
      video: { ref: `media:generations/${run}/1-video.mp4` as const, contentType: "video/mp4", bytes: 1 },
    };
    const context = contextOf({
      request,
      choices,
      seed: run.length,
      outputs: { ...outputs, ...files, video } as never,
    });
    const paid: Step<StepName>[] = planSteps(context.run.request).flatMap(({ step }) => (step.paid ? [step] : []));
    return paid.map((step) => ({
      step,
      calls: step.paid?.calls({ ...context, run: { ...context.run, id: run } }) ?? [],
    }));
  };
  const all = { lipsync: true, upscale: true };
  const [template] = templateNamed("artist-caption-bedroom").moods.slice(1);
  const others = asks("another run", { ...all, caption_length: "long" }, { clip: 1, mood: template?.name });
  for (const [at, { step, calls }] of asks("a run", all, {}).entries()) {
    const text = (ask: (typeof calls)[number]) => JSON.stringify([ask.model, ask.input, ask.salt]);
    const theirs = others[at]?.calls.map(text) ?? [];
    const shared = calls.map(text).filter((call) => theirs.includes(call));
    expect([step.name, shared.length]).toEqual([step.name, step.sharedBySong ? calls.length : 0]);
  }
});
