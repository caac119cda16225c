/** Beats of songs that are played to a click, where little is played on them. */
import { expect, it } from "vitest";
import { steadied } from "../../../renderer/src/listening/steady.ts";

const PERIOD = 60 / 132;
/** As a tracker tells them: to a hundredth of a second. */
const told = (time: number) => Math.round(time * 100) / 100;
const click = Array.from({ length: 160 }, (_, beat) => 2 + beat * PERIOD);
const near = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((time, at) => Math.abs(time - (other[at] ?? Number.NaN))));

it("puts beats back that slid over to what is struck in an intro", () => {
  const slid = click.map((time, beat) => told(time - Math.max(0, 0.105 - beat * 0.0075)));
  expect(near(slid, click)).toBeGreaterThan(0.1);
  expect(near(steadied(slid), click)).toBeLessThan(0.013);
});

it("does the same in a break, and at the end", () => {
  const slid = click.map((time, beat) => {
    const inBreak = beat > 60 && beat < 90 ? 0.08 * Math.sin(((beat - 60) / 30) * Math.PI) : 0;
    return told(time + inBreak + Math.max(0, (beat - 145) * 0.006));
  });
  expect(near(steadied(slid), click)).toBeLessThan(0.013);
});

it("leaves beats alone that are on time, and those of a song without an even tempo", () => {
  const onTime = click.map((time, beat) => told(time + (beat % 3) * 0.004));
  expect(steadied(onTime)).toEqual(onTime);
  const live = click.map((time, beat) => told(time + 0.15 * Math.sin(beat / 11)));
  expect(steadied(live)).toEqual(live);
});

it("leaves an intro alone that is played freely", () => {
  const freely = click.map((time, beat) => told(beat < 12 ? time - 0.09 * (12 - beat) : time));
  expect(steadied(freely)).toEqual(freely);
});

it("makes no beat before the song begins, and nothing of a few", () => {
  const early = Array.from({ length: 64 }, (_, beat) => told(0.06 - 0.07 * Math.exp(-beat / 6) + beat * 0.5));
  expect(steadied(early).every((time) => time >= 0)).toBe(true);
  expect(steadied([0.5, 1, 1.6])).toEqual([0.5, 1, 1.6]);
});
