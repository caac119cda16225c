/**
 * Idempotency keys: whoever comes first claims the key, and the answer is written by the transaction that writes the
 * batch, so that both are there or neither is. A claim that a crash left behind is free again when its lease ends. Its
 * holder may be slow rather than dead, so every write of an answer requires the claim.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { type Database, withRetry } from "../db/database.ts";
import { idempotencyKeys } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";

/** The right to answer a key. */
export interface IdempotencyClaim {
  key: string;
  token: string;
}

export interface KeptAnswer {
  status: number;
  body: string;
}

export type Claimed =
  | { kind: "claimed"; claim: IdempotencyClaim }
  | { kind: "answered"; answer: KeptAnswer }
  /** The first request is still being answered. */
  | { kind: "in_flight" }
  /** The key came with another request before. */
  | { kind: "other_request" };

/** Claims a key for a request whose SHA-256 is `requestHash`, or says what is already known of the key. */
export async function claimIdempotencyKey(
  services: Services,
  accountId: string,
  key: string,
  requestHash: string,
): Promise<Claimed> {
  const { db, now } = services;
  const time = now();
  const claim: IdempotencyClaim = { key, token: crypto.randomUUID() };
  const fresh = {
    requestHash,
    claim: claim.token,
    leaseUntil: time + scaledMs(services, SECONDS.claimLease),
    status: null,
    body: null,
    expiresAt: time + scaledMs(services, SECONDS.answerKept),
  };
  const { kept } = await withRetry(() =>
    batch(db, {
      claimed: db
        .insert(idempotencyKeys)
        .values({ accountId, key, ...fresh })
        .onConflictDoUpdate({
          target: [idempotencyKeys.accountId, idempotencyKeys.key],
          set: fresh,
          setWhere: sql`${idempotencyKeys.expiresAt} <= ${time}
            OR (${idempotencyKeys.status} IS NULL AND ${idempotencyKeys.leaseUntil} <= ${time})`,
        }),
      kept: db
        .select()
        .from(idempotencyKeys)
        .where(and(eq(idempotencyKeys.accountId, accountId), eq(idempotencyKeys.key, key))),
    }),
  );
  const [row] = kept;
  if (!row) throw new Error("The claim of an idempotency key was not written");
  if (row.claim === claim.token) return { kind: "claimed", claim };
  if (row.requestHash !== requestHash) return { kind: "other_request" };
  if (row.status === null || row.body === null) return { kind: "in_flight" };
  return { kind: "answered", answer: { status: row.status, body: row.body } };
}

const unanswered = (accountId: string, { key, token }: IdempotencyClaim) =>
  sql`account_id = ${accountId} AND key = ${key} AND claim = ${token} AND status IS NULL`;

/** SQL condition: the claim is still its holder's. */
export const claimIsHeld = (accountId: string, claim: IdempotencyClaim) =>
  sql`EXISTS (SELECT 1 FROM idempotency_keys WHERE ${unanswered(accountId, claim)})`;

/** Records the answer, if `condition` holds. For the transaction that does what the answer says. */
export const recordAnswer = (
  db: Database,
  accountId: string,
  claim: IdempotencyClaim,
  answer: KeptAnswer,
  condition: SQL,
) =>
  db
    .update(idempotencyKeys)
    .set(answer)
    .where(sql`${unanswered(accountId, claim)} AND ${condition}`);

/** Frees a key whose request failed. A key that was answered stays answered. */
export async function releaseClaim({ db }: Services, accountId: string, claim: IdempotencyClaim): Promise<void> {
  await withRetry(() => db.delete(idempotencyKeys).where(unanswered(accountId, claim)));
}

/** Keys per sweep; what is left waits for the next one. */
const MAX_PURGED = 1000;

/** Deletes keys that have expired, at most MAX_PURGED. */
export async function purgeExpiredIdempotencyKeys({ db, now }: Services): Promise<void> {
  await db
    .delete(idempotencyKeys)
    .where(sql`rowid IN (SELECT rowid FROM idempotency_keys WHERE expires_at <= ${now()} LIMIT ${MAX_PURGED})`);
}
