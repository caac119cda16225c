/** Bodies are taken as they are: what is compressed is refused rather than taken for something broken. */
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";
import { ApiError } from "./errors.ts";

/** Throws 415, naming the encoding, when the body is compressed. For whoever reads a body, before it does. */
export function refuseEncoded(c: Context<AppEnv>): void {
  const encoding = c.req.header("content-encoding")?.trim() ?? "";
  if (encoding === "" || encoding.toLowerCase() === "identity") return;
  throw new ApiError(
    415,
    "unsupported_media_type",
    `The body's content-encoding is "${encoding}": send it without one, uncompressed.`,
    {},
    { "accept-encoding": "identity" },
  );
}
