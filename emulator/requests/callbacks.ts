/** Delivers the callbacks of completed requests: signed, retried with growing delays, each attempt written down. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { carried } from "../faults.ts";
import { errorBody, type JsonObject } from "../protocol/outcome.ts";
import { pythonJson } from "../protocol/python-json.ts";
import { type SigningKey, webhookHeaders } from "../protocol/signature.ts";
import type { Settings } from "../settings.ts";
import type { RequestBook } from "./book.ts";
import type { FalRequest } from "./request.ts";

/** The body of a callback, before it is written as Python writes it. */
function callbackBody(requestId: string, request: FalRequest, absolute: (json: JsonObject) => JsonObject): JsonObject {
  const outcome = request.completed?.outcome;
  const ids = { request_id: requestId, gateway_request_id: requestId };
  if (outcome?.kind === "ok") return { ...ids, status: "OK", payload: absolute(outcome.output), error: null };
  return {
    ...ids,
    status: "ERROR",
    payload: outcome ? errorBody(outcome) : null,
    error: `Invalid status code: ${outcome?.status ?? 500}`,
  };
}

/** One way of sending a callback: what is true about it and what is not. */
interface Manner {
  requestId: string;
  /** Seconds added to the signed time. */
  clockError: number;
  spoilSignature: boolean;
}

export interface CallbackParts {
  book: RequestBook;
  key: SigningKey;
  settings: () => Settings;
  absolute: (json: JsonObject) => JsonObject;
}

export class Callbacks {
  readonly #parts: CallbackParts;
  #stop = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(parts: CallbackParts) {
    this.#parts = parts;
  }

  /** Delivers the callback of a completed request, unless it has none or it was delivered before a restart. */
  start(request: FalRequest): void {
    // Whether fal calls back for a cancelled job is documented nowhere; nobody should wait for it.
    if (!request.webhookUrl || carried(request.faults, "callback-never")) return;
    if (request.completed?.outcome.kind === "request_error" && request.cancelled) return;
    if (request.callbacks.some((callback) => callback.final)) return;
    this.send(request);
  }

  /** Sends the callback of a completed request now, whatever happened before. */
  send(request: FalRequest): void {
    const { webhookUrl } = request;
    if (!webhookUrl) return;
    const delivery = this.#deliver(request, webhookUrl)
      // Only `stop` ends a delivery early.
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(request.id));
    this.#underWay.set(request.id, delivery);
  }

  /** The end of all attempts for a request. */
  async delivered(request: FalRequest): Promise<void> {
    await this.#underWay.get(request.id);
  }

  /** Ends every delivery that is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#underWay.values());
    this.#stop = new AbortController();
  }

  async #deliver(request: FalRequest, url: string): Promise<void> {
    const { signal } = this.#stop;
    const late = carried(request.faults, "callback-late");
    if (late) await sleep(late.seconds * 1000, undefined, { signal });
    if (carried(request.faults, "callback-unknown-request")) {
      await this.#attempt(request, url, { requestId: randomUUID(), clockError: 0, spoilSignature: false }, false);
    }
    const manner: Manner = {
      requestId: request.id,
      clockError: carried(request.faults, "callback-old-timestamp") ? -3600 : 0,
      spoilSignature: carried(request.faults, "callback-bad-signature") !== undefined,
    };
    await this.#untilAcknowledged(request, url, manner);
    if (carried(request.faults, "callback-twice")) await this.#attempt(request, url, manner, true);
  }

  async #untilAcknowledged(request: FalRequest, url: string, manner: Manner): Promise<void> {
    const { attempts, firstDelaySeconds, growth, maxDelaySeconds } = this.#parts.settings().callbacks;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const answer = await this.#attempt(request, url, manner, attempt === attempts);
      if (answer === "settled") return;
      const delay = Math.min(maxDelaySeconds, firstDelaySeconds * growth ** (attempt - 1));
      if (attempt < attempts) await sleep(delay * 1000, undefined, { signal: this.#stop.signal });
    }
  }

  async #attempt(request: FalRequest, url: string, manner: Manner, last: boolean): Promise<"settled" | "again"> {
    const body = pythonJson(callbackBody(manner.requestId, request, this.#parts.absolute));
    const timestamp = Math.floor(Date.now() / 1000) + manner.clockError;
    const headers = webhookHeaders(this.#parts.key, { requestId: manner.requestId, timestamp, body });
    if (manner.spoilSignature) headers["x-fal-webhook-signature"] = "00".repeat(64);
    const at = new Date().toISOString();
    const faulty = manner.requestId !== request.id || manner.clockError !== 0 || manner.spoilSignature;
    const answer = await this.#post(url, body, headers);
    this.#stop.signal.throwIfAborted();
    // A redirect is a permanent failure for fal: it never follows one.
    const settled = typeof answer === "number" && answer < 400;
    this.#parts.book.called(request, {
      at,
      answeredAt: new Date().toISOString(),
      faulty,
      answer,
      final: (settled && manner.requestId === request.id) || last,
    });
    return settled ? "settled" : "again";
  }

  async #post(url: string, body: string, headers: Record<string, string>): Promise<number | string> {
    const timeout = AbortSignal.timeout(this.#parts.settings().callbacks.timeoutSeconds * 1000);
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", "user-agent": "fal-webhook", ...headers },
        redirect: "manual",
        signal: AbortSignal.any([timeout, this.#stop.signal]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return cause instanceof Error ? cause.message || cause.name : String(cause);
    }
  }
}
