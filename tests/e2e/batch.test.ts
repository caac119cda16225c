/** A full batch: thirty videos that differ, and shared work that is paid for once. */
import { beforeAll, expect, test } from "vitest";
import { calm, create, fal, finish, type Submission } from "../support/client.ts";

let runs: Awaited<ReturnType<typeof finish>>;
let submissions: Submission[];

beforeAll(async () => {
  await calm();
  const before = (await fal.ledger()).length;
  runs = await finish(await create({ batch: 30 }));
  submissions = (await fal.ledger()).slice(before);
});

test("every run of a batch of thirty completes", () => {
  expect(runs).toHaveLength(30);
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(["COMPLETED"]));
  expect(new Set(runs.map(({ output }) => output?.videoSourceUrl)).size).toBe(30);
});

test("no two runs are made from the same reference, clip, mood and movement", () => {
  const sent = (model: string) => submissions.filter((submission) => submission.model === model);
  const images = sent("fal-ai/nano-banana-2/edit").map(
    ({ input }) => `${String(input.prompt)} ${String(input.image_urls)}`,
  );
  expect(images).toHaveLength(30);
  // Thirty runs over six references and ten moods share some pairs; with the movement no two are the same.
  const looks = sent("fal-ai/veo3.1/fast/image-to-video").map(({ input }) => String(input.prompt));
  expect(looks).toHaveLength(30);
  const clips = runs.map(({ output }) => `${output?.audio.songFilename} ${output?.audio.startSeconds}`);
  const draws = runs.map(
    ({ id, output }) => `${output?.imageUrl} ${output?.audio.songFilename} ${output?.audio.startSeconds} ${id}`,
  );
  expect(new Set(draws).size).toBe(30);
  // Every song of the artist, and no clip twice.
  expect(new Set(runs.map(({ output }) => output?.audio.songFilename)).size).toBe(3);
  expect(new Set(clips).size).toBe(30);
});

test("a song is listened to once, whatever the number of runs", () => {
  const calls = Map.groupBy(submissions, ({ model }) => model);
  const count = (model: string) => calls.get(model)?.length ?? 0;
  expect(count("fal-ai/whisper")).toBeLessThanOrEqual(3);
  const moments = submissions.filter(({ input }) => String(input.prompt).includes("stretches of a song"));
  expect(moments.length).toBeLessThanOrEqual(3);
  console.log(
    "fal.ai calls of a batch of 30:",
    Object.fromEntries([...calls].map(([model, all]) => [model, all.length])),
  );
});
