/**
 * Authenticates callers by their API key. Keys are cached briefly, so that most calls need not read them; the others
 * read them together with what else they read first.
 */
import { and, eq, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { type Reading, reading } from "../db/reading.ts";
import { accounts, apiKeys } from "../db/schema.ts";
import { sha256Hex } from "../ids.ts";
import type { Services } from "../services.ts";
import { isWellFormedApiKey } from "./api-key.ts";
import { ShortMemory } from "./short-memory.ts";

/** Who is calling. */
export interface Caller {
  accountId: string;
  apiKeyId: string;
  /** Null: the default from the settings. */
  requestsPerMinute: number | null;
}

/** How long a revoked key may keep working in an isolate that has it cached. */
const CACHED_MS = 20_000;

/** A key's last use is recorded this often at most. */
const RECORDED_EVERY_MS = 60_000;

export interface CachedKey {
  caller: Caller;
  expiresAt: number | null;
  lastUsedAt: number | null;
}

const cached = new ShortMemory<CachedKey>();

/** Drops a revoked key from the cache, so it stops working here at once. Other isolates follow within CACHED_MS. */
export const forgetApiKey = (hash: string): void => cached.forget(hash);

/** The hash that a key is known by. Undefined: it is malformed, so that nobody need be asked of it. */
export const apiKeyHash = async (key: string): Promise<string | undefined> =>
  isWellFormedApiKey(key) ? await sha256Hex(key) : undefined;

/** For SQL: whose key it is, revoked or not. Nobody's rows where there is no such key. */
export const accountOfKey = (hash: string): SQL<string> =>
  sql<string>`(SELECT account_id FROM api_keys WHERE hash = ${hash})`;

const isGood = (expiresAt: number | null, time: number) => expiresAt === null || expiresAt > time;

/** The key that was found good a short while ago. */
export function knownKey(hash: string, time: number): CachedKey | undefined {
  const known = cached.recall(hash, time);
  return known && isGood(known.expiresAt, time) ? known : undefined;
}

/** Reads a key. Undefined: it is unknown, revoked or expired. */
export const keyReading = (db: Database, hash: string, time: number): Reading<CachedKey | undefined> =>
  reading(
    {
      keys: db
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
        .where(eq(apiKeys.hash, hash)),
    },
    ({ keys: [row] }) => {
      cached.forget(hash);
      if (!row || row.revokedAt !== null || !isGood(row.expiresAt, time)) return undefined;
      const { apiKeyId, accountId, requestsPerMinute, expiresAt, lastUsedAt } = row;
      const caller = { accountId, apiKeyId, requestsPerMinute };
      const found = { caller, expiresAt, lastUsedAt };
      cached.remember(hash, found, time + CACHED_MS);
      return found;
    },
  );

/** Records that the key was used, without delaying the answer. Undefined when it was recorded a short while ago. */
export function recordUse({ db, now, log }: Services, known: CachedKey): Promise<void> | undefined {
  const time = now();
  if (known.lastUsedAt !== null && known.lastUsedAt > time - RECORDED_EVERY_MS) return undefined;
  known.lastUsedAt = time;
  const { apiKeyId } = known.caller;
  // Another isolate may have recorded it since, so the row decides.
  return db
    .update(apiKeys)
    .set({ lastUsedAt: time })
    .where(
      and(eq(apiKeys.id, apiKeyId), or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, time - RECORDED_EVERY_MS))),
    )
    .then(
      () => {},
      (error: unknown) => log.error("api_key_use_not_recorded", error, { apiKeyId }),
    );
}
