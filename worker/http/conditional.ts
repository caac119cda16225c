/** Answers that a caller who has seen them need not read again. */
import type { Context } from "hono";
import { sha256Hex } from "../ids.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * A strong ETag of a body that is a function of `state`. The deployment is part of it, because other code may make
 * another body of the same state.
 */
export async function entityTag(c: Context<AppEnv>, state: unknown): Promise<string> {
  return `"${(await sha256Hex(JSON.stringify([c.env.VERSION.id, state]))).slice(0, 32)}"`;
}

/** Whether the caller has the body already. A cache on the way may have made the tag a weak one: that counts, too. */
export function hasSeen(c: Context<AppEnv>, tag: string): boolean {
  const given = c.req.header("if-none-match");
  if (given === undefined) return false;
  return given.trim() === "*" || given.split(",").some((each) => each.trim().replace(/^W\//, "") === tag);
}

/** Whether the caller asks only for what it has not seen. */
export const isConditional = (c: Context<AppEnv>): boolean => c.req.header("if-none-match") !== undefined;

/** Bodies belong to one account: nobody between may keep them, and the caller's own cache asks before it uses one. */
export function setCaching(c: Context<AppEnv>, tag: string): void {
  c.header("etag", tag);
  c.header("cache-control", "private, no-cache");
}
