/** Authenticates callers by their API key. Keys are cached briefly, so that most calls need no database query. */
import { and, eq, isNull, lte, or } from "drizzle-orm";
import { accounts, apiKeys } from "../db/schema.ts";
import { sha256Hex } from "../ids.ts";
import type { Services } from "../services.ts";
import { isWellFormedApiKey } from "./api-key.ts";

/** Who is calling. */
export interface Caller {
  accountId: string;
  apiKeyId: string;
  /** Null: the default from the settings. */
  requestsPerMinute: number | null;
}

/** How long a revoked key may keep working in an isolate that has it cached. */
const CACHED_MS = 20_000;
const MAX_CACHED_KEYS = 5_000;

/** A key's last use is recorded this often at most. */
const RECORDED_EVERY_MS = 60_000;

export interface CachedKey {
  caller: Caller;
  expiresAt: number | null;
  lastUsedAt: number | null;
  until: number;
}

/** By the key's hash. */
const cached = new Map<string, CachedKey>();

/** Drops a revoked key from the cache, so it stops working here at once. Other isolates follow within CACHED_MS. */
export const forgetApiKey = (hash: string): void => void cached.delete(hash);

/**
 * The cached entry of a key, read from the database if need be. Undefined: the key is malformed, unknown, revoked or
 * expired.
 */
export async function authenticateKey({ db, now }: Services, key: string): Promise<CachedKey | undefined> {
  if (!isWellFormedApiKey(key)) return undefined;
  const time = now();
  const hash = await sha256Hex(key);
  const known = cached.get(hash);
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
  cached.delete(hash);
  if (!row || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= time)) return undefined;
  const { apiKeyId, accountId, requestsPerMinute, expiresAt, lastUsedAt } = row;
  const found = {
    caller: { accountId, apiKeyId, requestsPerMinute },
    expiresAt,
    lastUsedAt,
    until: time + CACHED_MS,
  };
  if (cached.size >= MAX_CACHED_KEYS) cached.clear();
  cached.set(hash, found);
  return found;
}

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
