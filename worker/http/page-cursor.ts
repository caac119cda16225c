/**
 * Cursors: where a page ended, as callers pass it on for the next one. A cursor is a position among rows ordered by
 * time and id, which rows that arrive later do not move. Its checksum covers the query, so that a cursor of another
 * list, or one that was tampered with, is refused instead of giving a page of something else.
 */
import { z } from "@hono/zod-openapi";
import type { PagePosition } from "../domain/page.ts";
import { sha256Hex } from "../ids.ts";
import { ApiError } from "./errors.ts";

const position = z.tuple([z.int(), z.string()]);
const CHECKSUM = 16;

const checksum = async (payload: string, scope: unknown) =>
  (await sha256Hex(`${payload}\n${JSON.stringify(scope)}`)).slice(0, CHECKSUM);

/** The cursor of a position. `scope`: the account and everything that narrows the list. */
export async function encodeCursor({ createdAt, id }: PagePosition, scope: unknown): Promise<string> {
  const payload = JSON.stringify([createdAt, id]);
  const encoded = btoa(payload + (await checksum(payload, scope)));
  return encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The position in a cursor. Throws 400 unless `encodeCursor` made it for this scope. */
export async function decodeCursor(cursor: string, scope: unknown): Promise<PagePosition> {
  try {
    const decoded = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const payload = decoded.slice(0, -CHECKSUM);
    const [createdAt, id] = position.parse(JSON.parse(payload));
    // Compared as a whole, because base64 can spell the same bytes in more than one way.
    if ((await encodeCursor({ createdAt, id }, scope)) === cursor) return { createdAt, id };
  } catch {
    // Neither base64 nor JSON: refused below, like every other cursor that is not ours.
  }
  throw new ApiError(400, "invalid_cursor", "The cursor is not one that this list gave.", { field: ["cursor"] });
}
