import { describe, expect, test } from "vitest";
import { FRAME_ROUNDINGS, wholeBlocks } from "../../emulator/models/frame-rounding.ts";
import type { Moment } from "../../worker/domain/moment.ts";
import type { Duration, RunRequest } from "../../worker/domain/run.ts";
import { audioToVideoFrames } from "../../worker/fal/frames.ts";
import { chooseMoment, clip } from "../../worker/steps/clip.ts";
import { cut } from "../../worker/steps/cut.ts";
import { chooseMoments } from "../../worker/steps/music/choose.ts";
import { HeardSong } from "../../worker/steps/music/heard-song.ts";
import type { Chosen } from "../../worker/steps/step.ts";
import { analysisOf } from "./analyses.ts";
import { contextOf, outcome, sung } from "./contexts.ts";
import { momentAt } from "./made-moments.ts";

const listOf = (moments: Moment[], further: Moment[] = []) => ({ moments, further });
const five = [10, 20, 30, 40, 50].map((start) => momentAt(start));

/** What so many runs that share a song hear, in order. */
const startsOf = (chosen: Chosen, count: number, { seconds = 8 as Duration, preferSung = false, clipSeed = 1 } = {}) =>
  Array.from(
    { length: count },
    (_, use) => chooseMoment(chosen, { seconds, preferSung }, { clip: use, clipSeed, songId: "song_1" }).startSeconds,
  );

describe("runs of a batch that share a song", () => {
  test("hear every moment before any is heard again", () => {
    for (let clipSeed = 0; clipSeed < 200; clipSeed++) {
      const order = startsOf(listOf(five), 10, { clipSeed });
      expect(new Set(order.slice(0, 5)).size).toBe(5);
      expect(order.slice(5)).toEqual(order.slice(0, 5));
    }
  });

  test("hear them in an order that the seed decides, the best five before the others", () => {
    const fifteen = Array.from({ length: 15 }, (_, rank) => momentAt(rank * 10));
    const orders = Array.from({ length: 50 }, (_, clipSeed) => startsOf(listOf(fifteen), 15, { clipSeed }));
    expect(orders[3]).toEqual(startsOf(listOf(fifteen), 15, { clipSeed: 3 }));
    expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThan(40);
    for (const order of orders) expect(Math.max(...order.slice(0, 5))).toBe(40);
  });

  test("go on with further starts when all moments are used", () => {
    const order = startsOf(listOf(five, [momentAt(15), momentAt(25)]), 7);
    expect(new Set(order.slice(0, 5))).toEqual(new Set([10, 20, 30, 40, 50]));
    expect(new Set(order.slice(5))).toEqual(new Set([15, 25]));
  });

  test("hear moments of the length that is asked for, those that share much after those that do not", () => {
    const long = [0, 10, 20, 30, 40].map((start) => momentAt(start, { lengths: [8, 15, 30] }));
    const order = startsOf(listOf([...long, momentAt(60)]), 5, { seconds: 30 });
    expect(order).not.toContain(60);
    expect(new Set(order).size).toBe(5);
    expect(Math.abs((order[0] ?? 0) - (order[1] ?? 0))).toBeGreaterThanOrEqual(20);
  });
});

describe("lip-sync", () => {
  const unsung = { hasLyrics: false };
  const mixed = listOf([momentAt(10, unsung), momentAt(20), momentAt(30, unsung)]);

  test("prefers moments with words; without it every moment will do", () => {
    expect(new Set(startsOf(mixed, 6, { preferSung: true }))).toEqual(new Set([20]));
    expect(new Set(startsOf(mixed, 6))).toEqual(new Set([10, 20, 30]));
  });

  test("makes do with an instrumental, and says so", () => {
    const instrumental = listOf([momentAt(10, unsung), momentAt(30, unsung)]);
    expect(new Set(startsOf(instrumental, 6, { preferSung: true }))).toEqual(new Set([10, 30]));
    const outputs = { listen: { words: [] }, moments: instrumental };
    const { warnings } = outcome(clip.next(contextOf({ request: { lipsync: true }, outputs }), []));
    expect(warnings?.join()).toContain("Nothing is sung");
  });
});

