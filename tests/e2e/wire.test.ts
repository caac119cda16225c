/** What is sent to each model, for every combination of the options that change it. Read off the emulator's ledger. */

import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { CutJob, RenderJob } from "../../renderer/contract/job.ts";
import { CAPTION_LENGTHS } from "../../worker/domain/run.ts";
import { lengthRule } from "../../worker/steps/caption-rules.ts";
import { calm, create, fal, finish, renderer, type Submission } from "../support/client.ts";
import { expectedSteps } from "../support/expected-steps.ts";

const combinations = [false, true].flatMap((lipsync) =>
  [false, true].flatMap((upscale) =>
    (["short", "medium", "long"] as const).map((caption_length) => ({ lipsync, upscale, caption_length })),
  ),
);

let submissions: Submission[];
const runs = new Map<string, Awaited<ReturnType<typeof finish>>[number]>();
const nameOf = (combination: object) => JSON.stringify(combination);

beforeAll(async () => {
  await calm();
  const before = (await fal.ledger()).length;
  const runIds = await Promise.all(combinations.map((combination) => create(combination)));
  const finished = await finish(runIds.flat());
  combinations.forEach((combination, position) => {
    const run = finished[position];
    if (run) runs.set(nameOf(combination), run);
  });
  submissions = (await fal.ledger()).slice(before);
});

const digest = async (url: string): Promise<string> =>
  createHash("sha256")
    .update(new Uint8Array(await (await fetch(url)).arrayBuffer()))
    .digest("hex");

describe.each(combinations)("lipsync $lipsync, upscale $upscale, caption $caption_length", (combination) => {
  const run = () => {
    const found = runs.get(nameOf(combination));
    if (!found) throw new Error("The run is missing");
    return found;
  };

  test("completes at the right size", () => {
    expect(run().status).toBe("COMPLETED");
    expect(run().output).toMatchObject(
      combination.upscale ? { width: 1080, height: 1920 } : { width: 720, height: 1280 },
    );
  });

  test("has the steps of its options and no others", () => {
    expect(run().metadata.steps.map(({ name }) => name)).toEqual(expectedSteps(combination));
  });
});

const of = (model: string) => submissions.filter((submission) => submission.model === model);

test("every image is asked for with the face first and the scene second, both different, vertical", async () => {
  const images = of("fal-ai/nano-banana-2/edit");
  expect(images).toHaveLength(combinations.length);
  for (const { input } of images) {
    expect(input).toMatchObject({ aspect_ratio: "9:16", num_images: 1, output_format: "png" });
    const [face = "", scene = "", ...more] = input.image_urls as string[];
    expect(more).toEqual([]);
    expect(new URL(face).pathname).toMatch(/face-guide/);
    expect(new URL(scene).pathname).toMatch(/^\/templates\/artist-caption-bedroom\/\d\d\.jpg$/);
    expect(await digest(face)).not.toBe(await digest(scene));
  }
});

test("video from the image alone is vertical and silent, for lipsync false only", () => {
  const videos = of("fal-ai/veo3.1/fast/image-to-video");
  expect(videos).toHaveLength(6);
  for (const { input } of videos) {
    expect(input).toMatchObject({ aspect_ratio: "9:16", duration: "8s", resolution: "720p", generate_audio: false });
    expect(input.prompt).toContain("do not speak or sing");
  }
});

test("lipsync receives the clip that the run names, cut from the song, and a moment more", async () => {
  const videos = of("fal-ai/ltx-2-19b/audio-to-video");
  expect(videos).toHaveLength(6);
  // A cut that was interrupted is made once more, of the same seconds, and costs nothing.
  const cuts = (await renderer.jobs()).filter(({ path }) => path === "/cut").map(({ job }) => job as CutJob);
  const cutFor = cuts.map(({ audio, deliver }) => [/run_\w+/.exec(deliver.audio.url)?.[0], audio.startSeconds]);
  const lipsynced = [...runs.values()].filter(({ payload }) => payload.lipsync);
  expect(new Set(cutFor.map(String))).toEqual(
    new Set(lipsynced.map(({ id, output }) => String([id, output?.audio.startSeconds]))),
  );
  for (const { input } of videos) {
    expect(input).toMatchObject({ match_audio_length: true, video_size: { width: 720, height: 1280 } });
    expect(new URL(String(input.audio_url)).pathname).toMatch(/\/clips\/.*\.wav$/);
    // 48 kHz, stereo, 16 bit, 8.2 seconds, and a header.
    const bytes = (await (await fetch(String(input.audio_url))).arrayBuffer()).byteLength;
    expect(Math.abs(bytes - 8.2 * 48_000 * 4)).toBeLessThan(1000);
  }
});

