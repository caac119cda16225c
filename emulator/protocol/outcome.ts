/** How a request of a model ends, in fal's own terms. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One entry of the `detail` array of a model's error. */
export interface Detail {
  loc: (string | number)[];
  msg: string;
  type: string;
  url: string;
  ctx?: JsonObject;
  input?: unknown;
}

export interface Billing {
  /** What `X-Fal-Billable-Units` carries: images, seconds, megapixels, compute seconds or tokens. */
  units: number;
  unit: string;
  usd: number;
}

export type Outcome =
  | { kind: "ok"; output: JsonObject; billing: Billing }
  /** The model refused or failed: `{"detail": [{loc, msg, type, …}]}`. */
  | { kind: "model_error"; status: number; detail: Detail[]; retryable: boolean }
  /** The platform failed around the model: `{"detail": "…", "error_type": "…"}`. */
  | { kind: "request_error"; status: number; detail: string; errorType: string };

export type FailedOutcome = Exclude<Outcome, { kind: "ok" }>;

/** Thrown while a model works; settles the request with this outcome. */
export class ModelFailure extends Error {
  readonly outcome: FailedOutcome;
  constructor(outcome: FailedOutcome) {
    super(outcome.kind === "model_error" ? (outcome.detail[0]?.msg ?? "model error") : outcome.detail);
    this.outcome = outcome;
  }
}

/** The JSON body that fal answers for a failed request. */
export const errorBody = (outcome: FailedOutcome): JsonObject =>
  outcome.kind === "model_error"
    ? // Details are built from JSON that was parsed or from literals, so they are JSON.
      { detail: outcome.detail as unknown as Json }
    : { detail: outcome.detail, error_type: outcome.errorType };

/** The response headers that go with it. */
export const errorHeaders = (outcome: FailedOutcome): Record<string, string> =>
  outcome.kind === "model_error"
    ? {
        "x-fal-retryable": String(outcome.retryable),
        ...(outcome.detail[0] ? { "x-fal-error-type": outcome.detail[0].type } : {}),
        "x-fal-billable-units": "0",
      }
    : { "x-fal-error-type": outcome.errorType };

/** What a person reads in the ledger: `ok`, or the type of the error. */
export const outcomeName = (outcome: Outcome): string =>
  outcome.kind === "ok"
    ? "ok"
    : outcome.kind === "model_error"
      ? (outcome.detail[0]?.type ?? "model_error")
      : outcome.errorType;
