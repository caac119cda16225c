/** The pulse of a song that edit points are put on, also where nothing strikes it. */
import { expect, test } from "vitest";
import { clipAt } from "../../worker/steps/clip.ts";
import { HeardSong } from "../../worker/steps/music/heard-song.ts";
import { pulseOf } from "../../worker/steps/music/pulse.ts";
import { analysisOf } from "./analyses.ts";

const gridOf = (first: number, count: number, beatsPerBar = 4) => {
  const beats = Array.from({ length: count }, (_, beat) => first + beat * 0.5);
  return {
    bpm: 120,
    beats,
    downbeats: beats.filter((_, beat) => beat % beatsPerBar === 0),
    beatsPerBar,
    confidence: 1,
  };
};

test("goes on for four bars before the first beat and behind the last one", () => {
  const { beats, downbeats } = pulseOf(gridOf(20, 64));
  expect(beats).toHaveLength(64 + 32);
  expect(beats[0]).toBe(12);
  expect(beats.at(-1)).toBe(59.5);
  expect(downbeats).toEqual(Array.from({ length: 24 }, (_, bar) => 12 + 2 * bar));
});

test("begins with the song at the earliest, and counts bars of three", () => {
  const { beats, downbeats } = pulseOf(gridOf(2.25, 30, 3));
  expect(beats[0]).toBe(0.25);
  expect(downbeats.slice(0, 3)).toEqual([0.75, 2.25, 3.75]);
  expect(downbeats.at(-1)).toBe(2.25 + 13 * 1.5);
});

test("keeps the pace that a song ends with, and leaves one alone that has a single beat", () => {
  const beats = [...gridOf(0, 40).beats, ...Array.from({ length: 20 }, (_, beat) => 20 + beat * 0.6)];
  const pulse = pulseOf({ ...gridOf(0, 40), beats });
  expect(pulse.beats.at(-1)).toBeCloseTo(20 + 35 * 0.6, 6);
  expect(pulseOf({ ...gridOf(0, 40), beats: [1], downbeats: [1] })).toEqual({ beats: [1], downbeats: [1] });
});

test("is what a clip has that goes on into the fading end of its song", () => {
  const analysis = analysisOf({ seconds: 60 });
  const grid = analysis.grid && { ...analysis.grid, beats: analysis.grid.beats.filter((time) => time < 52) };
  const song = new HeardSong(
    { ...analysis, grid: grid && { ...grid, downbeats: grid.beats.filter((t) => t % 2 === 0) } },
    [],
  );
  const { beats = [], downbeats = [] } = clipAt(song, 45, 15);
  expect(beats.at(-1)).toBe(14.5);
  expect(downbeats.at(-1)).toBe(13);
});

test("a clip says that it does not end on a bar only where one of its length could", () => {
  const ends = (bpm: number, seconds: 8 | 15) =>
    clipAt(new HeardSong(analysisOf({ seconds: 80, bpm }), []), 20.3, seconds).warnings.filter((each) =>
      each.includes("end on a bar"),
    ).length;
  // Bars of two seconds, and of 1.82.
  expect(ends(120, 8)).toBe(1);
  expect(ends(132, 8)).toBe(0);
  expect(ends(120, 15)).toBe(0);
});
