/** Beats, bars and sections of what was heard. */
import type { BeatGrid, SongSection, Span } from "../../contract/song-analysis.ts";
import { Turns } from "../turns.ts";
import { accentsOf, findBars } from "./bars.ts";
import { judgeTempi, ramp, type TrackedBeats } from "./grid.ts";
import { hearOnsets, type Onsets } from "./onsets.ts";
import { sliceByPulses } from "./pulses.ts";
import { findSections } from "./sections.ts";
import { FRAMES_PER_SECOND, type Spectra } from "./spectra.ts";
import { steadied } from "./steady.ts";

/** Less sure than this, and the music is not to be spoken of in beats. */
const SURE_ENOUGH = 0.25;
/** Attacks halfway, as a part of those on the beats, without which these cannot be the beats. */
const OFF_BEAT_FROM = 0.1;
/** How much more there must be for that, in standard deviations. */
const CLEARLY_OFF = 0.5;
/** Bars of four and of three beats, counted in halves of a beat. */
const BARS_OF_HALVES = [8, 6];
/** Where there are no beats, sections are looked for in steps of this many seconds. */
const STEP = 0.5;

/** `loudness`: momentary, LUFS, per tenth of a second. */
export async function understand(
  spectra: Spectra,
  { loudness, silences }: { loudness: readonly number[]; silences: readonly Span[] },
  durationSeconds: number,
): Promise<{ grid: BeatGrid | null; sections: SongSection[] }> {
  const turns = new Turns();
  const onsets = await hearOnsets(spectra, turns);
  const [tracked] = await judgeTempi(onsets, turns);
  const heard = { durationSeconds, loudness, silences, attacks: onsets.raw };
  const confidence = tracked ? confidenceIn(tracked) : 0;
  if (!tracked || confidence < SURE_ENOUGH) {
    const steps = Array.from({ length: Math.max(1, Math.floor(durationSeconds / STEP)) }, (_, step) => step * STEP);
    const pulses = sliceByPulses(spectra, onsets, steps);
    return { grid: null, sections: await findSections(pulses, new Set(), heard, turns) };
  }
  const beats = steadied(await onTheBeat(tracked, spectra, onsets, turns));
  const { beatsPerBar, downbeats } = await findBars(sliceByPulses(spectra, onsets, beats), turns);
  if (turns.isOver) await turns.pass();
  const pulses = sliceByPulses(spectra, onsets, continued(beats, durationSeconds));
  const first = pulses.starts.indexOf(beats[0] ?? 0);
  return {
    grid: {
      bpm: Math.round((600 * (beats.length - 1)) / ((beats.at(-1) ?? 0) - (beats[0] ?? 0))) / 10,
      beats,
      downbeats: downbeats.map((beat) => beats[beat] ?? 0),
      beatsPerBar,
      confidence: Math.round(confidence * 100) / 100,
    },
    sections: await findSections(pulses, new Set(downbeats.map((beat) => first + beat)), heard, turns),
  };
}

/**
 * The beats, seconds; or halfway between them, where bars begin there: then the tracker has
 * followed the off-beats.
 */
async function onTheBeat(
  { frames, halfway }: TrackedBeats,
  spectra: Spectra,
  onsets: Onsets,
  turns: Turns,
): Promise<number[]> {
  const beats = frames.map((frame) => frame / FRAMES_PER_SECOND);
  if (halfway < OFF_BEAT_FROM) return beats;
  const between = beats.slice(0, -1).map((beat, index) => Math.round(500 * (beat + (beats[index + 1] ?? beat))) / 1000);
  const halves = beats.flatMap((beat, index) => [beat, ...between.slice(index, index + 1)]);
  const accents = await accentsOf(sliceByPulses(spectra, onsets, halves), turns);
  return clearestBar(accents, 1) - clearestBar(accents, 0) > CLEARLY_OFF ? between : beats;
}

/** How strong the accents are on the ones, if bars are counted from the best of the even (0) or the odd (1) places. */
function clearestBar(accents: readonly number[], parity: 0 | 1): number {
  const means = BARS_OF_HALVES.flatMap((length) =>
    Array.from({ length: length / 2 }, (_, beat) => {
      const ones = accents.filter((_, index) => index % length === 2 * beat + parity);
      return ones.reduce((sum, accent) => sum + accent, 0) / Math.max(1, ones.length);
    }),
  );
  return Math.max(...means);
}

/** Beats that go on at the same pace to the beginning and the end of the sound, so that all of it has its place. */
function continued(beats: readonly number[], durationSeconds: number): number[] {
  const first = beats[0] ?? 0;
  const last = beats.at(-1) ?? 0;
  const length = (last - first) / (beats.length - 1);
  const before = Array.from(
    { length: Math.floor(first / length) },
    (_, index) => first - (index + 1) * length,
  ).reverse();
  const after = Array.from(
    { length: Math.max(0, Math.floor((durationSeconds - last) / length)) },
    (_, index) => last + (index + 1) * length,
  );
  return [...before, ...beats, ...after];
}

/** The attacks repeat, and the beats are on them: by chance, neither is. */
const confidenceIn = ({ repetition, fit }: TrackedBeats): number => ramp(repetition, 0.1, 0.3) * ramp(fit, 0.3, 0.6);
