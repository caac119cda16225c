/** What a line's neighbours say about its place: lines come in order, and in most songs at regular distances. */

import { median } from "./smoothing.ts";

/** A line at its place, seconds. `start`: of its first word, `last`: of its last. Null: its place is not known. */
export type Place = { start: number; last: number } | null;

/** Seconds by which distances between lines may differ and count as the same. */
const ALIKE_SECONDS = 0.4;
/** Seconds by which a line may begin before the one before it is over. */
const OVERLAP_SECONDS = 0.3;
/** How much longer than most the distance between two lines of the same part may be. */
const MAX_WITHIN_PART = 1.3;
/** Share of the lines that must stand at regular distances, before a line that does not is suspect. */
const REGULAR_FROM = 0.6;
/** From this share on, one that does not is suspect even where two sources agree: they may hear the same wrong thing. */
const STRICT_FROM = 0.85;
const MIN_LINES = 6;

/**
 * For each line, whether its place is in doubt: out of order, or at a distance from both neighbours that no others have. `confirmed`: by
 * two sources.
 */
export function doubtful(places: readonly Place[], confirmed: readonly boolean[]): boolean[] {
  const known = places.flatMap((place, line) => (place ? [{ line, ...place }] : []));
  const distances = known.slice(1).map(({ start }, at) => start - (known[at]?.start ?? 0));
  const isUsual = (at: number) => {
    const own = distances[at];
    return own !== undefined && distances.some((other, index) => index !== at && Math.abs(other - own) < ALIKE_SECONDS);
  };
  const mostWithin = MAX_WITHIN_PART * (distances.length === 0 ? 0 : median(distances));
  // A distance to another part of the song says little: nothing but chance may make it usual.
  const says = (at: number) => isUsual(at) && (distances[at] ?? 0) <= mostWithin;
  const isRegular = known.map((_, at) => says(at - 1) || says(at));
  const regularShare = isRegular.filter((each) => each).length / known.length;
  const knowsDistances = known.length >= MIN_LINES && regularShare >= REGULAR_FROM;
  const doubts = new Set<number>();
  if (knowsDistances) {
    for (const [at, { line }] of known.entries())
      if (!isRegular[at] && !(confirmed[line] && regularShare < STRICT_FROM)) doubts.add(line);
  }
  for (const [at, { line, start }] of known.entries()) {
    const before = known[at - 1];
    if (!before || start >= before.last - OVERLAP_SECONDS) continue;
    // One of the two is wrong. Where regular distances tell which, the other one stands.
    const [ofBefore, own] = [doubts.has(before.line), doubts.has(line)];
    if (ofBefore || own) continue;
    doubts.add(before.line).add(line);
  }
  return places.map((_, line) => doubts.has(line));
}
