/** How long things may take, in seconds. All are multiplied by TIME_SCALE. */
import type { Settings } from "./env.ts";

/** Anything that holds the settings. */
type Timed = { settings: Pick<Settings, "TIME_SCALE"> };

export const SECONDS = {
  /** A claimed step of the steps queue: finding out what is next, and one submit. */
  stepLease: 90,
  /** A claimed cut, retries of its upload included; or a claimed render: handing it to the pool, and taking it back. */
  renderLease: 180,
  /** A renderer tells how far it is every ten seconds: one that is silent for so long hangs. */
  rendererSilence: 60,
  /** A run whose render is over is sent for again after so long, then after twice as long, and so on. */
  renderWake: 2,
  renderWakeAtMost: 600,
  /** What was stored for a run while it was deleted is looked for again after so long. */
  lateFiles: 20,
  /** An erasure that has to wait looks again after so long. */
  erasureLooks: 30,
  /** After that nobody comes for what a render came to. */
  renderEndKept: 24 * 3600,
  /** The pool looks after its renders this often. */
  poolLook: 20,
  /** A generation whose turn has come is sent for again when it did not come for its slot in so long. */
  gateComes: 30,
  /** One that has a slot is looked up after so long, in case it left unheard. */
  gateLook: 900,
  /** How long a generation keeps its slot, and a render its place, as long as none has shown it. */
  slotTaken: 30,
  placeTaken: 10,
  /** fal.ai refused every call: it is asked again after so long, then after twice as long, and so on. */
  breaker: 10,
  breakerAtMost: 300,
  /** Calls that fal.ai did not answer are not in a row any more when they are so far apart. */
  inARow: 900,
  /** Between polls of a request that fal.ai does not let us ask about. */
  refusedPoll: 30,
  /** A gate that cannot be reached is asked again after so long. */
  gateUnreachable: 5,
  /** A generation that waits for the gate asks it again after so long, if it was not sent for. */
  gateAskedAgain: 3600,
  /** A run whose render neither ended nor was lost as far as anybody knows asks the pool again after so long. */
  renderAskedAgain: 3600,
  /** A claimed generation: one exchange with fal.ai, and copying what it made. */
  generationLease: 180,
  copyTimeout: 120,
  /** The message of a row this overdue is lost. */
  lostMessage: 30,
  /** A run may wait long in fal.ai's queue, which admits as few as two requests at a time. */
  runDeadline: 6 * 3600,
  /** How long URLs for fal.ai and for the renderer work. fal.ai may fetch an input only when its turn comes. */
  falUrl: 24 * 3600,
  renderUrl: 900,
  /**
   * fal.ai is asked to keep files for so long, and a run's longest wait more. We copy what it makes at once, but a run may
   * wait before it copies, then has its six hours, and may be retried the next day.
   */
  falFilesKept: 2 * 24 * 3600,
  /** How long an answer to create is kept for callers who send the same idempotency key again. */
  answerKept: 24 * 3600,
  /** A claimed idempotency key without an answer: longer than create may take. */
  claimLease: 120,
  /** How long an isolate does not ask a model that it found retired. */
  retirementKept: 600,
  /** How long webhook events are kept: until then, deliveries can be read and replayed. */
  eventsKept: 30 * 24 * 3600,
} as const;

/** When a step or a generation has had this many transient errors since it last got further, it fails. */
export const MAX_FAILURES = 6;
/**
 * Submits of one generation: each after the first needs proof that the one before failed, or its deadline to have
 * passed.
 */
export const MAX_SUBMITS = 3;

/** Seconds times TIME_SCALE, in whole milliseconds; at least one. */
export const scaledMs = ({ settings }: Timed, seconds: number): number =>
  Math.max(1, Math.round(seconds * 1000 * settings.TIME_SCALE));

/** How early a delayed message may arrive and still find its row due, milliseconds. */
export const earlyMs = (services: Timed): number => scaledMs(services, 0.25);

/** Exponential backoff, capped, with jitter so that thirty runs do not come back at the same instant. Seconds. */
export const backoffSeconds = (failures: number): number =>
  Math.min(300, 2 * 2 ** Math.min(failures, 10)) * (0.75 + Math.random() / 2);
