/** The parts of a song: where what sounds becomes something else for a while. */
import type { SongSection, Span } from "../../contract/song-analysis.ts";
import type { Turns } from "../turns.ts";
import { changes, type Pulses } from "./pulses.ts";
import { FRAMES_PER_SECOND } from "./spectra.ts";

/** Seconds that are compared before and after a boundary: long, so that it lasts, and short, so that it is at the place. */
const COMPARED = [10, 3] as const;
/** A section lasts at least this many seconds. */
const SHORTEST = 3.5;
/** Times what changes anywhere in the song: less is no boundary. */
const ENOUGH = 1.3;
/** A silence this long, seconds, is between sections, not within one. */
const PAUSE = 2;
/** What other chords count against another sound, and how much likelier a boundary is at the beginning of a bar. */
const HARMONY = 0.3;
const ON_A_BAR = 1.3;
/** A section this much quieter than the loudest, LU, has no energy from loudness. */
const QUIET_LU = 16;

export interface Heard {
  durationSeconds: number;
  /** LUFS per tenth of a second. */
  loudness: readonly number[];
  silences: readonly Span[];
  /** Strength of attacks per frame, as loud as they are. */
  attacks: Float32Array;
}

/** The song's parts, in order and without gaps. Boundaries are at pulses, if possible at those in `preferred`. */
export async function findSections(
  pulses: Pulses,
  preferred: ReadonlySet<number>,
  heard: Heard,
  turns: Turns,
): Promise<SongSection[]> {
  const found = await boundaries(pulses, preferred, heard, turns);
  const starts = [{ at: 0, change: 0 }, ...found];
  const parts = starts.map(({ at, change }, index) => ({
    start: at,
    end: starts[index + 1]?.at ?? heard.durationSeconds,
    change,
  }));
  const energies = energyOf(parts, heard);
  return parts.map((part, index) => ({
    start: rounded(part.start),
    end: rounded(part.end),
    energy: rounded(energies[index] ?? 0),
    change: rounded(part.change),
  }));
}

async function boundaries(
  { starts, timbre, harmony }: Pulses,
  preferred: ReadonlySet<number>,
  heard: Heard,
  turns: Turns,
) {
  const { durationSeconds } = heard;
  const length = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / Math.max(1, starts.length - 1) || 1;
  const pulses = (seconds: number): number => Math.max(2, Math.round(seconds / length));
  const [long, short] = COMPARED;
  const looks = [
    relative(await changes(timbre, pulses(long), turns)),
    relative(await changes(timbre, pulses(short), turns)),
    relative(await changes(harmony, pulses(long), turns)).map((value) => HARMONY * value),
  ];
  // Beside a pause everything changes, and next to that nothing else would count.
  const edges = heard.silences
    .filter(({ start, end }) => end - start >= PAUSE)
    .flatMap(({ start, end }) => [start, end]);
  const novelty = starts.map((at, index) => {
    if (edges.some((edge) => Math.abs(edge - at) < SHORTEST / 2)) return 0;
    const sum = looks.reduce((total, look) => total + (look[index] ?? 0), 0);
    return preferred.has(index) ? sum * ON_A_BAR : sum;
  });
  const usual = novelty.toSorted((a, b) => a - b)[Math.floor(novelty.length / 2)] ?? 0;
  const greatest = Math.max(...novelty, Number.EPSILON);
  const radius = pulses(SHORTEST / 2);
  const chosen = edges.filter((edge) => edge > 0 && edge < durationSeconds).map((edge) => ({ at: edge, change: 1 }));
  const peaks = novelty
    .map((value, index) => ({ value, at: starts[index] ?? 0, index }))
    .filter(({ value, at, index }) => {
      const around = novelty.slice(Math.max(0, index - radius), index + radius + 1);
      const inside = at >= SHORTEST / 2 && at <= durationSeconds - SHORTEST / 2;
      return inside && value >= ENOUGH * usual && value >= Math.max(...around);
    })
    .sort((a, b) => b.value - a.value || a.at - b.at);
  for (const { value, at } of peaks) {
    if (chosen.every((other) => Math.abs(other.at - at) >= SHORTEST)) chosen.push({ at, change: value / greatest });
  }
  return chosen.sort((a, b) => a.at - b.at);
}

const relative = (values: number[]): number[] => {
  const greatest = Math.max(...values, Number.EPSILON);
  return values.map((value) => value / greatest);
};

/** By loudness, and a little by how much is played; the greatest is 1. */
function energyOf(parts: readonly { start: number; end: number }[], heard: Heard): number[] {
  const power = parts.map(({ start, end }) =>
    average(heard.loudness.slice(Math.round(start * 10), Math.round(end * 10)).map((lufs) => 10 ** (lufs / 10))),
  );
  const played = parts.map(({ start, end }) =>
    average(heard.attacks.subarray(Math.round(start * FRAMES_PER_SECOND), Math.round(end * FRAMES_PER_SECOND))),
  );
  const loudest = Math.max(...power, Number.EPSILON);
  const busiest = Math.max(...played, Number.EPSILON);
  const energies = parts.map((_, index) => {
    const below = -10 * Math.log10(Math.max((power[index] ?? 0) / loudest, 1e-9));
    return 0.75 * Math.max(0, 1 - below / QUIET_LU) + (0.25 * (played[index] ?? 0)) / busiest;
  });
  const highest = Math.max(...energies, Number.EPSILON);
  return energies.map((energy) => energy / highest);
}

const average = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
