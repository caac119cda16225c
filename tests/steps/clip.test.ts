import { describe, expect, test } from "vitest";
import { FRAME_ROUNDINGS, wholeBlocks } from "../../emulator/models/frame-rounding.ts";
import { audioToVideoFrames } from "../../worker/fal/frames.ts";
import { chooseMoment, clip } from "../../worker/steps/clip.ts";
import { cut } from "../../worker/steps/cut.ts";
import type { Moment } from "../../worker/steps/step.ts";
import { contextOf, outcome } from "./contexts.ts";

const moment = (startSeconds: number, lyrics = "words"): Moment => ({
  startSeconds,
  lyrics,
  reason: "",
  mood: "aching",
  hasLyrics: lyrics !== "",
  relatability: 5,
});
const five = [10, 20, 30, 40, 50].map((start) => moment(start));

describe("runs of a batch that share a song", () => {
  const starts = (clipSeed: number, count: number) =>
    Array.from(
      { length: count },
      (_, use) => chooseMoment(five, false, { clip: use, clipSeed, songId: "song_1" }).startSeconds,
    );

  test("hear every moment before any is heard again", () => {
    for (let seed = 0; seed < 200; seed++) {
      const order = starts(seed, 10);
      expect(new Set(order.slice(0, 5)).size).toBe(5);
      expect(order.slice(5)).toEqual(order.slice(0, 5));
    }
  });

  test("hear them in an order that the seed decides", () => {
    expect(starts(3, 5)).toEqual(starts(3, 5));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => starts(seed, 5).join())).size).toBeGreaterThan(20);
  });
});

describe("lip-sync", () => {
  const mixed = [moment(10, ""), moment(20), moment(30, "")];
  const choose = (moments: Moment[], preferSung: boolean) =>
    new Set(
      Array.from(
        { length: 6 },
        (_, use) => chooseMoment(moments, preferSung, { clip: use, clipSeed: 1, songId: "s" }).startSeconds,
      ),
    );

  test("prefers moments with words; without it every moment will do", () => {
    expect(choose(mixed, true)).toEqual(new Set([20]));
    expect(choose(mixed, false)).toEqual(new Set([10, 20, 30]));
  });

  test("makes do with an instrumental", () => {
    expect(choose([moment(10, ""), moment(30, "")], true)).toEqual(new Set([10, 30]));
  });
});

test("a clip is as long as the video, or as what is left of a short song", () => {
  const of = (startSeconds: number, durationSeconds: number) =>
    outcome(
      clip.next(
        contextOf({ song: { durationSeconds }, outputs: { moments: { moments: [moment(startSeconds)] } } }),
        [],
      ),
    );
  expect(of(10, 80)).toEqual({ startSeconds: 10, durationSeconds: 8, lyrics: "words", mood: "aching" });
  expect(of(0, 5.5).durationSeconds).toBe(5.5);
});

test.each([
  ["in the middle of the song", 8],
  ["where the song ends before the clip does", 7.993],
])("what is cut for lip-sync is the clip and 5 frames more, %s", (_where, durationSeconds) => {
  const chosen = { startSeconds: 12.35, durationSeconds, lyrics: "", mood: "" };
  expect(cut.next(contextOf({ outputs: { clip: chosen } }), [])).toEqual({
    kind: "cut",
    audio: { media: "library:songs/1/abc" },
    startSeconds: 12.35,
    durationSeconds: 8.2,
  });
});

test.each(FRAME_ROUNDINGS)(
  "its video, of blocks of 8 frames rounded %s, is as long as the clip and as priced",
  (to) => {
    // A vendor may count a frame more or less in the sound than there is.
    for (const heard of [204, 205, 206]) {
      const frames = wholeBlocks(heard, to, { least: 9, most: 481 });
      expect(frames).toBeGreaterThanOrEqual(8 * 25);
      expect(frames).toBeLessThanOrEqual(audioToVideoFrames({ fps: 25 }));
    }
  },
);
