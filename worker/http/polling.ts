/** When it is worth polling again. */
const YOUNG_MS = 60_000;
const OLD_MS = 10 * 60_000;

/** Seconds until the next poll: few while runs are young, more once they have become old. Undefined: all are over. */
export function retryAfter(open: readonly { createdAt: number }[], now: number): number | undefined {
  if (open.length === 0) return undefined;
  const youngest = now - Math.max(...open.map(({ createdAt }) => createdAt));
  if (youngest < YOUNG_MS) return 2;
  return youngest < OLD_MS ? 5 : 15;
}
