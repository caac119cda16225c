/** What the emulator knows about a job and about every attempt to submit one. */
import type { Fault } from "../faults.ts";
import type { Billing, Outcome } from "../protocol/outcome.ts";

interface Log {
  message: string;
  level: "INFO" | "ERROR";
  source: "USER";
  timestamp: string;
}

/** One POST of a callback, and what came back. */
export interface CallbackAttempt {
  at: string;
  /** `true` for the ones a fault made up or doctored. */
  faulty: boolean;
  /** HTTP status of the answer, or the network's error. */
  answer: number | string;
  /** No further attempt follows. */
  final: boolean;
  answeredAt: string;
}

/** A read of a request's status or result that a fault answered. */
export interface RefusedRead {
  at: string;
  kind: "poll-status" | "result-status";
  status: number;
}

/** An accepted job. */
export interface FalRequest {
  id: string;
  model: string;
  input: unknown;
  webhookUrl: string | null;
  /** How long the files that it makes are to be kept, by its submit; undefined: for as long as the emulator's state lives. */
  filesKeptSeconds?: number | undefined;
  faults: Fault[];
  /** Counts accepted requests from 1; with the emulator's seed it decides latency. */
  number: number;
  acceptedAt: string;
  startedAt: string | null;
  completed: { at: string; inferenceSeconds: number; outcome: Outcome } | null;
  cancelled: boolean;
  logs: Log[];
  callbacks: CallbackAttempt[];
  refusedReads: RefusedRead[];
  /** Its result was asked for when it was kept no more. */
  forgotten?: true;
}

export type Status = "IN_QUEUE" | "IN_PROGRESS" | "COMPLETED";

/** What fal says of the request: a failed or canceled one is COMPLETED, too. */
export const statusOf = (request: FalRequest): Status =>
  request.completed ? "COMPLETED" : request.startedAt ? "IN_PROGRESS" : "IN_QUEUE";

/** An attempt to submit, accepted or not. */
export interface Submission {
  number: number;
  at: string;
  via: "queue" | "run";
  model: string;
  /** The body as it was received: JSON, or the text when it was none. */
  input: unknown;
  /** Lower-cased names; the credential is left out. */
  headers: Record<string, string>;
  webhookUrl: string | null;
  requestId: string | null;
  /** The HTTP status it was answered with, or `dropped`. */
  answer: number | "dropped";
  faults: Fault[];
}

/** A line of the ledger: an attempt, and what became of the job if it was accepted. */
export interface LedgerEntry extends Submission {
  accepted: boolean;
  status: Status | null;
  /** `ok`, or the type of the error; null until it is known. */
  outcome: string | null;
  /** What fal would bill. */
  billing: Billing | null;
  cancelled: boolean;
  callbacks: CallbackAttempt[];
  refusedReads: RefusedRead[];
  forgotten?: true;
}
