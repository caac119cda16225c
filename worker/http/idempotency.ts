/** The Idempotency-Key header: sending the same key again returns the first answer instead of making a second batch. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { canonicalJson } from "../domain/canonical-json.ts";
import { sha256Hex } from "../ids.ts";
import { claimIdempotencyKey, type IdempotencyClaim, releaseClaim } from "../runs/idempotency.ts";
import type { AppEnv } from "./app-env.ts";
import { ApiError } from "./errors.ts";

/** The key as a string of structured fields (RFC 9651), which the IETF draft asks for, or bare. */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const BARE = /^[\x21\x23-\x7e][\x20-\x7e]*$/;

function unquote(header: string): string | undefined {
  const quoted = QUOTED.exec(header)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, "$1");
  return BARE.test(header) ? header : undefined;
}

const NOT_A_KEY = "Send 1 to 255 printable ASCII characters, as they are or as a quoted string";

export const idempotencyHeaders = z.object({
  "idempotency-key": z
    .string()
    .transform((header, context) => {
      const key = unquote(header);
      if (key !== undefined && key.length >= 1 && key.length <= 255) return key;
      context.addIssue({ code: "custom", message: NOT_A_KEY });
      return z.NEVER;
    })
    .optional()
    .openapi({
      type: "string",
      example: "order-4711",
      description:
        "1 to 255 printable ASCII characters, bare or quoted. The same key with a body that asks for the same, however it is spelled, gives the first answer again for 24 hours, with `Idempotent-Replayed: true`; with a body that asks for something else 422; while the first is being answered 409. A refused request does not use up its key.",
    }),
});

/** 409: the first request with the same key has not been answered yet. */
export const keyInFlight = () =>
  new ApiError(
    409,
    "idempotency_key_in_flight",
    "The first request with this idempotency key is still being answered. Ask again in a moment.",
    {},
    { "retry-after": "1" },
  );

/**
 * Has `handle` answer a key once. `request` must be equal for requests that mean the same. When it succeeds, it must have recorded its answer under `claim`. Throws what it
 * throws, 422 when the key came with another body, and 409 while its first request is being answered.
 */
export async function answerOnce<Answer extends Response>(
  c: Context<AppEnv>,
  key: string | undefined,
  request: unknown,
  handle: (claim: IdempotencyClaim | undefined) => Promise<Answer>,
): Promise<Answer> {
  if (key === undefined) return handle(undefined);
  const services = c.get("services");
  const { accountId } = c.get("caller");
  const claimed = await claimIdempotencyKey(services, accountId, key, await sha256Hex(canonicalJson(request)));
  switch (claimed.kind) {
    case "other_request":
      throw new ApiError(422, "idempotency_key_reused", "This idempotency key came with another body before.");
    case "in_flight":
      throw keyInFlight();
    case "answered": {
      const { status, body } = claimed.answer;
      const headers = { "content-type": "application/json", "idempotent-replayed": "true" };
      // `handle` gave this status and this body the first time.
      return c.body(body, status as ContentfulStatusCode, headers) as unknown as Answer;
    }
  }
  try {
    return await handle(claimed.claim);
  } catch (error) {
    await releaseClaim(services, accountId, claimed.claim).catch((failure: unknown) => {
      // The claim is free again when its lease ends. What the caller needs to hear is the first error.
      services.log.error("claim_not_released", failure, { accountId });
    });
    throw error;
  }
}