test("upscaling asks for twice the image and for a 1080p video, and the video starts from the upscaled image", () => {
  const images = of("fal-ai/seedvr/upscale/image");
  const videos = of("fal-ai/seedvr/upscale/video");
  expect([images.length, videos.length]).toEqual([6, 6]);
  for (const { input } of images) expect(input).toMatchObject({ upscale_mode: "factor", upscale_factor: 2 });
  for (const { input } of videos) expect(input).toMatchObject({ upscale_mode: "target", target_resolution: "1080p" });
  const started = [...of("fal-ai/veo3.1/fast/image-to-video"), ...of("fal-ai/ltx-2-19b/audio-to-video")];
  const sources = new Set(started.map(({ input }) => new URL(String(input.image_url)).pathname));
  const upscaledFrom = images.map(({ input }) => new URL(String(input.image_url)).pathname);
  for (const original of upscaledFrom) expect(sources.has(original)).toBe(false);
});

test("the caption is asked for at its length, in the artist's notes and the clip's words", () => {
  const captions = of("openrouter/router").filter(({ input }) => String(input.prompt).startsWith("Write the caption"));
  for (const length of CAPTION_LENGTHS) {
    const ofLength = captions.filter(({ input }) => String(input.prompt).includes(`Length: ${lengthRule(length)}\n`));
    expect(ofLength.length).toBeGreaterThanOrEqual(4);
  }
  for (const { input } of captions) expect(input.prompt).toContain("About the artist:");
});

test("each song is transcribed once, however many runs use it", () => {
  const bySong = Object.groupBy(of("fal-ai/whisper"), ({ input }) => new URL(String(input.audio_url)).pathname);
  // One that fal.ai failed is not paid for, and asked again.
  for (const submitted of Object.values(bySong)) {
    expect(
      submitted?.filter(({ outcome }) => outcome === "ok"),
      JSON.stringify(submitted, null, 2),
    ).toHaveLength(1);
  }
});

test("every request names a callback of its own", () => {
  const urls = submissions.map(({ webhookUrl }) => webhookUrl);
  expect(urls.every((webhook) => webhook?.includes("/callbacks/fal/gen_"))).toBe(true);
  expect(new Set(urls).size).toBe(urls.length);
});

test("what is rendered is told the clip, the caption and where they go", async () => {
  const asked = (await renderer.jobs()).filter(({ path }) => path === "/render").map(({ job }) => job as RenderJob);
  // On a busy machine a renderer seems to be gone now and then, and is given the job again.
  const jobs = [...new Map(asked.map((job) => [/run_\w+/.exec(job.deliver.video.url)?.[0], job])).values()];
  expect(jobs).toHaveLength(combinations.length);
  const expected = [...runs.values()].map(({ payload, output }) => ({
    audio: payload.lipsync ? null : output?.audio.startSeconds,
    text: output?.captionText,
    placement: payload.caption_length === "long" ? "center" : "lower",
    width: payload.upscale ? 1080 : 720,
  }));
  const found = jobs.map(({ audio, caption, output }) => ({
    audio: audio?.startSeconds ?? null,
    text: caption?.text,
    placement: caption?.placement,
    width: output.width,
  }));
  const byText = (a: { text: string | undefined }, b: { text: string | undefined }) =>
    (a.text ?? "") < (b.text ?? "") ? -1 : 1;
  expect(found.sort(byText)).toEqual(expected.sort(byText));
});
