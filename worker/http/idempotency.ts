/** The Idempotency-Key header: sending the same key again returns the first answer instead of making a second batch. */
import { z } from "@hono/zod-openapi";
import { canonicalJson } from "../domain/canonical-json.ts";
import { sha256Hex } from "../ids.ts";

/** The key as a string of structured fields (RFC 9651), which the IETF draft asks for, or bare. */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const BARE = /^[\x21\x23-\x7e][\x20-\x7e]*$/;

/** The key in a header. Undefined: it has none that can be read. */
export function unquote(header: string): string | undefined {
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

/** What a request is recognised by: equal for requests that mean the same. */
export const requestHash = (meaning: unknown): Promise<string> => sha256Hex(canonicalJson(meaning));
