/** How routes describe their responses: a body by its schema, errors by their codes. */
import type { z } from "@hono/zod-openapi";
import { ERRORS, type ErrorCode } from "../contract/error-codes.ts";

/** A JSON body of this schema, for a route's description. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** Errors of every route that takes JSON. */
export const JSON_BODY = ["invalid_json", "payload_too_large", "unsupported_media_type"] as const;

/** The error responses with these codes, by status. The type is empty, because errors are thrown, never returned. */
export const errorsWithoutKey = (...codes: ErrorCode[]): Record<never, never> => {
  const byStatus = Map.groupBy(new Set([...codes, "internal_error" as const]), (code) => ERRORS[code].status);
  return Object.fromEntries([...byStatus].map(([status, these]) => [status, errorResponse(these)]));
};

/**
 * The same for a route that needs an API key, which may be invalid or over its quota, and that refuses parameters which
 * it does not know.
 */
export const errors = (...codes: ErrorCode[]) =>
  errorsWithoutKey("unauthorized", "rate_limited", "validation_failed", ...codes);

/** Errors that come with a Retry-After. */
const WITH_RETRY_AFTER: readonly ErrorCode[] = [
  "rate_limited",
  "too_many_runs",
  "idempotency_key_in_flight",
  "renderer_unavailable",
];

const errorResponse = (codes: ErrorCode[]) => ({
  ...(codes.some((code) => WITH_RETRY_AFTER.includes(code))
    ? { headers: { "retry-after": { $ref: "#/components/headers/RetryAfter" } } }
    : {}),
  description: codes.map((code) => `- \`${code}\`: ${ERRORS[code].advice}`).join("\n"),
  content: {
    "application/json": {
      schema: {
        allOf: [{ $ref: "#/components/schemas/Error" }, { type: "object", properties: { code: { enum: codes } } }],
      },
    },
  },
});

/** Every /api route takes an API key in one of two ways. */
export const security = [{ apiKey: [] }, { bearer: [] }];
