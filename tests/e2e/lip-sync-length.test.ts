/** A lip-sync video is long enough for its render, whichever way its model rounds the number of frames. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { FRAME_ROUNDINGS } from "../../emulator/models/frame-rounding.ts";
import { calm, create, fal, finish, renderer } from "../support/client.ts";

beforeAll(async () => {
  await calm();
  await renderer.set({ render: "real", cut: "real" });
});
afterAll(calm);

test.each(FRAME_ROUNDINGS)("frames rounded %s: the run completes", async (rounding) => {
  await fal.set({ frameRounding: rounding });
  const [run] = await finish(await create({ lipsync: true, caption_length: "none" }), 150);
  expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
  expect(run?.output?.durationSeconds).toBe(8);
});
