/**
 * Why a job can fail: a closed list. Each code says by itself whether the same job can succeed later,
 * so that the caller never has to read a message to decide.
 */
import type { JobErrorBody } from "../contract/job.ts";

const RETRYABLE = {
  // The request.
  invalid_job: false,
  not_found: false,
  method_not_allowed: false,
  body_too_large: false,
  busy: true,
  draining: true,
  // Reading a source.
  source_forbidden: false,
  source_refused: false,
  source_unreachable: true,
  source_timeout: true,
  source_incomplete: true,
  source_too_large: false,
  source_empty: false,
  source_not_media: false,
  // What is in it.
  video_unreadable: false,
  video_without_frames: false,
  video_without_sound: false,
  video_too_short: false,
  video_too_large: false,
  audio_unreadable: false,
  audio_without_samples: false,
  audio_start_past_end: false,
  audio_silent: false,
  picture_unreadable: false,
  // The finished file is not fit to post.
  gate_undecodable: true,
  gate_duration: false,
  gate_black: false,
  gate_frozen: false,
  gate_silent: false,
  gate_loudness: false,
  // Handing it over.
  delivery_forbidden: false,
  delivery_refused: false,
  delivery_failed: true,
  already_delivered: false,
  // The machine.
  disk_full: true,
  out_of_memory: true,
  process_killed: true,
  deadline_exceeded: true,
  canceled: true,
  internal: true,
} as const satisfies Record<string, boolean>;

export type JobErrorCode = keyof typeof RETRYABLE;

/** A job that cannot be done, with the reason that the caller is told. */
export class JobError extends Error {
  override readonly name = "JobError";
  readonly code: JobErrorCode;

  constructor(code: JobErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get retryable(): boolean {
    return RETRYABLE[this.code];
  }
}

/**
 * Any thrown value as a `JobError`: unexpected ones are `internal`; a full disk or memory is named wherever it
 * occurred.
 */
export function asJobError(error: unknown): JobError {
  if (error instanceof JobError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return new JobError("disk_full", "The disk is full.", { cause: error });
  if (code === "ENOMEM") return new JobError("out_of_memory", "The machine is out of memory.", { cause: error });
  return new JobError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}

/** The error as callers get it. */
export const errorBody = ({ code, message, retryable }: JobError): JobErrorBody => ({ code, message, retryable });
