/** The beats of a song: of several tempi the one whose beats fall best on what is played, and how sure that is. */
import type { Turns } from "../turns.ts";
import { trackBeats } from "./beats.ts";
import { blurred, type Onsets } from "./onsets.ts";
import { FRAMES_PER_SECOND } from "./spectra.ts";
import { likelyTempi, tappable } from "./tempo.ts";
import { lookForRepetition, tempoCurve } from "./tempo-curve.ts";

/** Beats that were judged. */
export interface TrackedBeats {
  /** In order. */
  frames: number[];
  bpm: number;
  /** The beats' attacks as a part of the strongest there are, as many: 1 where every strong attack is on a beat. */
  fit: number;
  /** See `TempoCurve`. */
  repetition: number;
  /** Attacks between the beats as parts of those on them: halfway, and at a third and two thirds. */
  halfway: number;
  thirds: number;
  score: number;
}

/** How much better others have to be, for beats to count as mistaken; and what is left of their score. */
const CLEARLY = 1.25;
const MISTAKEN = 0.5;
/** With fewer beats there is nothing to judge. */
const MIN_BEATS = 8;

/** The likeliest beats, and how the others came off. Empty: too short, or nothing ever begins. */
export async function judgeTempi({ strength }: Onsets, turns: Turns): Promise<TrackedBeats[]> {
  const peaks = peaksOf(strength);
  if (turns.isOver) await turns.pass();
  const compared = blurred(strength);
  const looks = await lookForRepetition(compared, turns);
  const judged: TrackedBeats[] = [];
  for (const { bpm } of await likelyTempi(compared, turns)) {
    const curve = tempoCurve(looks, bpm);
    const frames = await trackBeats(strength, bpm, curve, turns);
    if (frames.length >= MIN_BEATS) judged.push(judge(frames, curve.repetition, strength, peaks));
  }
  return judged
    .map((beats) =>
      judged.some((other) => isMistakenFor(beats, other)) ? { ...beats, score: MISTAKEN * beats.score } : beats,
    )
    .sort((a, b) => b.score - a.score);
}

/**
 * Whether beats are two thirds of others, or the like, that fit better and repeat better. A half, a third, or a multiple is
 * no mistake, but another level of the same metre.
 */
function isMistakenFor(beats: TrackedBeats, other: TrackedBeats): boolean {
  const ratio = Math.max(beats.bpm / other.bpm, other.bpm / beats.bpm);
  const isOtherLevel = Math.abs(ratio - Math.round(ratio)) < 0.05 * ratio;
  return !isOtherLevel && other.fit > CLEARLY * beats.fit && other.repetition > CLEARLY * beats.repetition;
}

function judge(frames: number[], repetition: number, strength: Float32Array, peaks: readonly number[]): TrackedBeats {
  const count = frames.length - 1;
  let [on, halfway, thirds] = [0, 0, 0];
  for (const [index, frame] of frames.slice(0, -1).entries()) {
    const length = (frames[index + 1] ?? frame) - frame;
    on += attackNear(strength, frame) / count;
    halfway += attackNear(strength, frame + length / 2) / count;
    thirds += (attackNear(strength, frame + length / 3) + attackNear(strength, frame + (2 * length) / 3)) / (2 * count);
  }
  const best = peaks.slice(0, count).reduce((sum, peak) => sum + peak, 0) / count;
  const fit = best > 0 ? on / best : 0;
  const bpm = (60 * FRAMES_PER_SECOND * count) / ((frames.at(-1) ?? 0) - (frames[0] ?? 0));
  const parts = on > 0 ? { halfway: halfway / on, thirds: thirds / on } : { halfway: 0, thirds: 0 };
  return {
    frames,
    bpm,
    fit,
    repetition,
    ...parts,
    score: fit * tappable(bpm) * levelled(bpm, parts) * ramp(repetition, 0.03, 0.25),
  };
}

/**
 * A beat is divided, but its parts are weaker than itself. Nothing between the beats: they are too fast. As much as on
 * them: they are too slow, or it is another tempo altogether.
 */
function levelled(bpm: number, { halfway, thirds }: { halfway: number; thirds: number }): number {
  const strongest = Math.max(halfway, thirds);
  const divided = ramp(strongest, 0.1, 0.3);
  const weaker = ramp(strongest, 0.95, 0.8);
  // Slow beats of three parts are the bars of a waltz.
  const lively = thirds > halfway ? ramp(bpm, 45, 90) : 1;
  return (0.4 + 0.6 * divided) * (0.3 + 0.7 * weaker) * (0.5 + 0.5 * lively);
}

/** 0 at `from` and 1 at `to`, straight between, level beyond. */
export const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

/** The strongest attack within two hundredths of a second. */
function attackNear(strength: Float32Array, at: number): number {
  const frame = Math.round(at);
  let strongest = 0;
  for (let near = frame - 2; near <= frame + 2; near++) strongest = Math.max(strongest, strength[near] ?? 0);
  return strongest;
}

/** Local maxima, strongest first. */
const peaksOf = (strength: Float32Array): number[] =>
  [...strength]
    .filter((value, frame) => value > (strength[frame - 1] ?? 0) && value >= (strength[frame + 1] ?? 0))
    .sort((a, b) => b - a);
