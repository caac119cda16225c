/** One shape for every error, wherever it arises: a sentence to act on, a stable code, the id to ask us about. */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorBody } from "../contract/error.ts";
import type { ErrorCode } from "../contract/error-codes.ts";
import { TransientError } from "../domain/failure.ts";
import { SettingsError } from "../env.ts";
import { consoleLog } from "../log.ts";
import type { AppEnv } from "./app-env.ts";

/** Thrown anywhere below a route; rendered in one place. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: ContentfulStatusCode;
  readonly code: ErrorCode;
  readonly extra: Partial<ErrorBody>;
  readonly headers: Record<string, string>;
  constructor(
    status: ContentfulStatusCode,
    code: ErrorCode,
    message: string,
    extra: Partial<ErrorBody> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }
}

/** A 400 that lists every issue. `source` is where the value came from: "body", "query". */
export function validationError(error: z.ZodError, source: string): ApiError {
  const issues = error.issues.flatMap((issue): NonNullable<ErrorBody["issues"]> => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code !== "unrecognized_keys") return [{ path, code: issue.code, message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key], code: issue.code, message: `Unknown key "${key}"` }));
  });
  const [first] = issues;
  const where = first && first.path.length > 0 ? `${first.path.join(".")}: ` : "";
  const others = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new ApiError(
    400,
    "validation_failed",
    `The ${source} is not valid. ${where}${first?.message ?? ""}${others}.`,
    {
      field: first?.path ?? [],
      issues,
    },
  );
}

/** The answer to whatever a route threw. Unexpected errors are logged, and answered 500 without details. */
export function renderError(error: unknown, c: Context<AppEnv>): Response {
  const requestId = c.get("requestId");
  const known = error instanceof ApiError ? error : (fromSettings(error) ?? fromRenderer(error) ?? fromHono(error));
  const asked = { requestId, method: c.req.method, path: c.req.path };
  if (!known) consoleLog.error("request_failed", error, asked);
  else if (known.code === "settings_missing") consoleLog.error("settings_missing", error, asked);
  const { status, code, message, extra, headers } =
    known ??
    new ApiError(
      500,
      "internal_error",
      "Something went wrong on our side. Try again, and tell us the request_id if it stays.",
    );
  const body: ErrorBody = { status: "error", error: message, code, request_id: requestId, ...extra };
  return c.json(body, status, headers);
}

function fromSettings(error: unknown): ApiError | undefined {
  if (!(error instanceof SettingsError)) return undefined;
  const issues = error.issues.map(({ setting, message }) => ({ path: [setting], code: "setting", message }));
  return new ApiError(503, "settings_missing", error.message, { issues });
}

/** Seconds. */
const PICTURE_AGAIN = 10;

/** Songs answer for themselves, so what was asked of the renderer was to look at a picture. */
function fromRenderer(error: unknown): ApiError | undefined {
  if (!(error instanceof TransientError) || error.failure.code !== "renderer_unavailable") return undefined;
  return new ApiError(
    503,
    "renderer_unavailable",
    "The picture could not be looked at just now. Send it again in a moment.",
    {},
    { "retry-after": String(PICTURE_AGAIN) },
  );
}

function fromHono(error: unknown): ApiError | undefined {
  if (!(error instanceof HTTPException)) return undefined;
  if (error.status === 413) return tooLarge();
  if (error.status === 415) return unsupportedMediaType();
  if (error.status === 400) return new ApiError(400, "invalid_json", "The body is not valid JSON.");
  return undefined;
}

/** 413. `allowed` names the limit, with its unit. */
export const tooLarge = (allowed = "64 KiB") =>
  new ApiError(413, "payload_too_large", `The body is too large: ${allowed} are allowed.`);

/** 415. `wanted` is the content-type to send. */
export const unsupportedMediaType = (wanted = "application/json") =>
  new ApiError(415, "unsupported_media_type", `Send the body as content-type: ${wanted}.`);
