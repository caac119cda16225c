/** Which beats begin bars: those where chords change, the bass is struck, and new parts of the song begin. */
import type { Turns } from "../turns.ts";
import { changes, type Pulses, standardized } from "./pulses.ts";

export interface Bars {
  beatsPerBar: number;
  /** Indices of the beats that begin a bar. */
  downbeats: number[];
  /** How far the beats that begin bars stand out of the others, in standard deviations. */
  clarity: number;
}

/** Metres, and how much more than the likeliest one a rarer one must stand out. */
const METRES = [
  { beatsPerBar: 4, likelihood: 1 },
  { beatsPerBar: 3, likelihood: 0.85 },
  { beatsPerBar: 6, likelihood: 0.8 },
] as const;
/** What a bar of another length costs, in standard deviations. */
const IRREGULAR = 7;

/** Counts the beats in the metre in which most speaks for where its bars begin. */
export async function findBars(pulses: Pulses, turns: Turns): Promise<Bars> {
  const accents = await accentsOf(pulses, turns);
  let best: Bars = { beatsPerBar: 4, downbeats: [], clarity: Number.NEGATIVE_INFINITY };
  let weight = Number.NEGATIVE_INFINITY;
  for (const { beatsPerBar, likelihood } of METRES) {
    const downbeats = countBars(accents, beatsPerBar);
    const clarity = downbeats.reduce((sum, beat) => sum + (accents[beat] ?? 0), 0) / Math.max(1, downbeats.length);
    // By chance alone, the best of several positions stands out more where bars are long, because they are fewer.
    const weighed = clarity * likelihood * Math.sqrt(4 / beatsPerBar);
    if (weighed > weight) {
      best = { beatsPerBar, downbeats, clarity };
      weight = weighed;
    }
  }
  return best;
}

/** How much speaks for a bar's beginning at each beat, in standard deviations. */
export async function accentsOf({ timbre, harmony, low }: Pulses, turns: Turns): Promise<number[]> {
  const harmonic = standardized(await changes(harmony, 2, turns));
  const struck = standardized(low);
  const textural = standardized(await changes(timbre, 1, turns));
  const sectional = standardized(peaks(await changes(timbre, 8, turns)));
  return standardized(
    harmonic.map(
      (value, beat) => value + 0.5 * (struck[beat] ?? 0) + 0.4 * (textural[beat] ?? 0) + 0.7 * (sectional[beat] ?? 0),
    ),
  );
}

/** Only what is higher than its surroundings. */
const peaks = (values: readonly number[]): number[] =>
  values.map((value, at) => (value >= Math.max(...values.slice(Math.max(0, at - 6), at + 7)) ? value : 0));

/** Counts through, beat by beat, so that the ones fall on accents; a bar may be short or long, if that pays. */
function countBars(accents: readonly number[], beatsPerBar: number): number[] {
  let score = new Float64Array(beatsPerBar);
  const came: Int8Array[] = [];
  for (const accent of accents) {
    const next = new Float64Array(beatsPerBar);
    const from = new Int8Array(beatsPerBar);
    for (let count = 0; count < beatsPerBar; count++) {
      const usual = (count + beatsPerBar - 1) % beatsPerBar;
      from[count] = usual;
      let highest = score[usual] ?? 0;
      for (let other = 0; count === 0 && other < beatsPerBar; other++) {
        const irregular = (score[other] ?? 0) - IRREGULAR;
        if (irregular > highest) [highest, from[count]] = [irregular, other];
      }
      next[count] = highest + (count === 0 ? accent : 0);
    }
    score = next;
    came.push(from);
  }
  let count = score.indexOf(Math.max(...score));
  const downbeats: number[] = [];
  for (let beat = accents.length - 1; beat >= 0; beat--) {
    if (count === 0) downbeats.push(beat);
    count = came[beat]?.[count] ?? 0;
  }
  return downbeats.reverse();
}
