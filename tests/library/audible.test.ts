import { describe, expect, it, test } from "vitest";
import { perSecond, sustainedLoudness } from "../../worker/domain/loudness.ts";
import { tooQuiet } from "../../worker/library/audible.ts";
import { analysisOf } from "../support/analyses.ts";

/** Stretches of a level, LUFS, and how many seconds each lasts. */
const levels = (...stretches: [lufs: number, seconds: number][]): number[] =>
  stretches.flatMap(([lufs, seconds]) => Array.from({ length: seconds * 10 }, () => lufs));

describe("a song is refused", () => {
  it.each([
    ["silent", { integratedLufs: -70, loudness: levels([-70, 60]), silences: [{ start: 0, end: 60 }] }, "silent", -70],
    ["too quiet as a whole", { integratedLufs: -50.1, loudness: levels([-50.1, 60]) }, "-50.1 LUFS as a whole", -50.1],
    ["loud for one second", { integratedLufs: -12, loudness: levels([-60, 30], [-12, 1], [-60, 29]) }, "-60 LUFS", -60],
    [
      "loud for 1.9 s",
      { integratedLufs: -20, loudness: levels([-60, 30], [-12, 1.9], [-60, 29]) },
      "for 4 seconds",
      -60,
    ],
  ])("that is %s", (_, analysis, message, sustained) => {
    const refused = tooQuiet(analysisOf(analysis));
    expect(refused?.message).toContain(message);
    expect(refused?.figures.integrated_lufs).toBe(analysis.integratedLufs);
    expect(refused?.figures.sustained_lufs).toBe(sustained);
  });
});

test.each([
  ["at the limits", { integratedLufs: -50, loudness: levels([-39.9, 4], [-60, 56]) }],
  ["with a minute of silence in front", { loudness: levels([-70, 60], [-12, 14]), durationSeconds: 74 }],
  ["of strokes with silence between", { loudness: Array.from({ length: 600 }, (_, k) => (k % 10 < 3 ? -20 : -70)) }],
])("a song %s is taken", (_, analysis) => {
  expect(tooQuiet(analysisOf(analysis))).toBeUndefined();
});

test("the level of each second is its mean power, and that of silence the end of the scale", () => {
  expect(
    perSecond([...levels([-20, 1], [-70, 1]), ...Array.from({ length: 10 }, (_, k) => (k < 5 ? -10 : -70))], 3.4),
  ).toEqual([-20, -70, -13]);
  expect(perSecond([], 0.2)).toEqual([-70]);
});

test("a level that is kept is that of the quietest of the seconds", () => {
  expect(sustainedLoudness(levels([-30, 2], [-20, 4], [-35, 2]), 4)).toBe(-20);
  expect(sustainedLoudness(levels([-20, 2], [-30, 2], [-20, 2]), 4)).toBe(-30);
  expect(sustainedLoudness(levels([-20, 3]), 4)).toBe(-70);
});
