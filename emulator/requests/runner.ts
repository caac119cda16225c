/** Takes an accepted request through the queue and its model to its outcome. */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dice } from "../dice.ts";
import { carried, flawOf } from "../faults.ts";
import { fetchInput } from "../media/fetch-input.ts";
import type { Head } from "../media/paint/head.ts";
import type { Studio } from "../media/studio.ts";
import type { Model } from "../models/model.ts";
import { models } from "../models/table.ts";
import { CANCELLED, failure } from "../protocol/model-errors.ts";
import { type JsonObject, ModelFailure, type Outcome } from "../protocol/outcome.ts";
import { pythonJson } from "../protocol/python-json.ts";
import { endedRequest, languageModelOf } from "../protocol/retirement.ts";
import { Semaphore } from "../semaphore.ts";
import type { Settings } from "../settings.ts";
import { type FileStore, filePath, type StoredFile } from "../store/files.ts";
import type { Transcripts } from "../text/transcripts.ts";
import type { RequestBook } from "./book.ts";
import type { FalRequest } from "./request.ts";
import { expiryOf } from "./retention.ts";

export interface RunnerParts {
  book: RequestBook;
  files: FileStore;
  studio: Studio;
  transcripts: Transcripts;
  heads: ReadonlyMap<string, Head>;
  settings: () => Settings;
  seed: string;
  temporary: string;
  /** Called once, when a request has its outcome. */
  completed: (request: FalRequest) => void;
}

export class Runner {
  readonly #parts: RunnerParts;
  readonly #slots: Semaphore<string>;
  readonly #running = new Map<string, { abort: AbortController; done: Promise<void> }>();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#slots = new Semaphore(parts.settings().concurrency);
  }

  /** Applies settings that changed. */
  refresh(): void {
    this.#slots.limit = this.#parts.settings().concurrency;
  }

  /** How many requests wait before this one. */
  queuePosition(request: FalRequest): number {
    return this.#slots.position(request.id);
  }

  /** Starts a request. The promise resolves when it has its outcome, or was stopped. */
  start(request: FalRequest): Promise<void> {
    const abort = new AbortController();
    const done = this.#run(request, abort.signal)
      // Its outcome could not be written down: the request stays unfinished, the emulator goes on.
      .catch((error: unknown) => console.error(`fal emulator: ${request.model} ${request.id}`, error))
      .finally(() => this.#running.delete(request.id));
    this.#running.set(request.id, { abort, done });
    return done;
  }

  /** The end of a request that is under way. */
  async ended(request: FalRequest): Promise<void> {
    await this.#running.get(request.id)?.done;
  }

  /** Asks a request to stop. One that ignores it completes all the same. */
  cancel(request: FalRequest): void {
    this.#parts.book.cancel(request);
    if (!carried(request.faults, "cancel-ignored")) this.#running.get(request.id)?.abort.abort(CANCELLED);
  }

  /** Stops everything without an outcome, so that a restart on the same state makes it again. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort("stopped");
    await Promise.all(running.map(({ done }) => done));
  }

  async #run(request: FalRequest, signal: AbortSignal): Promise<void> {
    const model = models.get(request.model);
    if (!model) return;
    let outcome: Outcome;
    let leave: (() => void) | undefined;
    try {
      const total = this.#latency(request, model);
      leave = await this.#slots.enter(request.id, signal);
      // A tenth of the wait is the platform finding a machine.
      if (total > 0) await sleep(total * 100, undefined, { signal });
      request.startedAt = new Date().toISOString();
      if (total > 0) await sleep(total * 900, undefined, { signal });
      if (carried(request.faults, "stuck")) await new Promise((_, reject) => onAbort(signal, reject));
      outcome = await this.#make(request, model, signal);
    } catch (error) {
      if (signal.aborted) {
        if (signal.reason !== CANCELLED) return;
        outcome = CANCELLED;
      } else if (error instanceof ModelFailure) {
        outcome = error.outcome;
      } else {
        console.error(`fal emulator: ${request.model} ${request.id}`, error);
        outcome = failure("internal_server_error");
      }
    } finally {
      leave?.();
    }
    if (outcome.kind !== "ok") this.#log(request, "ERROR", outcome.kind);
    if (this.#parts.book.complete(request, outcome)) this.#parts.completed(request);
  }

  async #make(request: FalRequest, model: Model, signal: AbortSignal): Promise<Outcome> {
    const ordered = carried(request.faults, "fail");
    if (ordered) return failure(ordered.error);
    const retired = carried(request.faults, "retired");
    const ended = retired && endedRequest(retired.as, model.id, languageModelOf(request.input)[0] ?? model.id);
    if (ended) return ended;
    const prepared = model.prepare(request.input);
    if ("problems" in prepared) {
      return { kind: "model_error", status: 422, detail: prepared.problems, retryable: false };
    }
    const folder = await mkdtemp(join(this.#parts.temporary, "inputs-"));
    try {
      const made = await prepared.make({
        signal,
        dice: dice(this.#parts.seed, request.model, pythonJson(withoutUrls(request.input))),
        studio: this.#parts.studio,
        transcripts: this.#parts.transcripts,
        heads: this.#parts.heads,
        frameRounding: this.#parts.settings().frameRounding,
        log: (message) => this.#log(request, "INFO", message),
        fetch: (loc, url) => fetchInput({ loc, url, folder, signal }),
        publish: (file) => this.#publish(file, request),
      });
      if (!carried(request.faults, "result-without-media")) return { kind: "ok", ...made };
      const output = Object.fromEntries(
        Object.entries(made.output).map(([field, value]) =>
          model.mediaFields.includes(field) ? [field, Array.isArray(value) ? [] : null] : [field, value],
        ),
      );
      return { kind: "ok", output, billing: made.billing };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #publish(file: StoredFile, { faults, filesKeptSeconds }: FalRequest) {
    const flaw = flawOf(faults);
    const expiresAt = expiryOf(filesKeptSeconds, this.#parts.settings(), Date.now());
    const change = { ...(flaw ? { flaw } : {}), ...(expiresAt === undefined ? {} : { expiresAt }) };
    const shown = Object.keys(change).length > 0 ? this.#parts.files.shownAs(file, change) : file;
    return {
      // Without the origin, which may differ after a restart; it is added when a result is read.
      url: filePath(shown),
      content_type: shown.contentType,
      file_name: shown.name,
      file_size: shown.bytes,
    };
  }

  /** Seconds, spread by the dice. */
  #latency(request: FalRequest, model: Model): number {
    const { profile, seconds, spread } = this.#parts.settings().latency;
    const base = seconds[model.id] ?? (profile === "demo" ? model.demoSeconds : 0);
    return base * dice(this.#parts.seed, "latency", request.number).between(1 - spread, 1 + spread);
  }

  #log(request: FalRequest, level: "INFO" | "ERROR", message: string): void {
    request.logs.push({ message, level, source: "USER", timestamp: new Date().toISOString() });
  }
}

function onAbort(signal: AbortSignal, then: (reason: unknown) => void): void {
  if (signal.aborted) then(signal.reason);
  else signal.addEventListener("abort", () => then(signal.reason), { once: true });
}

/** What an input asks for, whatever its files are called today: their URLs may be signed anew each time. */
const withoutUrls = (input: unknown): JsonObject =>
  // The input is JSON: it came in as such.
  Object.fromEntries(Object.entries(input as JsonObject).filter(([field]) => !/_urls?$/.test(field)));
