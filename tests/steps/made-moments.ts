/** Moments, made up. */
import { type Moment, momentId } from "../../worker/domain/moment.ts";
import type { Duration } from "../../worker/domain/run.ts";

/** A moment that begins there and is good for these lengths. */
export const momentAt = (
  startSeconds: number,
  { hasLyrics = true, lengths = [8] as readonly Duration[] } = {},
): Moment => ({
  id: momentId(startSeconds),
  startSeconds,
  lengths: lengths.map((seconds) => ({ seconds, soundSeconds: seconds, fadeIn: 0.01, fadeOut: 0.3, warnings: [] })),
  reason: "",
  why: [],
  energy: 1,
  mood: "aching",
  hasLyrics,
  relatability: 5,
  score: 0.5,
  warnings: [],
});
