/** What fal.ai's refusals mean for us: whose fault they are, and whether a retry can help. */
import type { Failure } from "../domain/failure.ts";
import { detailOf, errorTypesOf, FalAnswer, FalSilence } from "./client.ts";
import type { FalTrouble } from "./gate-api.ts";

export interface Verdict {
  /**
   * permanent: give up. transient: the request was not accepted, or ended without a result; retry. deployment: every call
   * is refused, whoever makes it, until `trouble` is mended.
   */
  kind: "permanent" | "transient" | "deployment";
  failure: Failure;
  trouble?: FalTrouble;
  /** Seconds, from Retry-After. */
  delaySeconds?: number;
}

const CONTENT_TYPES = ["content_policy_violation"];
/** Refusals that may not happen again when the model is asked the same once more. */
const CHANCE_TYPES = ["no_media_generated"];

/** Judges an answer other than success: to a submit or a status, or as the result of a failed request. */
export function judge(answer: FalAnswer): Verdict {
  const { status, body, headers } = answer;
  const detail = detailOf(body);
  const types = errorTypesOf(body);
  const permanent = (failure: Failure): Verdict => ({ kind: "permanent", failure });
  const transient = (failure: Failure): Verdict => {
    const wait = Number(headers.get("retry-after"));
    return { kind: "transient", failure, ...(wait > 0 ? { delaySeconds: wait } : {}) };
  };
  if (status === 401) {
    const message = "fal.ai refused the key: check FAL_KEY.";
    return { kind: "deployment", trouble: "fal_key", failure: { code: "fal_key_refused", message, retryable: true } };
  }
  if (status === 402 || status === 403) {
    const failure = {
      code: "fal_balance_exhausted",
      message: `fal.ai refuses this account: ${detail}`,
      retryable: true,
    } as const;
    return { kind: "deployment", trouble: "fal_balance", failure };
  }
  if (status === 499) {
    // Canceled by us, for a run that was canceled. Whoever wants the answer after all has to ask again.
    return transient({ code: "fal_cancelled", message: "The request was cancelled at fal.ai.", retryable: true });
  }
  if (status === 429) {
    return transient({ code: "fal_rate_limited", message: `fal.ai asks to slow down: ${detail}`, retryable: true });
  }
  if (types.some((type) => CONTENT_TYPES.includes(type))) {
    return permanent({
      code: "fal_content_policy",
      message: `The model refused the content: ${detail}`,
      retryable: false,
    });
  }
  if (types.some((type) => CHANCE_TYPES.includes(type))) {
    return transient({ code: "fal_model_error", message: `The model made nothing: ${detail}`, retryable: true });
  }
  if (types.includes("file_download_error")) {
    // The files are ours and were checked when they were stored: it was the transfer that failed.
    return transient({
      code: "fal_input_unreachable",
      message: `fal.ai could not download a file it was given: ${detail}`,
      retryable: true,
    });
  }
  if (types.includes("downstream_service_error") || status >= 500) {
    const timeout = status === 504;
    return transient({
      code: timeout ? "fal_timeout" : "fal_model_error",
      message: `${timeout ? "The model took too long" : "The model failed"} (${status}): ${detail}`,
      retryable: true,
    });
  }
  return permanent({
    code: "fal_input_rejected",
    message: `fal.ai rejected the request (${status}): ${detail}`,
    retryable: false,
  });
}

/** Whether an answer to a submit proves that nothing was accepted. A 5xx proves nothing: it may come from a gateway. */
export const provesNotAccepted = ({ status }: FalAnswer): boolean => status < 500;

/** Whether an error comes from the model itself: its errors have a list as their detail, those of gateways a text. */
export const isModelError = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "detail" in body && Array.isArray(body.detail);

/** Whether nobody answered for fal.ai: nothing came, or a gateway's error. What a model fails with, fal.ai tells itself. */
export const isNoAnswer = (error: unknown): error is FalAnswer | FalSilence =>
  error instanceof FalSilence || (error instanceof FalAnswer && error.status >= 500 && !isModelError(error.body));

/** The state of the deployment that a failure comes from, if it comes from one. */
export const troubleOf = (failure: Failure | null): FalTrouble | undefined =>
  failure === null ? undefined : TROUBLES[failure.code];

const TROUBLES: Partial<Record<Failure["code"], FalTrouble>> = {
  fal_key_refused: "fal_key",
  fal_balance_exhausted: "fal_balance",
  fal_unavailable: "fal_down",
};

/** What a generation that fal.ai does not answer for shows, as long as it does not. */
export const UNAVAILABLE: Failure = { code: "fal_unavailable", message: "fal.ai cannot be reached.", retryable: true };
