/**
 * Where edit points fall in the seed's songs: planned by beats that are heard a little beside where they are, as trackers
 * hear them, and held against the beats as the songs were written. The same every time.
 */

import { uniformInt } from "pure-rand/distribution/uniformInt";
import { ACCOUNTS } from "../../seed/accounts.ts";
import type { Song } from "../../seed/music/song.ts";
import { songSeconds } from "../../seed/music/song.ts";
import { IMAGE_TO_VIDEO_FPS } from "../../worker/fal/frames.ts";
import { seeded } from "../../worker/random.ts";
import { planShots, type Shot } from "../../worker/steps/shot-plan.ts";

const SONGS: Song[] = ACCOUNTS.flatMap(({ artists }) => artists.flatMap(({ songs }) => songs));

export const LONGER = [15, 30, 60] as const;
type Longer = (typeof LONGER)[number];

/** How near an edit point must be to a true beat, seconds. */
export const NEAR_SECONDS = 0.04;
/** How far from where it is a beat is heard: a standard deviation, and what all are late by. Seconds. */
const HEARD = { deviation: 0.008, late: 0.006 };

export interface Edits {
  song: string;
  duration: Longer;
  clips: number;
  edits: number;
  /** Within NEAR_SECONDS of a true beat; of a true downbeat; at the start of a section. */
  nearBeat: number;
  nearDownbeat: number;
  onSection: number;
  /** Seconds of takes that are bought, on average. */
  bought: number;
}

/** One row for each song and length, over a clip from every `every`th downbeat on. */
export function measureEdits(every: number): Edits[] {
  return SONGS.flatMap((song) => LONGER.map((duration) => editsOf(song, duration, every))).filter(
    ({ clips }) => clips > 0,
  );
}

function editsOf(song: Song, duration: Longer, every: number): Edits {
  const { tempo, beatsPerBar, bars } = song.meter;
  const beat = 60 / tempo;
  const beats = Array.from({ length: bars * beatsPerBar }, (_, at) => at * beat);
  const downbeats = beats.filter((_, at) => at % beatsPerBar === 0);
  const sections = song.sections.slice(1).map(({ bar }) => bar * beatsPerBar * beat);
  const heard = new Map(beats.map((time, at) => [time, time + error(song.seed, at)]));
  const starts = downbeats.filter((time, at) => at % every === 0 && time + duration <= songSeconds(song));
  const row = { song: song.slug, duration, clips: starts.length, edits: 0, nearBeat: 0, nearDownbeat: 0, onSection: 0 };
  let bought = 0;
  for (const start of starts) {
    const within = (times: readonly number[]) =>
      times.map((time) => (heard.get(time) ?? time) - start).filter((time) => time >= 0 && time < duration);
    const shots = planShots(duration, {
      ...{ beats: within(beats), downbeats: within(downbeats), phrases: [] },
      changes: within(sections).map((at) => ({ at, change: 0.7 })),
    });
    bought += shots.reduce((sum, { takeSeconds }) => sum + takeSeconds, 0);
    for (const { startFrame, startsOn } of shots.slice(1) satisfies Shot[]) {
      const at = start + startFrame / IMAGE_TO_VIDEO_FPS;
      row.edits += 1;
      if (isNear(at, beats)) row.nearBeat += 1;
      if (isNear(at, downbeats)) row.nearDownbeat += 1;
      if (startsOn === "section") row.onSection += 1;
    }
  }
  return { ...row, bought: starts.length === 0 ? 0 : bought / starts.length };
}

const isNear = (at: number, times: readonly number[]): boolean =>
  times.some((time) => Math.abs(time - at) <= NEAR_SECONDS);

/** How far beside a beat is heard: nearly normal, as twelve dice are. */
function error(seed: number, beat: number): number {
  const random = seeded(seed, `beat ${beat}`);
  let sum = 0;
  for (let die = 0; die < 12; die++) sum += uniformInt(random, 0, 1_000_000) / 1_000_000;
  return HEARD.late + HEARD.deviation * (sum - 6);
}
