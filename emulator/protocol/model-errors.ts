/** The errors that fal's models answer: types, messages and statuses as on its "Model Errors" page. */
import { type Detail, type FailedOutcome, type Json, ModelFailure } from "./outcome.ts";

type Loc = (string | number)[];

const page = (type: string): string => `https://docs.fal.ai/errors#${type}`;

/** One entry of an error's `detail`: where in the input, what is wrong, and the page that explains it. */
export const detail = (
  type: string,
  loc: Loc,
  msg: string,
  rest: { ctx?: { [key: string]: Json }; input?: unknown } = {},
): Detail => ({ loc, msg, type, url: page(type), ...rest });

/** The caller's input cannot be used: 422, trying again cannot help. */
const refused = (entry: Detail): ModelFailure =>
  new ModelFailure({ kind: "model_error", status: 422, detail: [entry], retryable: false });

/** 422: the URL at `loc` could not be fetched. */
export const fileDownloadError = (loc: Loc, input: string): ModelFailure =>
  refused(
    detail(
      "file_download_error",
      loc,
      "Failed to download the file. Please check if the URL is accessible and try again.",
      { input },
    ),
  );

/** 422: the file at `loc` has more than `maxBytes`. */
export const fileTooLarge = (loc: Loc, input: string, maxBytes: number): ModelFailure =>
  refused(
    detail("file_too_large", loc, `File size exceeds the maximum allowed size of ${maxBytes} bytes.`, {
      ctx: { max_size: maxBytes },
      input,
    }),
  );

/** 422: what is at `loc` is no picture. */
export const imageLoadError = (loc: Loc, input: string): ModelFailure =>
  refused(
    detail(
      "image_load_error",
      loc,
      "Failed to load the image. Please ensure the image file is not corrupted and is in a supported format.",
      { input },
    ),
  );

const SUPPORTED = {
  audio: [".mp3", ".ogg", ".wav", ".m4a", ".aac", ".flac"],
  video: [".mp4", ".mov", ".webm", ".m4v", ".gif"],
} as const;

/** 422: what is at `loc` is no sound, or no video. */
export const unsupportedFormat = (kind: "audio" | "video", loc: Loc, input: string): ModelFailure =>
  refused(
    detail(
      `unsupported_${kind}_format`,
      loc,
      `Unsupported ${kind} format. Supported formats are ${SUPPORTED[kind].join(", ")}.`,
      { ctx: { supported_formats: [...SUPPORTED[kind]] }, input },
    ),
  );

/** Failures that a test can order; each as the model or the platform would answer it. */
export const FAILURES = {
  content_policy_violation: {
    kind: "model_error",
    status: 422,
    retryable: false,
    detail: [
      detail(
        "content_policy_violation",
        ["body", "prompt"],
        "The content could not be processed because it contained material flagged by a content checker.",
      ),
    ],
  },
  no_media_generated: {
    kind: "model_error",
    status: 422,
    retryable: true,
    detail: [
      detail(
        "no_media_generated",
        ["body", "prompt"],
        "The model did not generate the expected output for this input.",
      ),
    ],
  },
  internal_server_error: {
    kind: "model_error",
    status: 500,
    retryable: true,
    detail: [detail("internal_server_error", ["body"], "Internal server error")],
  },
  downstream_service_unavailable: {
    kind: "model_error",
    status: 500,
    retryable: true,
    detail: [detail("downstream_service_unavailable", ["body"], "Downstream service unavailable")],
  },
  generation_timeout: {
    kind: "model_error",
    status: 504,
    retryable: true,
    detail: [detail("generation_timeout", ["body"], "Generation timeout")],
  },
  downstream_service_error: {
    kind: "model_error",
    status: 400,
    retryable: false,
    detail: [detail("downstream_service_error", ["body"], "Downstream service error")],
  },
  request_timeout: {
    kind: "request_error",
    status: 504,
    detail: "Request timed out",
    errorType: "request_timeout",
  },
  runner_disconnected: {
    kind: "request_error",
    status: 503,
    detail: "Runner disconnected",
    errorType: "runner_disconnected",
  },
  runner_server_error: {
    kind: "request_error",
    status: 500,
    detail: "Internal Server Error",
    errorType: "runner_server_error",
  },
} as const satisfies Record<string, FailedOutcome>;

export type FailureName = keyof typeof FAILURES;

/** The failure of that name. */
export const failure = (name: FailureName): FailedOutcome =>
  // `as const` makes the details readonly; an Outcome is never changed after it was made.
  FAILURES[name] as unknown as FailedOutcome;

export const CANCELLED: FailedOutcome = {
  kind: "request_error",
  status: 499,
  detail: "Request was cancelled by the client",
  errorType: "client_cancelled",
};
