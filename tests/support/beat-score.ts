/** How well times that were found match true ones, as it is measured in the field. */

/** Found and true times belong together within this many seconds. */
export const TOLERANCE = 0.07;

export interface Score {
  /** The harmonic mean of how many of the found are true, and how many of the true are found. */
  f: number;
  /** Of the pairs: how late the found ones are, seconds. NaN without pairs. */
  medianOffset: number;
}

/** Both in order; each is matched once at most. */
export function scoreOf(found: readonly number[], truth: readonly number[], tolerance = TOLERANCE): Score {
  const offsets: number[] = [];
  for (let at = 0, other = 0; at < found.length && other < truth.length; ) {
    const offset = (found[at] ?? 0) - (truth[other] ?? 0);
    if (Math.abs(offset) <= tolerance) {
      offsets.push(offset);
      at++;
      other++;
    } else if (offset < 0) at++;
    else other++;
  }
  offsets.sort((a, b) => a - b);
  return {
    f: (2 * offsets.length) / Math.max(1, found.length + truth.length),
    medianOffset: offsets[Math.floor(offsets.length / 2)] ?? Number.NaN,
  };
}
