/** Every submission and every accepted request, kept in memory and, line by line, in a journal. */
import { join } from "node:path";
import { type Outcome, outcomeName } from "../protocol/outcome.ts";
import { Journal } from "../store/journal.ts";
import {
  type CallbackAttempt,
  type FalRequest,
  type LedgerEntry,
  type RefusedRead,
  type Submission,
  statusOf,
} from "./request.ts";

type Entry =
  | { entry: "submission"; submission: Submission }
  | { entry: "accepted"; request: FalRequest }
  | { entry: "completed"; id: string; completed: NonNullable<FalRequest["completed"]> }
  | { entry: "cancelled"; id: string }
  | { entry: "callback"; id: string; callback: CallbackAttempt }
  | { entry: "refused"; id: string; read: RefusedRead }
  | { entry: "forgotten"; id: string };

export class RequestBook {
  readonly #journal: Journal<Entry>;
  #submissions: Submission[] = [];
  #requests = new Map<string, FalRequest>();

  constructor(state: string) {
    this.#journal = new Journal(join(state, "requests.jsonl"));
    for (const entry of this.#journal.read()) this.#apply(entry);
  }

  get(id: string): FalRequest | undefined {
    return this.#requests.get(id);
  }

  get requests(): Iterable<FalRequest> {
    return this.#requests.values();
  }

  submitted(submission: Omit<Submission, "number">): void {
    this.#write({ entry: "submission", submission: { number: this.#submissions.length + 1, ...submission } });
  }

  accept(
    request: Pick<FalRequest, "id" | "model" | "input" | "webhookUrl" | "filesKeptSeconds" | "faults">,
  ): FalRequest {
    const accepted: FalRequest = {
      ...request,
      number: this.#requests.size + 1,
      acceptedAt: new Date().toISOString(),
      startedAt: null,
      completed: null,
      cancelled: false,
      logs: [],
      callbacks: [],
      refusedReads: [],
    };
    this.#write({ entry: "accepted", request: accepted });
    return accepted;
  }

  /** Completes a request once; returns false when it already was. */
  complete(request: FalRequest, outcome: Outcome): boolean {
    if (request.completed) return false;
    const now = Date.now();
    const started = request.startedAt ? Date.parse(request.startedAt) : now;
    const completed = { at: new Date(now).toISOString(), inferenceSeconds: (now - started) / 1000, outcome };
    this.#write({ entry: "completed", id: request.id, completed });
    return true;
  }

  cancel(request: FalRequest): void {
    if (!request.cancelled) this.#write({ entry: "cancelled", id: request.id });
  }

  called(request: FalRequest, callback: CallbackAttempt): void {
    // A callback that ends after a reset belongs to nothing any more.
    if (this.#requests.get(request.id) === request) this.#write({ entry: "callback", id: request.id, callback });
  }

  /** Notes that a fault answered a read of the request. */
  refused(request: FalRequest, read: Omit<RefusedRead, "at">): void {
    this.#write({ entry: "refused", id: request.id, read: { at: new Date().toISOString(), ...read } });
  }

  /** Notes that its result was asked for when it was kept no more. */
  forgotten(request: FalRequest): void {
    if (!request.forgotten) this.#write({ entry: "forgotten", id: request.id });
  }

  ledger(): LedgerEntry[] {
    return this.#submissions.map((submission) => {
      const request = submission.requestId === null ? undefined : this.#requests.get(submission.requestId);
      const outcome = request?.completed?.outcome;
      return {
        ...submission,
        accepted: request !== undefined,
        status: request ? statusOf(request) : null,
        outcome: outcome ? outcomeName(outcome) : null,
        billing: outcome?.kind === "ok" ? outcome.billing : null,
        cancelled: request?.cancelled ?? false,
        callbacks: request?.callbacks ?? [],
        refusedReads: request?.refusedReads ?? [],
        ...(request?.forgotten ? { forgotten: true } : {}),
      };
    });
  }

  clear(): void {
    this.#submissions = [];
    this.#requests = new Map();
    this.#journal.clear();
  }

  #write(entry: Entry): void {
    this.#journal.append(entry);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    switch (entry.entry) {
      case "submission":
        this.#submissions.push(entry.submission);
        return;
      case "accepted":
        // Journals of earlier versions know no refused reads.
        entry.request.refusedReads ??= [];
        this.#requests.set(entry.request.id, entry.request);
        return;
      case "completed":
        this.#change(entry.id, (request) => {
          request.completed = entry.completed;
        });
        return;
      case "cancelled":
        this.#change(entry.id, (request) => {
          request.cancelled = true;
        });
        return;
      case "callback":
        this.#change(entry.id, (request) => {
          request.callbacks.push(entry.callback);
        });
        return;
      case "refused":
        this.#change(entry.id, (request) => {
          request.refusedReads.push(entry.read);
        });
        return;
      case "forgotten":
        this.#change(entry.id, (request) => {
          request.forgotten = true;
        });
    }
  }

  #change(id: string, change: (request: FalRequest) => void): void {
    const request = this.#requests.get(id);
    if (request) change(request);
  }
}
