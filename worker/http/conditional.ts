/** Conditional requests: a caller that already has an answer need not read it again. */
import type { Context } from "hono";
import { sha256Hex } from "../ids.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * A strong ETag for a body that depends on `state` alone. The deployment is part of it, because different code may make
 * a different body from the same state.
 */
export async function entityTag(c: Context<AppEnv>, state: unknown): Promise<string> {
  return `"${(await sha256Hex(JSON.stringify([c.env.VERSION.id, state]))).slice(0, 32)}"`;
}

/** Whether the caller already has the body. Weak tags count, too: a cache on the way may have weakened ours. */
export function hasSeen(c: Context<AppEnv>, tag: string): boolean {
  const given = c.req.header("if-none-match");
  if (given === undefined) return false;
  return given.trim() === "*" || given.split(",").some((each) => each.trim().replace(/^W\//, "") === tag);
}

/** Whether the caller wants the body only if it has changed. */
export const isConditional = (c: Context<AppEnv>): boolean => c.req.header("if-none-match") !== undefined;

/**
 * Bodies belong to one account, so shared caches must not store them, and the caller's own cache must revalidate them.
 */
export function setCaching(c: Context<AppEnv>, tag: string): void {
  c.header("etag", tag);
  c.header("cache-control", "private, no-cache");
}
