/** A lip-sync video is long enough for its render, whichever way its model rounds the number of frames. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { calm, create, fal, finish, renderer } from "../support/client.ts";

beforeAll(async () => {
  await calm();
  await renderer.set({ render: "real", cut: "real" });
});
afterAll(calm);

// Down is what the emulator does by itself, so that every lip-synced run of these tests shows it; to the nearest is one of
// the two.
test("frames rounded up: the run completes", async () => {
  await fal.set({ frameRounding: "up" });
  const [run] = await finish(await create({ lipsync: true, caption_length: "none" }), 150);
  expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
  expect(run?.output?.durationSeconds).toBe(8);
});
