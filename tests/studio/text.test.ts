/** What the studio says of runs, prices and times. */
import { expect, test } from "vitest";
import {
  clockTime,
  dayAndTime,
  dollars,
  fileSize,
  howLong,
  plural,
  timeLeft,
  titleFromName,
} from "../../studio/text/format.ts";
import { adviceFor, percentOf, stepText, tileLabel, timeLeftText } from "../../studio/text/run-text.ts";
import { placesOf, stateOf } from "../../studio/text/timeline.ts";
import { barsOf } from "../../studio/text/waveform.ts";
import { output, run, step } from "./runs.ts";

test("money is said in dollars, and a fraction of a cent is not called nothing", () => {
  expect([dollars(0), dollars(88), dollars(278.4), dollars(0.14)]).toEqual(["$0.00", "$0.88", "$2.78", "$0.0014"]);
});

test("times, lengths and sizes are said as people say them", () => {
  expect([clockTime(65), clockTime(35.91, true), clockTime(59.97, true)]).toEqual(["1:05", "0:35.9", "0:59.9"]);
  expect([howLong(420), howLong(14_000), howLong(120_000), howLong(3_900_000)]).toEqual([
    "0.4 s",
    "14 s",
    "2 min",
    "1 h 5 min",
  ]);
  expect([fileSize(900), fileSize(41_000), fileSize(1_700_000)]).toEqual(["900 B", "41 kB", "1.7 MB"]);
  expect([plural(1, "video"), plural(3, "video")]).toEqual(["1 video", "3 videos"]);
  expect(titleFromName("photo-booth_live.mp3")).toBe("photo booth live");
  const noon = new Date(2026, 10, 26, 12, 5);
  expect(dayAndTime(noon.toISOString(), noon.getTime() + 60_000)).toBe("12:05");
  expect(dayAndTime(noon.toISOString(), noon.getTime() + 86_400_000)).toBe("26 Nov, 12:05");
});

test("what is left is told until it has passed", () => {
  expect([timeLeft(61_000, 0), timeLeft(34_000, 0), timeLeft(0, 5)]).toEqual(["2 min left", "34 s left", undefined]);
  const soon = run({}, { expectedAt: "2026-11-26T12:00:30.000Z" });
  expect(timeLeftText(soon, Date.parse("2026-11-26T12:00:00.000Z"))).toBe("30 s left");
  expect(timeLeftText(run(), 0)).toBe("");
});

test("a run says its step, what it waits for, or how it ended", () => {
  expect(stepText(run())).toBe("Making the image");
  expect(stepText(run({ status: "QUEUED", startedAt: null }))).toBe("Queued");
  expect(stepText(run({}, { waiting: { for: "renderer", since: "2026-11-26T12:00:00.000Z" } }))).toBe(
    "Waits for a renderer",
  );
  const ends = (["COMPLETED", "FAILED", "CANCELED", "TIMED_OUT"] as const).map((status) => stepText(run({ status })));
  expect(ends).toEqual(["Finished", "Failed", "Canceled", "Took too long"]);
});

test("a tile says whose video it is, and what stands on its picture", () => {
  expect(tileLabel(run(), "Tansy")).toBe("Video of Tansy");
  expect(tileLabel(run({ status: "COMPLETED", output: output() }), "")).toBe("A video, “left it on for you”");
  expect(percentOf(run())).toBe(25);
});

test("of a run that failed is said whether another try can help", () => {
  const error = { message: "It was refused.", name: "x", code: "x", step: "image", retryable: true, costInCents: 0 };
  expect(adviceFor(run({ status: "FAILED", error: error as never }))).toMatch(/^Trying again can help/);
  expect(adviceFor(run({ status: "FAILED", error: { ...error, retryable: false } as never }))).toMatch(/same way/);
});

test("the bars of a timeline lie where their steps did, and inside it", () => {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  const steps = [
    step({ startedAt: at(0), finishedAt: at(5) }),
    step({ startedAt: at(5), finishedAt: null }),
    step({ startedAt: null }),
    step({ startedAt: at(10), finishedAt: at(10) }),
  ];
  const [first, second, third, last] = placesOf(steps, 0, 10_000);
  expect([first, second, third]).toEqual([{ from: 0, width: 0.5 }, { from: 0.5, width: 0.5 }, undefined]);
  expect((last?.from ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(1);
  expect(last?.width).toBeGreaterThan(0);
});

test("a waveform is as high as the song is loud, whatever its length", () => {
  expect(barsOf([-70, -70, -10, -10], 2)).toEqual([0, 1]);
  expect(barsOf([-20], 3)).toHaveLength(3);
  expect([barsOf([], 5), barsOf([-10], 0)]).toEqual([[], []]);
  for (const bar of barsOf([-70, -30, -14, -8], 4)) expect(bar >= 0 && bar <= 1).toBe(true);
});

test("a step that waits is said to be where it is", () => {
  expect(stateOf({ name: "video", status: "waiting" })).toBe("at the model");
  expect(stateOf({ name: "render", status: "waiting" })).toBe("at the renderer");
  expect(stateOf({ name: "render", status: "blocked" })).toBe("not yet");
});
