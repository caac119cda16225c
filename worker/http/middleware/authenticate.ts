import { and, eq, isNull, lte, or } from "drizzle-orm";
import { createMiddleware } from "hono/factory";
import { isWellFormedApiKey } from "../../accounts/api-key.ts";
import { accounts, apiKeys } from "../../db/schema.ts";
import { sha256Hex } from "../../ids.ts";
import type { Services } from "../../services.ts";
import type { AppEnv, Caller } from "../app-env.ts";
import { ApiError } from "../errors.ts";

/** How long a revoked key may go on working in an isolate that has seen it. */
const REMEMBERED_MS = 20_000;
const MAX_CACHED = 5_000;

/** A key's use is written down this often at most. */
const NOTED_MS = 60_000;

interface Remembered {
  caller: Caller;
  expiresAt: number | null;
  lastUsedAt: number | null;
  until: number;
}

/** By hash. */
const remembered = new Map<string, Remembered>();

/** A key that was revoked stops working here at once; elsewhere within REMEMBERED_MS. */
export const forgetApiKey = (hash: string): void => void remembered.delete(hash);

const unauthorized = (message: string) =>
  new ApiError(401, "unauthorized", message, {}, { "www-authenticate": "Bearer" });

/** The key's account, from `x-api-key` or `Authorization: Bearer`, decided before the body is read. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header("x-api-key");
  const authorization = c.req.header("authorization");
  if (header !== undefined && authorization !== undefined) {
    throw unauthorized("Send the API key in x-api-key or in Authorization, not in both.");
  }
  const key = header ?? /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (key === undefined) throw unauthorized("Send your API key in the x-api-key header.");
  const services = c.get("services");
  const known = isWellFormedApiKey(key) ? await findKey(services, key) : undefined;
  if (!known) throw unauthorized("The API key is not valid.");
  c.set("caller", known.caller);
  const noted = noteUse(services, known);
  if (noted) c.executionCtx.waitUntil(noted);
  await next();
});

async function findKey({ db, now }: Services, key: string): Promise<Remembered | undefined> {
  const time = now();
  const hash = await sha256Hex(key);
  const known = remembered.get(hash);
  if (known && known.until > time && (known.expiresAt === null || known.expiresAt > time)) return known;
  const [row] = await db
    .select({
      apiKeyId: apiKeys.id,
      accountId: apiKeys.accountId,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
      lastUsedAt: apiKeys.lastUsedAt,
      requestsPerMinute: accounts.requestsPerMinute,
    })
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .where(eq(apiKeys.hash, hash));
  remembered.delete(hash);
  if (!row || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= time)) return undefined;
  const { apiKeyId, accountId, requestsPerMinute, expiresAt, lastUsedAt } = row;
  const found = {
    caller: { accountId, apiKeyId, requestsPerMinute },
    expiresAt,
    lastUsedAt,
    until: time + REMEMBERED_MS,
  };
  if (remembered.size >= MAX_CACHED) remembered.clear();
  remembered.set(hash, found);
  return found;
}

/** Writes down that the key was used, after the answer; undefined when that was done a short while ago. */
function noteUse({ db, now, log }: Services, known: Remembered): Promise<void> | undefined {
  const time = now();
  if (known.lastUsedAt !== null && known.lastUsedAt > time - NOTED_MS) return undefined;
  known.lastUsedAt = time;
  const { apiKeyId } = known.caller;
  // Another isolate may have done it: the row decides.
  return db
    .update(apiKeys)
    .set({ lastUsedAt: time })
    .where(and(eq(apiKeys.id, apiKeyId), or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, time - NOTED_MS))))
    .then(
      () => {},
      (error: unknown) => log.error("api_key_use_not_recorded", error, { apiKeyId }),
    );
}
