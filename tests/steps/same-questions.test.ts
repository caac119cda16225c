/** What a run of the usual length asks of its pictures stays the same to the letter: answers are found again by it. */
import { expect, test } from "vitest";
import type { StoredMedia } from "../../worker/domain/media.ts";
import { SHOT_STEPS } from "../../worker/domain/run.ts";
import { generationKey } from "../../worker/runs/ask-generation.ts";
import { stepNamed } from "../../worker/steps/index.ts";
import { contextOf } from "./contexts.ts";

const image: StoredMedia = { ref: "media:generations/1/1-image.png", contentType: "image/png", bytes: 1 };
const video: StoredMedia = { ref: "media:generations/3/1-video.mp4", contentType: "video/mp4", bytes: 3 };
const outputs = {
  clip: { startSeconds: 12.35, durationSeconds: 8, lyrics: "leave the porchlight on", mood: "tender" },
  cut: { audio: "library:clips/1.wav" as const },
  ...{ image: { image }, "upscale-image": { image }, video: { video }, "upscale-video": { video } },
};

/** The first characters of the key of what a run asks for its pictures, in the order of the steps. */
async function asked(lipsync: boolean): Promise<string[]> {
  const context = contextOf({ request: { lipsync, upscale: true }, outputs });
  const calls = SHOT_STEPS.flatMap((name) => stepNamed(name).paid?.calls(context) ?? []);
  return Promise.all(calls.map(async (ask) => (await generationKey("account", ask)).slice(0, 12)));
}

test.each([
  [false, ["b7b257dac1c6", "f67a750f8491", "6e79be450139", "50463507eae2"]],
  [true, ["b7b257dac1c6", "f67a750f8491", "ac847a5dd271", "5038c14d2563"]],
])("with lip-sync: %s", async (lipsync, keys) => {
  expect(await asked(lipsync)).toEqual(keys);
});
