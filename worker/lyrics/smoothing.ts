/**
 * Starts of a line's words from times that are only roughly known: what was measured, weighed against how evenly words
 * follow each other. All times in seconds.
 */

/** A measured start. `sd`: how far off it usually is. */
export interface Measured {
  time: number;
  sd: number;
}

/** How words of a song follow each other. */
export interface Pace {
  /** Of one unit of a word's weight. */
  secondsPerWeight: number;
  /** How far the step from a word to the next usually is from its weight's. */
  stepSd: number;
}

/**
 * The most likely starts, where each step between words may differ from the pace by about `stepSd`, and each measurement
 * from the truth by its own. Words without a measurement are placed by their neighbours. At least one is measured.
 */
export function likelyStarts(
  measured: readonly (Measured | null)[],
  steps: readonly number[],
  stepSd: number,
): number[] {
  // Minimises the sum of squares: a tridiagonal system, solved by elimination (Thomas).
  const count = measured.length;
  const link = 1 / stepSd ** 2;
  const diagonal = new Array<number>(count).fill(0);
  const right = new Array<number>(count).fill(0);
  for (let j = 0; j < count; j++) {
    const own = measured[j];
    if (own) {
      diagonal[j] = (diagonal[j] ?? 0) + 1 / own.sd ** 2;
      right[j] = (right[j] ?? 0) + own.time / own.sd ** 2;
    }
    if (j + 1 === count) continue;
    const step = steps[j] ?? 0;
    diagonal[j] = (diagonal[j] ?? 0) + link;
    right[j] = (right[j] ?? 0) - step * link;
    diagonal[j + 1] = (diagonal[j + 1] ?? 0) + link;
    right[j + 1] = (right[j + 1] ?? 0) + step * link;
  }
  for (let j = 1; j < count; j++) {
    const factor = link / (diagonal[j - 1] ?? 1);
    diagonal[j] = (diagonal[j] ?? 0) - factor * link;
    right[j] = (right[j] ?? 0) + factor * (right[j - 1] ?? 0);
  }
  const starts = new Array<number>(count).fill(0);
  for (let j = count - 1; j >= 0; j--) {
    starts[j] = ((right[j] ?? 0) + (j + 1 < count ? link * (starts[j + 1] ?? 0) : 0)) / (diagonal[j] ?? 1);
  }
  return starts;
}

/** The middle one of the values; of an even number, the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** A standard deviation that some wild values do not change. */
export const robustSd = (values: readonly number[]): number => {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
};
