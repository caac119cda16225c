/** When a delivery is attempted again. Pure. Seconds, which are multiplied by TIME_SCALE where they are used. */

/** The wait before each attempt, counted from the previous one. */
const DELAYS = [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];

const MAX_RETRY_AFTER = 24 * 3600;

/**
 * Seconds from a failed attempt to the next one; undefined past the end of the schedule. `position`: attempts made so
 * far. A tenth of jitter keeps a recovering receiver from being hit by everything at once. `retryAfter`, seconds, is
 * honoured up to a day. `random` in [0, 1).
 */
export function nextAttemptIn(position: number, retryAfter: number | undefined, random: number): number | undefined {
  const delay = DELAYS[position];
  if (delay === undefined) return undefined;
  return Math.max(delay * (0.95 + random / 10), Math.min(retryAfter ?? 0, MAX_RETRY_AFTER));
}

/**
 * Seconds from a Retry-After header in either of its forms. `now` in Unix milliseconds. Undefined: it cannot be read.
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value);
  // "Sun, 22 Nov 2026 10:01:00 GMT"; Date.parse alone takes nearly anything for a date.
  const at = /^[a-z]{3,9}, /i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now) / 1000);
}
