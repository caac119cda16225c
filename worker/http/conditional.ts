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

/**
 * The same for the body of one thing, which depends on its version alone. The version can be read from it, so that a newer
 * body is read together with the question whether there is one.
 */
export async function versionTag(c: Context<AppEnv>, thing: unknown, version: number): Promise<string> {
  return `"${await tagPrefix(c, thing)}${version.toString(16).padStart(VERSION_DIGITS, "0")}"`;
}

/** The latest version among the tags that the caller sent for this thing. */
export async function seenVersion(c: Context<AppEnv>, thing: unknown): Promise<number | undefined> {
  const given = c.req.header("if-none-match");
  if (given === undefined) return undefined;
  const prefix = await tagPrefix(c, thing);
  const versions = given.split(",").flatMap((each) => {
    const tag = TAG.exec(each.trim());
    return tag?.[1] === prefix ? [parseInt(tag[2] ?? "", 16)] : [];
  });
  return versions.length === 0 ? undefined : Math.max(...versions);
}

const VERSION_DIGITS = 8;
const TAG = /^(?:W\/)?"([0-9a-f]{24})([0-9a-f]{8})"$/;

const tagPrefix = async (c: Context<AppEnv>, thing: unknown): Promise<string> =>
  (await sha256Hex(JSON.stringify([c.env.VERSION.id, thing]))).slice(0, 24);

/** Whether the caller wants the body only if it has changed. */
export const isConditional = (c: Context<AppEnv>): boolean => c.req.header("if-none-match") !== undefined;

/**
 * Bodies belong to one account, so shared caches must not store them, and the caller's own cache must revalidate them.
 */
export function setCaching(c: Context<AppEnv>, tag: string): void {
  c.header("etag", tag);
  c.header("cache-control", "private, no-cache");
}
