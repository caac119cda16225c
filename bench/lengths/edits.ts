/**
 * Where edit points fall in the seed's songs: of clips as runs have them, planned by the beats of an analysis, and held
 * against the beats that the songs' scores have. The same every time.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { beatTime } from "../../seed/music/meter.ts";
import { type Song, songSeconds } from "../../seed/music/song.ts";
import { truthOf } from "../../seed/truth.ts";
import { IMAGE_TO_VIDEO_FPS } from "../../worker/fal/frames.ts";
import { seeded } from "../../worker/random.ts";
import { clipAt } from "../../worker/steps/clip.ts";
import { HeardSong } from "../../worker/steps/music/heard-song.ts";
import { LEAD } from "../../worker/steps/music/starts.ts";
import { planShots } from "../../worker/steps/shot-plan.ts";

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
  /** Edit points that are not near a beat: seconds in the song, and how far off, milliseconds. */
  off: string[];
}

/** A row for each length that the song has clips of, over a clip from every `every`th bar that was heard. */
export function measureEdits(song: Song, analysis: SongAnalysis, every: number): Edits[] {
  return LONGER.map((duration) => editsOf(song, analysis, duration, every)).filter(({ clips }) => clips > 0);
}

function editsOf(song: Song, analysis: SongAnalysis, duration: Longer, every: number): Edits {
  const heard = new HeardSong(analysis, truthOf(song).words);
  // The song's echo is counted on: the pulse does not end with the last bar that is written.
  const { meter } = song;
  const bars = Array.from({ length: meter.bars + 4 }, (_, bar) => bar * meter.beatsPerBar);
  const beats = bars.flatMap((bar) => Array.from({ length: meter.beatsPerBar }, (_, at) => beatTime(meter, bar + at)));
  const downbeats = bars.map((bar) => beatTime(meter, bar));
  const starts = (analysis.grid?.downbeats ?? [])
    .filter((_, bar) => bar % every === 0)
    .map((time) => Math.max(0, time - LEAD))
    .filter((time) => time + duration <= analysis.durationSeconds);
  const row: Edits = {
    ...{ song: song.slug, duration, clips: starts.length, edits: 0, nearBeat: 0, nearDownbeat: 0, onSection: 0 },
    ...{ bought: 0, off: [] },
  };
  for (const start of starts) {
    const { beats: within = [], downbeats: bars = [], changes = [], phrases = [] } = clipAt(heard, start, duration);
    const shots = planShots(duration, { beats: within, downbeats: bars, changes, phrases });
    row.bought += shots.reduce((sum, { takeSeconds }) => sum + takeSeconds, 0) / starts.length;
    for (const { startFrame, startsOn } of shots.slice(1)) {
      const at = start + startFrame / IMAGE_TO_VIDEO_FPS;
      const off = besides(at, beats);
      row.edits += 1;
      if (off <= NEAR_SECONDS) row.nearBeat += 1;
      else row.off.push(`${at.toFixed(2)} s (${startsOn}): ${Math.round(off * 1000)} ms`);
      if (besides(at, downbeats) <= NEAR_SECONDS) row.nearDownbeat += 1;
      if (startsOn === "section") row.onSection += 1;
    }
  }
  return row;
}

const besides = (at: number, times: readonly number[]): number => Math.min(...times.map((time) => Math.abs(time - at)));

/** The song as a tracker that is not quite exact would hear it: its score, with each beat a little beside where it is. */
export function heardWithNoise(song: Song): SongAnalysis {
  const { beats, downbeats, beatsPerBar, sections } = truthOf(song);
  const heard = new Map(beats.map((time, at) => [time, Math.max(0, time + error(song.seed, at))]));
  const told = (time: number) => heard.get(time) ?? time;
  const durationSeconds = songSeconds(song);
  return {
    ...{ durationSeconds, sampleRate: 44_100, channels: 2, integratedLufs: -14, silences: [] },
    ...{ mix: "as is", monoLossDb: 0 },
    loudness: Array.from({ length: Math.floor(durationSeconds * 10) }, () => -14),
    grid: {
      ...{ bpm: song.meter.tempo, beatsPerBar, confidence: 1 },
      ...{ beats: beats.map(told), downbeats: downbeats.map(told) },
    },
    sections: sections.map(({ start, end }, at) => ({
      ...{ start: told(start), end: told(end), energy: 0.5, change: at === 0 ? 0 : 0.7 },
    })),
  };
}

/** How far beside a beat is heard: nearly normal, as twelve dice are. */
function error(seed: number, beat: number): number {
  const random = seeded(seed, `beat ${beat}`);
  let sum = 0;
  for (let die = 0; die < 12; die++) sum += uniformInt(random, 0, 1_000_000) / 1_000_000;
  return HEARD.late + HEARD.deviation * (sum - 6);
}
