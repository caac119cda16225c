/** POST /api/content/create with `duration`: what is made, and what cannot be obeyed together. */
import { beforeAll, describe, expect, test } from "vitest";
import { call, calm, fal, renderer } from "../support/client.ts";
import { expectedSteps } from "../support/expected-steps.ts";
import { picture, song } from "../support/files.ts";
import {
  answer,
  createRuns,
  newSong,
  readyArtist,
  seeEnd,
  send,
  templateDefinition,
  upload,
} from "../support/library.ts";
import { refusal } from "./expectations.ts";
import { estimateShape } from "./shapes.ts";

let artist = "";
beforeAll(async () => {
  await calm();
  artist = (await readyArtist()).account_id;
  await newSong(artist, "half-a-minute.mp3", song("mp3", 31));
});

const create = (parameters: Record<string, unknown>) =>
  send("POST", "/api/content/create", { artist_account_id: artist, ...parameters });

describe("a video of 15 seconds", () => {
  test("is three shots, rendered as one, and costs no more than was estimated", async () => {
    await renderer.set({ render: "real", cut: "real" });
    const asked = (await fal.ledger()).length;
    const [run] = await seeEnd(await createRuns({ artist_account_id: artist, duration: 15 }));
    await calm();
    expect(run?.error).toBeNull();
    expect(run?.payload).toMatchObject({ duration: 15 });
    // The first song is too short for it.
    expect(run?.output).toMatchObject({
      durationSeconds: 15,
      audio: { songFilename: "half-a-minute.mp3" },
    });
    const options = { lipsync: false, upscale: false, caption_length: "short", duration: 15 } as const;
    expect(run?.metadata.steps.map(({ name }) => name)).toEqual(expectedSteps(options));
    const { steps } = estimateShape.parse(await answer(await call("/api/content/estimate?duration=15"), 200));
    for (const { name, costInCents } of run?.metadata.steps ?? []) {
      const estimated = steps.find((step) => step.name === name)?.cost ?? 0;
      expect(costInCents, name).toBeLessThanOrEqual(estimated * 100);
    }
    const videos = (await fal.ledger()).slice(asked).filter(({ model }) => model.includes("image-to-video"));
    expect(videos).toHaveLength(3);
    const prompts = videos.map(({ input }) => input.prompt);
    expect(new Set(prompts).size).toBe(3);
  });

  test("is one take with lip-sync", async () => {
    const [run] = await seeEnd(await createRuns({ artist_account_id: artist, duration: 15, lipsync: true }));
    expect(run?.error).toBeNull();
    const options = { lipsync: true, upscale: false, caption_length: "short", duration: 15 } as const;
    expect(run?.metadata.steps.map(({ name }) => name)).toEqual(expectedSteps(options));
  });
});

describe("what cannot be obeyed is refused, and says so of each", () => {
  test("lip-sync of more than 15 seconds, and songs that are named and too short", async () => {
    const songs = ["half-a-minute", "first-song"];
    const body = await refusal(await create({ duration: 60, lipsync: true, songs }), 400, "options_conflict");
    expect(body.field).toEqual(["lipsync"]);
    expect(body.issues?.map(({ path, code }) => [path, code])).toEqual([
      [["lipsync"], "lipsync_too_long"],
      [["songs", 0], "song_too_short"],
      [["songs", 1], "song_too_short"],
    ]);
    expect(body.error).toContain('"first-song" lasts 12 seconds');
  });

  test("a template whose lip-sync nobody switched off", async () => {
    const name = `sings-${process.pid}`;
    const definition = templateDefinition({ defaultLipsync: true });
    const made = await answer(await send("POST", "/api/content/templates", { name, ...definition }), 201);
    const [reference] = (made as { template: { references: { id: string }[] } }).template.references;
    await answer(await upload(`/api/content/templates/${name}/references/${reference?.id}`, picture()), 200);
    const body = await refusal(await create({ duration: 30, template: name }), 400, "options_conflict");
    expect(body.error).toContain("the template has lip-sync unless lipsync is false");
  });

  test("songs that are all too short, where none is named", async () => {
    const body = await refusal(await create({ duration: 60 }), 400, "options_conflict");
    expect(body.field).toEqual(["duration"]);
    expect(body.issues?.map(({ message }) => message)).toEqual([
      'The song "first-song" lasts 12 seconds, less than the video\'s 60',
      'The song "half-a-minute" lasts 31 seconds, less than the video\'s 60',
    ]);
  });
});
