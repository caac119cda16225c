/** What is rolled for inside the Worker: probabilities per call of a binding, and how long things last. Plain data. */

/** Faults of the Worker's own surroundings, by kind. */
export const WORKER_FAULTS = [
  // D1 answers with an error in passing: before it did anything, or after, so that only the reply is lost.
  "d1-refused",
  "d1-reply-lost",
  // R2 fails in the same two ways.
  "r2-refused",
  "r2-reply-lost",
  // The producer's side of a queue.
  "queue-lost",
  "queue-twice",
  "queue-delayed",
  "queue-shuffled",
  "queue-send-refused",
  // The consumer's side: handled, and delivered once more all the same.
  "ack-lost",
  // A call of a Durable Object (the pool, the gate, a renderer's) is refused; was made, and its reply is lost; or ends
  // with the object, which loses all that it has in memory and comes up again.
  "object-refused",
  "object-reply-lost",
  "object-reset",
  // The object ends at a call that it makes itself.
  "object-killed",
  // The invocation ends here for good: no line after this one runs, no catch, no finally.
  "killed-before",
  "killed-after",
  // The invocation stops for longer than its lease and then goes on as if nothing had happened.
  "stalled",
] as const;
export type WorkerFault = (typeof WORKER_FAULTS)[number];

export type Rates = Partial<Record<WorkerFault, number>>;

/** What arms the Worker; sent to it over HTTP, so that a quiet period can follow without a restart. */
export interface Arming {
  seed: number;
  rates: Rates;
  /** How long a stalled invocation stands still. */
  stallMs: number;
  /** How long a queue waits for a consumer before it delivers the message to another one. */
  patienceMs: number;
}

export const ARM_PATH = "/chaos/arm";

/** A line of the Worker's log, one per fault. */
export interface FaultLine {
  chaos: WorkerFault;
  at: string;
  runId?: string;
  generationId?: string;
}
