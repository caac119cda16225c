/** Beats, bars and sections, against songs whose scores say where they are. */
import { beforeAll, describe, expect, it } from "vitest";
import type { SongAnalysis } from "../../../renderer/contract/song-analysis.ts";
import { analyzeFile } from "../../../renderer/src/analyze.ts";
import { encode } from "../../../seed/encode.ts";
import { kick, snare } from "../../../seed/music/drums.ts";
import type { Score } from "../../../seed/music/score.ts";
import { perform, type Song } from "../../../seed/music/song.ts";
import type { Stereo } from "../../../seed/music/sound.ts";
import { chord } from "../../../seed/music/sound.ts";
import { electricPiano } from "../../../seed/music/strings.ts";
import { tinRoof } from "../../../seed/songs/tin-roof.ts";
import { truthOf } from "../../../seed/truth.ts";
import { scoreOf } from "../../support/beat-score.ts";
import { applause, freePlaying, noise } from "../../support/sounds.ts";
import { folder } from "../sources.ts";

let directory: string;
beforeAll(async () => {
  directory = await folder();
});

async function heard(sound: Stereo, name: string): Promise<SongAnalysis> {
  const path = `${directory}/${name}.wav`;
  encode(sound, "wav", path);
  return analyzeFile(path);
}

/** A song as short as it can be: a chord on each bar, and drums. */
function short(meter: Partial<Song["meter"]>, write: (score: Score, bar: number) => void): Song {
  const bars = meter.bars ?? 12;
  return {
    ...tinRoof,
    meter: { tempo: 100, beatsPerBar: 4, bars, swing: 0, ...meter },
    sections: [{ name: "verse", bar: 0, bars }],
    tail: 0.5,
    write(score) {
      const keys = score.channel({ gain: -6 });
      const chords = ["A3 C4 E4", "F3 A3 C4", "C3 E3 G3", "G3 B3 D4"];
      for (let bar = 0; bar < bars; bar++) {
        const notes = chord(chords[bar % 4] ?? "");
        const step = { at: 0, beats: score.meter.beatsPerBar };
        score.strike(
          keys,
          electricPiano,
          bar,
          notes.map((note) => ({ ...step, note })),
          0.8,
        );
        write(score, bar);
      }
    },
  };
}

const drums = new WeakMap<Score, Stereo>();
const drumsOf = (score: Score): Stereo => {
  const bus = drums.get(score) ?? score.channel({ gain: -4 });
  drums.set(score, bus);
  return bus;
};
const [KICK, SNARE] = [kick(), snare()];

const SONGS: [string, Song][] = [
  [
    "slow, and divided in eighths",
    short({ tempo: 66, bars: 9 }, (score, bar) => {
      score.kick(drumsOf(score), KICK, bar, "x---x---");
      score.drums(drumsOf(score), SNARE, bar, "..x...x.", 0.6);
    }),
  ],
  [
    "a waltz",
    short({ tempo: 150, beatsPerBar: 3, bars: 20 }, (score, bar) => {
      score.kick(drumsOf(score), KICK, bar, "x--");
      score.drums(drumsOf(score), SNARE, bar, "-xx", 0.4);
    }),
  ],
  [
    "with louder off-beats than beats",
    short({ tempo: 120, bars: 12 }, (score, bar) => {
      score.kick(drumsOf(score), KICK, bar, "x---x---", 0.7);
      score.drums(drumsOf(score), SNARE, bar, "-X-X-X-X", 0.8);
    }),
  ],
  [
    "that slows down and speeds up",
    short({ tempo: 110, bars: 18, live: { drift: 0.05, imprecision: 0.01 } }, (score, bar) => {
      score.kick(drumsOf(score), KICK, bar, "x-x-");
      score.drums(drumsOf(score), SNARE, bar, "..x...x.", 0.8);
    }),
  ],
];

describe("a song has its beats and bars found", () => {
  it.each(SONGS)("%s", async (name, song) => {
    const { grid } = await heard(perform(song), name.replaceAll(/\W/g, "-"));
    const truth = truthOf(song);
    const beats = scoreOf(grid?.beats ?? [], truth.beats);
    expect(beats.f).toBeGreaterThanOrEqual(0.9);
    expect(Math.abs(beats.medianOffset)).toBeLessThanOrEqual(0.015);
    expect(grid?.beatsPerBar).toBe(song.meter.beatsPerBar);
    expect(scoreOf(grid?.downbeats ?? [], truth.downbeats).f).toBeGreaterThanOrEqual(0.9);
    expect(grid?.confidence).toBeGreaterThan(0.5);
  });
});

it("keeps time in an intro whose chords are all off the beat", async () => {
  const stabs = (notes: number[], at: number) => notes.map((note) => ({ at, beats: 0.3, note }));
  const song: Song = {
    ...short({ tempo: 132, bars: 28 }, () => {}),
    write(score) {
      const keys = score.channel({ gain: -6 });
      for (let bar = 0; bar < 28; bar++) {
        const notes = chord(["A3 C4 E4", "F3 A3 C4", "C3 E3 G3", "G3 B3 D4"][bar % 4] ?? "");
        for (const at of [0.75, 2.25, 3.5]) score.strike(keys, electricPiano, bar, stabs(notes, at), 0.9);
        if (bar < 6) continue;
        score.kick(drumsOf(score), KICK, bar, "x--- ---- --x- ----");
        score.drums(drumsOf(score), SNARE, bar, "---- X--- ---- X---", 0.6);
      }
    },
  };
  const { grid } = await heard(perform(song), "off-beat intro");
  const { beats } = truthOf(song);
  const off = (grid?.beats ?? []).map((time) => Math.min(...beats.map((beat) => Math.abs(beat - time))));
  expect(Math.max(...off)).toBeLessThanOrEqual(0.04);
});

describe("what nobody can tap along to has no beats", () => {
  it.each([
    ["a dozen people who clap", applause(12)],
    ["a hall that claps", applause(200)],
    ["noise", noise()],
    ["notes at any moment", freePlaying()],
  ])("%s", async (name, sound) => {
    const { grid, sections, durationSeconds } = await heard(sound, name.replaceAll(/\W/g, "-"));
    expect(grid).toBeNull();
    expect(sections[0]?.start).toBe(0);
    expect(sections.at(-1)?.end).toBe(durationSeconds);
  });
});

it("finds where a song becomes another, at the beginning of a bar", async () => {
  const song = short({ tempo: 120, bars: 24 }, (score, bar) => {
    score.drums(drumsOf(score), SNARE, bar, "..x...x.", 0.2);
    if (bar >= 8 && bar < 16) score.kick(drumsOf(score), KICK, bar, "xxxx");
    if (bar >= 8 && bar < 16) score.drums(drumsOf(score), SNARE, bar, "-x-x-x-X");
  });
  const { sections, grid } = await heard(perform(song), "sections");
  const boundaries = sections.slice(1).toSorted((a, b) => b.change - a.change);
  expect(
    boundaries
      .slice(0, 2)
      .map(({ start }) => Math.round(start))
      .sort(),
  ).toEqual([16, 32]);
  for (const { start } of boundaries) expect(grid?.downbeats).toContain(start);
  for (const [index, { start }] of sections.entries()) expect(start).toBe(index === 0 ? 0 : sections[index - 1]?.end);
  // With the drums, and without.
  for (const { start, energy } of sections) {
    if (start > 15 && start < 31) expect(energy).toBeGreaterThan(0.8);
    else expect(energy).toBeLessThan(0.8);
  }
});
