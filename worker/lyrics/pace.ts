/** How fast a song is sung, learned from the song itself. */
import { median, type Pace, robustSd } from "./smoothing.ts";

/** Of a song of which nothing is known: four syllables a second. */
const USUAL_PACE: Pace = { secondsPerWeight: 0.06, stepSd: 0.2 };
/** No voice is steadier than this. */
const MIN_STEP_SD = 0.08;
const MIN_STEPS = 12;

/** Starts of a line's words, seconds; null where nothing was heard. */
export type Starts = readonly (number | null)[];

/**
 * The pace of a song. `weights` of the words of each line: see weightOf. `noise`: the standard deviation of the starts,
 * seconds, which is taken off what the steps between them vary by.
 */
export function paceOf(lines: readonly Starts[], weights: readonly (readonly number[])[], noise: number): Pace {
  const steps = lines.flatMap((starts, line) =>
    starts.slice(1).flatMap((start, at) => {
      const before = starts[at];
      if (start === null || before === null || before === undefined) return [];
      return [{ seconds: start - before, weight: weights[line]?.[at] ?? 1 }];
    }),
  );
  if (steps.length < MIN_STEPS) return USUAL_PACE;
  const secondsPerWeight = Math.max(0.01, median(steps.map(({ seconds, weight }) => seconds / weight)));
  const sd = robustSd(steps.map(({ seconds, weight }) => seconds - weight * secondsPerWeight));
  return { secondsPerWeight, stepSd: Math.max(Math.sqrt(Math.max(0, sd ** 2 - 2 * noise ** 2)), MIN_STEP_SD) };
}