describe("a clip", () => {
  const words = sung("leave the porchlight on for me tonight my love", 10.2, 1);
  const clipOf = (request: Partial<RunRequest>, start = 10) =>
    outcome(
      clip.next(
        contextOf({
          request,
          analysis: analysisOf(),
          outputs: { listen: { words }, moments: listOf([momentAt(start)]) },
        }),
        [],
      ),
    );

  test("is what is heard of its moment: its seconds, its words, where its bars and parts begin", () => {
    expect(clipOf({})).toEqual({
      startSeconds: 10,
      durationSeconds: 8,
      fadeIn: 0.01,
      fadeOut: 0.03,
      lyrics: "leave the porchlight on for me tonight my",
      mood: "aching",
      downbeats: [0, 2, 4, 6],
      changes: [],
      warnings: [],
    });
  });

  test("of a song without beats has the starts of its phrases for edit points", () => {
    const verses = [...sung("leave the porchlight", 10.2), ...sung("on for me", 14.2)];
    const outputs = { listen: { words: verses }, moments: listOf([momentAt(10)]) };
    const made = outcome(clip.next(contextOf({ analysis: analysisOf({ bpm: null }), outputs }), []));
    expect(made).toMatchObject({ phrases: [0.2, 4.2] });
    expect(made.downbeats).toBeUndefined();
  });

  test("names the parts that begin within it, from its start", () => {
    const sections = [
      { start: 0, end: 14, energy: 0.4, change: 0 },
      { start: 14, end: 80, energy: 1, change: 0.7 },
    ];
    const outputs = { listen: { words: [] }, moments: listOf([momentAt(10)]) };
    expect(outcome(clip.next(contextOf({ analysis: analysisOf({ sections }), outputs }), [])).changes).toEqual([
      { at: 4, change: 0.7 },
    ]);
  });

  test("begins at the very second that the caller chose, and says what it breaks off", () => {
    const chosen = clipOf({ clip: { song: "porchlight", start_seconds: 11.5 } });
    expect(chosen).toMatchObject({ startSeconds: 11.5, mood: "" });
    expect(chosen.warnings?.join()).toContain("within the word “the”");
    expect(chosen.lyrics).toMatch(/^porchlight/);
  });

  test("that the caller chose by its moment has its mood", () => {
    expect(clipOf({ clip: { song: "porchlight", start_seconds: 10, moment: "m10000" } }).mood).toBe("aching");
  });

  test("of a song that is mostly silent is partly silent, and says so, rather than none", () => {
    const silences = [{ start: 0, end: 60 }];
    const hidden = new HeardSong(analysisOf({ seconds: 74, silences }), []);
    const outputs = { listen: { words: [] }, moments: chooseMoments(hidden) };
    const song = { durationSeconds: 74 };
    const context = contextOf({ request: { duration: 30 }, song, analysis: hidden.analysis, outputs });
    const made = outcome(clip.next(context, []));
    expect(made).toMatchObject({ startSeconds: 44, durationSeconds: 30 });
    expect(made.warnings?.join()).toContain("16.0 s of the clip are silent");
  });

  test("is as long as what is left of a short song", () => {
    const outputs = { listen: { words: [] }, moments: listOf([momentAt(0)]) };
    const short = contextOf({ song: { durationSeconds: 5.5 }, analysis: analysisOf({ seconds: 5.5 }), outputs });
    expect(outcome(clip.next(short, [])).durationSeconds).toBe(5.5);
  });
});

test("thirty runs of three songs hear thirty clips", () => {
  const songs = [60, 97, 140].map((bpm) => chooseMoments(new HeardSong(analysisOf({ bpm }), [])));
  const heard = songs.flatMap((chosen, song) => startsOf(chosen, 10).map((start) => `${song}@${start}`));
  expect(new Set(heard).size).toBe(30);
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

test("what is cut for lip-sync is silent where the clip is, so that lips stop", () => {
  const chosen = { startSeconds: 12.35, durationSeconds: 7.7, fadeIn: 0.01, fadeOut: 0.2, lyrics: "", mood: "" };
  expect(cut.next(contextOf({ outputs: { clip: chosen } }), [])).toMatchObject({
    durationSeconds: 8.2,
    sound: { seconds: 7.7, fadeIn: 0.01, fadeOut: 0.2 },
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
