import { expect, test } from "vitest";
import { measureEdits } from "./edits.ts";

test("95 % of edit points and more are within 40 ms of a true beat, whichever song of the seed", () => {
  for (const { song, duration, edits, nearBeat } of measureEdits(8)) {
    expect(nearBeat / edits, `${song}, ${duration} s`).toBeGreaterThanOrEqual(0.95);
  }
});
