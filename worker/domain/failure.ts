/** Why something failed, for people and for programs. Stored on steps, generations and runs. */
export interface Failure {
  /** One of FAILURE_CODES. */
  code: FailureCode;
  /** A sentence a person can act on. */
  message: string;
  /** Whether trying the run again can help. */
  retryable: boolean;
}

/** A closed list: callers may switch on these. */
export const FAILURE_CODES = [
  // fal.ai said no
  "fal_key_refused",
  "fal_balance_exhausted",
  "fal_cancelled",
  "fal_content_policy",
  "fal_input_rejected",
  "fal_input_unreachable",
  "fal_rate_limited",
  "fal_model_error",
  "fal_model_retired",
  "fal_unavailable",
  "fal_unanswered",
  "fal_timeout",
  "fal_result_expired",
  "fal_result_without_media",
  // what fal.ai made could not be used, or not be copied
  "media_unreadable",
  "media_not_copied",
  // the renderer said no
  "renderer_unavailable",
  "renderer_rejected",
  "render_not_delivered",
  // on our side
  "input_missing",
  "song_silent",
  "no_longer_needed",
  "run_timed_out",
  "message_undeliverable",
  "internal_error",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Ends the step, and with it the run: an immediate retry would not help. */
export class PermanentError extends Error {
  override name = "PermanentError";
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }
}

/** A transient error: worth a retry, after `delaySeconds` when the other side named a time. */
export class TransientError extends Error {
  override name = "TransientError";
  readonly failure: Failure;
  readonly delaySeconds: number | undefined;
  /** The other side is merely busy: does not use up the retry budget. */
  readonly busy: boolean;
  constructor(failure: Failure, options?: ErrorOptions & { delaySeconds?: number; busy?: boolean }) {
    super(failure.message, options);
    this.failure = failure;
    this.delaySeconds = options?.delaySeconds;
    this.busy = options?.busy ?? false;
  }
}
