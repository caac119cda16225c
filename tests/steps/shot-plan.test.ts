/** How a video of several shots is divided, by what is heard in its clip. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IMAGE_TO_VIDEO_SECONDS } from "../../worker/fal/frames.ts";
import { longestTake, type Pulse, planShots, shotNumbers } from "../../worker/steps/shot-plan.ts";

const FPS = 24;
const LONGER = [15, 30, 60] as const;
const SILENT: Pulse = { beats: [], downbeats: [], changes: [], phrases: [] };

/** Four beats to the bar; the first downbeat at `first`. */
function pulseOf(bpm: number, first: number, seconds: number): Pulse {
  const every = (apart: number) =>
    Array.from({ length: Math.ceil((seconds - first) / apart) }, (_, at) => first + at * apart);
  return { ...SILENT, beats: every(60 / bpm), downbeats: every(240 / bpm) };
}

/** The seconds at which one shot gives way to the next. */
const editsOf = (shots: ReturnType<typeof planShots>) => shots.slice(1).map(({ startFrame }) => startFrame / FPS);
const off = (at: number, times: readonly number[]) => Math.min(...times.map((time) => Math.abs(time - at)));

describe.each(LONGER)("%d seconds", (duration) => {
  const anyTime = fc.double({ min: 0, max: duration, noNaN: true });
  const anyPulse = fc.record({
    beats: fc.array(anyTime, { maxLength: 200 }),
    downbeats: fc.array(anyTime, { maxLength: 40 }),
    changes: fc.array(fc.record({ at: anyTime, change: fc.double({ min: 0, max: 1, noNaN: true }) }), {
      maxLength: 6,
    }),
    phrases: fc.array(anyTime, { maxLength: 20 }),
  });

  test("whatever is heard: the shots fill the video to the frame, none too short, each within a take that may be bought", () => {
    fc.assert(
      fc.property(anyPulse, (pulse) => {
        const shots = planShots(duration, pulse);
        expect(shots).toHaveLength(shotNumbers(duration).length);
        let frame = 0;
        for (const [at, shot] of shots.entries()) {
          expect(shot.startFrame).toBe(frame);
          expect(shot.frames).toBeGreaterThanOrEqual(1.2 * FPS);
          expect(shot.frames).toBeLessThanOrEqual(shot.takeSeconds * FPS);
          expect(shot.takeSeconds).toBeLessThanOrEqual(longestTake(duration, shotNumbers(duration)[at] ?? 1));
          // No more is bought than is needed.
          expect(IMAGE_TO_VIDEO_SECONDS.find((seconds) => seconds * FPS >= shot.frames)).toBe(shot.takeSeconds);
          frame += shot.frames;
        }
        expect(frame).toBe(duration * FPS);
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  test("without music it is divided evenly", () => {
    const mean = duration / shotNumbers(duration).length;
    for (const { frames } of planShots(duration, SILENT)) expect(Math.abs(frames / FPS - mean)).toBeLessThanOrEqual(1);
  });

  test.each([60, 75, 84, 92, 104, 120, 128, 140, 174])(
    "at %d beats a minute, edit points are downbeats, wherever the clip begins, or else beats",
    (bpm) => {
      let onDownbeats = 0;
      let all = 0;
      for (let start = 0; start < 8; start++) {
        const pulse = pulseOf(bpm, (start / 8) * (240 / bpm), duration);
        for (const edit of editsOf(planShots(duration, pulse))) {
          expect(off(edit, pulse.beats)).toBeLessThanOrEqual(0.5 / FPS + 1e-9);
          all += 1;
          if (off(edit, pulse.downbeats) <= 0.5 / FPS + 1e-9) onDownbeats += 1;
        }
      }
      expect(onDownbeats / all).toBeGreaterThanOrEqual(0.8);
    },
  );

  test("an edit point is at a section's start, however the bars lie", () => {
    for (const section of [0.4, 0.5, 0.6].map((part) => Math.round(part * duration))) {
      const pulse = { ...pulseOf(100, section % 2.4, duration), changes: [{ at: section + 0.03, change: 0.8 }] };
      const shots = planShots(duration, pulse);
      const first = shots.find(({ startsOn }) => startsOn === "section");
      expect(first && off(first.startFrame / FPS, [section])).toBeLessThanOrEqual(0.5 / FPS + 1e-9);
    }
  });
});

test("where several sections begin too close to each other, the edit point is where most changes", () => {
  const pulse = pulseOf(120, 0, 15);
  const changes = [
    { at: 6, change: 0.3 },
    { at: 7, change: 1 },
  ];
  const starts = planShots(15, { ...pulse, downbeats: [...pulse.downbeats, 7].sort((a, b) => a - b), changes });
  expect(editsOf(starts)).toContain(7);
});

test("without a grid, edit points are where singing begins", () => {
  const phrases = [0.2, 5.3, 9.7];
  expect(editsOf(planShots(15, { ...SILENT, phrases })).map((edit) => off(edit, phrases) < 0.5 / FPS)).toEqual([
    true,
    true,
  ]);
});

test("each edit point is the frame nearest to its time, so that rounding never adds up", () => {
  const downbeats = Array.from({ length: 70 }, (_, bar) => bar * 1.7391);
  for (const edit of editsOf(planShots(60, { ...SILENT, downbeats }))) {
    expect(off(edit, downbeats)).toBeLessThanOrEqual(0.5 / FPS + 1e-9);
  }
});
