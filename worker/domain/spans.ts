/** Stretches of time. Unix milliseconds. */
export interface Span {
  since: number;
  until: number;
}

/** How many milliseconds after `from` the spans cover together, where they overlap counted once. */
export function coveredMs(spans: readonly Span[], from: number): number {
  let covered = 0;
  let counted = from;
  for (const { since, until } of [...spans].sort((a, b) => a.since - b.since)) {
    covered += Math.max(0, until - Math.max(since, counted));
    counted = Math.max(counted, until);
  }
  return covered;
}
