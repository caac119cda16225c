/** How long things may take, seconds. All are multiplied by TIME_SCALE. */
import type { Settings } from "./env.ts";

/** Whoever knows the settings. */
type Timed = { settings: Pick<Settings, "TIME_SCALE"> };

export const SECONDS = {
  /** A claimed step of the steps queue: thinking and one submit. */
  stepLease: 90,
  /** A claimed render or cut, retries of its uploads included. */
  renderLease: 600,
  /** A claimed generation: one exchange with fal.ai, and copying what it made. */
  generationLease: 180,
  copyTimeout: 120,
  /** A message this overdue is lost. */
  lostMessage: 30,
  /** A run may wait long in fal.ai's queue, which admits as few as two requests at a time. */
  runDeadline: 6 * 3600,
  /** URLs handed to fal.ai and to the renderer. fal.ai may fetch an input only when its turn comes. */
  falUrl: 24 * 3600,
  renderUrl: 900,
  /** How long an answer to create is kept for whoever asks again with the same idempotency key. */
  answerKept: 24 * 3600,
  /** A claimed idempotency key without an answer: longer than create may take. */
  claimLease: 120,
  /** What was sent of a run's end can be looked at, and sent again, for so long. */
  eventsKept: 30 * 24 * 3600,
} as const;

/** Errors in passing that a step or a generation survives between two steps forward. */
export const MAX_FAILURES = 6;
/** Submits of one generation: each after the first needs proof, or a deadline passed. */
export const MAX_SUBMITS = 3;

/** Milliseconds, of seconds times TIME_SCALE; at least one. */
export const scaledMs = ({ settings }: Timed, seconds: number): number =>
  Math.max(1, Math.round(seconds * 1000 * settings.TIME_SCALE));

/** How early a delayed message may come and still find its row due. */
export const earlyMs = (services: Timed): number => scaledMs(services, 0.25);

/** Exponential, capped, with jitter so that thirty runs do not come back at the same instant. Seconds. */
export const backoffSeconds = (failures: number): number =>
  Math.min(300, 2 * 2 ** Math.min(failures, 10)) * (0.75 + Math.random() / 2);
