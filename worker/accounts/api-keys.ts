/** An account's API keys: created, listed and revoked. */
import { and, desc, eq, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { insertSelect } from "../db/insert-select.ts";
import { apiKeys } from "../db/schema.ts";
import { newId, sha256Hex } from "../ids.ts";
import type { Services } from "../services.ts";
import { apiKeyPrefix, createApiKey } from "./api-key.ts";
import { forgetApiKey } from "./authentication.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** Per account. Every key has a request quota of its own, so the number of keys must be limited. */
export const MAX_USABLE_KEYS = 25;

/** SQL condition: the `api_keys` row under this alias is neither revoked nor expired. `time` in Unix milliseconds. */
const isUsable = (name: string, time: number) =>
  sql`(${sql.raw(name)}.revoked_at IS NULL AND (${sql.raw(name)}.expires_at IS NULL OR ${sql.raw(name)}.expires_at > ${time}))`;

/** Newest first, including keys that no longer work. */
export const listKeys = ({ db }: Services, accountId: string): Promise<ApiKeyRow[]> =>
  db.select().from(apiKeys).where(eq(apiKeys.accountId, accountId)).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));

/**
 * Creates a key and its row; the key itself is stored nowhere. `expiresAt` in Unix milliseconds, null for never. `by`:
 * the id of the key that authenticated the call. Undefined: the account has MAX_USABLE_KEYS that work.
 */
export async function createKey(
  { db, now, log }: Services,
  accountId: string,
  { name, expiresAt, by }: { name: string; expiresAt: number | null; by: string },
): Promise<{ key: string; row: ApiKeyRow } | undefined> {
  const time = now();
  const key = createApiKey();
  const hash = await sha256Hex(key);
  const [row] = await insertSelect(db, apiKeys, {
    row: { id: newId("key"), accountId, name, hash, prefix: apiKeyPrefix(key), createdAt: time, expiresAt },
    where: sql`(SELECT count(*) FROM api_keys AS others WHERE others.account_id = ${accountId}
      AND ${isUsable("others", time)}) < ${MAX_USABLE_KEYS}`,
  }).returning();
  if (!row) return undefined;
  log.info("api_key_created", { accountId, apiKeyId: row.id, by });
  return { key, row };
}

/**
 * Revokes a key. Revoking it again changes nothing. `last`: it is the account's last key that works, and without it
 * nobody could create another. Undefined: the account has no such key.
 */
export async function revokeKey(
  { db, now, log }: Services,
  accountId: string,
  { id, by }: { id: string; by: string },
): Promise<{ kind: "revoked"; row: ApiKeyRow } | { kind: "last" } | undefined> {
  const time = now();
  const ofAccount = and(eq(apiKeys.id, id), eq(apiKeys.accountId, accountId));
  const { revoked, found } = await batch(db, {
    revoked: db
      .update(apiKeys)
      .set({ revokedAt: time })
      .where(
        sql`${ofAccount} AND api_keys.revoked_at IS NULL
          AND (NOT ${isUsable("api_keys", time)} OR EXISTS (SELECT 1 FROM api_keys AS others
            WHERE others.account_id = ${accountId} AND others.id <> ${id} AND ${isUsable("others", time)}))`,
      )
      .returning({ id: apiKeys.id }),
    found: db.select().from(apiKeys).where(ofAccount),
  });
  const [row] = found;
  if (!row) return undefined;
  if (row.revokedAt === null) return { kind: "last" };
  forgetApiKey(row.hash);
  if (revoked.length > 0) log.info("api_key_revoked", { accountId, apiKeyId: id, by });
  return { kind: "revoked", row };
}
