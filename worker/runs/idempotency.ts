/**
 * Idempotency keys: the answer is written by the transaction that writes the batch, so that both are there or neither is,
 * and that transaction requires the key to be free. A request that takes long before that claims the key first, so that
 * its repetitions are told to wait. A claim that a crash left behind is free again when its lease ends. Its holder may be
 * slow rather than dead, so its write of an answer requires the claim.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AccountId } from "../db/account-id.ts";
import { batch } from "../db/batch.ts";
import { type Database, withRetry } from "../db/database.ts";
import { insertMany } from "../db/insert-many.ts";
import { type Reading, reading } from "../db/reading.ts";
import { idempotencyKeys } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";

/** The right to answer a key. */
export interface IdempotencyClaim {
  key: string;
  token: string;
}

/** A key and what it came with. */
export interface KeyedRequest {
  key: string;
  /** SHA-256 over what the request asks for. */
  requestHash: string;
}

export interface KeptAnswer {
  status: number;
  body: string;
}

/** What is known of a key that is not free. */
export type Taken =
  | { kind: "answered"; answer: KeptAnswer }
  /** The first request is still being answered. */
  | { kind: "in_flight" }
  /** The key came with another request before. */
  | { kind: "other_request" };

export type KeyRow = typeof idempotencyKeys.$inferSelect;

/** SQL condition: the row is the account's key. */
export const isKey = (account: AccountId, { key }: { key: string }) =>
  and(eq(idempotencyKeys.accountId, account), eq(idempotencyKeys.key, key));

/** What is known of a key. Undefined: nothing, or it is not the account's. */
export const keyRowReading = (db: Database, account: AccountId, key: string): Reading<KeyRow | undefined> =>
  reading(
    {
      keys: db.select().from(idempotencyKeys).where(isKey(account, { key })),
    },
    ({ keys: [row] }) => row,
  );

/** Why a request may not have its key, going by the key's row. Undefined: it may. `time` in Unix milliseconds. */
export function takenBy(row: KeyRow | undefined, { requestHash }: KeyedRequest, time: number): Taken | undefined {
  if (!row || row.expiresAt <= time || (row.status === null && row.leaseUntil <= time)) return undefined;
  if (row.requestHash !== requestHash) return { kind: "other_request" };
  if (row.status === null || row.body === null) return { kind: "in_flight" };
  return { kind: "answered", answer: { status: row.status, body: row.body } };
}

/** SQL: a row that takes nothing: it has expired, or whoever had claimed the key did not answer in time. */
const isOver = (time: number) => sql`(expires_at <= ${time} OR (status IS NULL AND lease_until <= ${time}))`;

/** SQL condition: nobody has the key. */
export const isFree = (accountId: string, { key }: KeyedRequest, time: number) =>
  sql`NOT EXISTS (SELECT 1 FROM idempotency_keys WHERE account_id = ${accountId} AND key = ${key}
    AND NOT ${isOver(time)})`;

/** A key's row while it is being answered, or, with an `answer`, from then on. */
const rowOf = (services: Services, { requestHash }: KeyedRequest, claim: string, answer?: KeptAnswer) => {
  const time = services.now();
  return {
    requestHash,
    claim,
    leaseUntil: time + scaledMs(services, SECONDS.claimLease),
    status: answer?.status ?? null,
    body: answer?.body ?? null,
    expiresAt: time + scaledMs(services, SECONDS.answerKept),
  };
};

/**
 * Claims a key for a request that takes long, so that the same one does not take long beside it; or says what is already
 * known of the key.
 */
export async function claimIdempotencyKey(
  services: Services,
  accountId: string,
  key: string,
  requestHash: string,
): Promise<{ kind: "claimed"; claim: IdempotencyClaim } | Taken> {
  const { db, now } = services;
  const time = now();
  const request = { key, requestHash };
  const claim: IdempotencyClaim = { key, token: crypto.randomUUID() };
  const fresh = rowOf(services, request, claim.token);
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
      kept: db.select().from(idempotencyKeys).where(isKey(accountId, request)),
    }),
  );
  const [row] = kept;
  if (!row) throw new Error("The claim of an idempotency key was not written");
  const taken = row.claim === claim.token ? undefined : takenBy(row, request, time);
  return taken ?? { kind: "claimed", claim };
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

/** The same without a claim: for a transaction that goes by `isFree`. */
export function recordNewAnswer(
  services: Services,
  accountId: string,
  request: KeyedRequest,
  answer: KeptAnswer,
  condition: SQL,
) {
  const row = rowOf(services, request, crypto.randomUUID(), answer);
  return insertMany(
    services.db,
    idempotencyKeys,
    [{ accountId, key: request.key, ...row }],
    condition,
  ).onConflictDoUpdate({ target: [idempotencyKeys.accountId, idempotencyKeys.key], set: row });
}

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
