/**
 * Where a page ended, as callers carry it to the next: a position among rows that are ordered by time and id, which
 * rows that arrive later do not move. Its checksum covers what was asked, so that a cursor of another list, or one that
 * was changed on the way, is refused instead of giving a page of something else.
 */
import { z } from "@hono/zod-openapi";
import type { PagePosition } from "../domain/page.ts";
import { sha256Hex } from "../ids.ts";
import { ApiError } from "./errors.ts";

const position = z.tuple([z.int(), z.string()]);
const CHECKSUM = 16;

const checksum = async (payload: string, scope: unknown) =>
  (await sha256Hex(`${payload}\n${JSON.stringify(scope)}`)).slice(0, CHECKSUM);

/** `scope`: the account and all that narrows the list. */
export async function encodeCursor({ createdAt, id }: PagePosition, scope: unknown): Promise<string> {
  const payload = JSON.stringify([createdAt, id]);
  const encoded = btoa(payload + (await checksum(payload, scope)));
  return encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Throws 400 for what `encodeCursor` did not give for this scope. */
export async function decodeCursor(cursor: string, scope: unknown): Promise<PagePosition> {
  try {
    const decoded = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const payload = decoded.slice(0, -CHECKSUM);
    const [createdAt, id] = position.parse(JSON.parse(payload));
    // Compared whole: base64 has more than one spelling of the same bytes.
    if ((await encodeCursor({ createdAt, id }, scope)) === cursor) return { createdAt, id };
  } catch {
    // Neither base64 nor JSON: refused below, like every other cursor that is not ours.
  }
  throw new ApiError(400, "invalid_cursor", "The cursor is not one that this list gave.", { field: ["cursor"] });
}
