import { expect, test } from "vitest";
import { LONGER, measureEdits } from "./edits.ts";

test("95 % of edit points and more are within 40 ms of a true beat, over all songs of the seed", () => {
  const rows = measureEdits(8);
  for (const duration of LONGER) {
    const ofLength = rows.filter((row) => row.duration === duration);
    const [near, all] = [
      ofLength.reduce((sum, { nearBeat }) => sum + nearBeat, 0),
      ofLength.reduce((sum, { edits }) => sum + edits, 0),
    ];
    expect(near / all, `${duration} s`).toBeGreaterThanOrEqual(0.95);
  }
});
