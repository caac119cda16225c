/** Admission and idempotency keys against a real D1, with a clock that can be set: what takes hours, and what goes wrong. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { monthOf, selectAllowance } from "../../worker/accounts/spending.ts";
import { type Database, openDatabase } from "../../worker/db/database.ts";
import { accounts, batches, idempotencyKeys, runs } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import {
  claimIdempotencyKey,
  type IdempotencyClaim,
  purgeExpiredIdempotencyKeys,
  releaseClaim,
} from "../../worker/runs/idempotency.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import type { Services } from "../../worker/services.ts";
import { expectedSteps } from "../support/expected-steps.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { type AccountLimits, newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let db: Database;
let time = Date.parse("2026-11-30T23:00:00Z");
const HOUR = 3_600_000;

beforeAll(async () => {
  local = await openLocalDatabase();
  db = local.db;
});
afterAll(() => local.close());

const services = (database = local.db): Services => rowServices(database, () => time);

const newAccount = (limits: AccountLimits = {}) => newAdmission(db, time, limits);

async function claimed(accountId: string, key: string): Promise<IdempotencyClaim> {
  const result = await claimIdempotencyKey(services(), accountId, key, "hash");
  if (result.kind !== "claimed") throw new Error(`The key is ${result.kind}`);
  return result.claim;
}
const once = (claim: IdempotencyClaim) => ({
  claim,
  answer: (runIds: string[]) => ({ status: 202, body: runIds.join() }),
});
const batchesOf = (accountId: string) => db.select().from(batches).where(eq(batches.accountId, accountId));
const allowance = async (accountId: string) => {
  const [row] = await selectAllowance(db, accountId, monthOf(time));
  if (!row) throw new Error("The account is gone");
  return row;
};

describe("an idempotency key", () => {
  test("whose holder crashed is free again after its lease, and the holder can write nothing any more", async () => {
    const admission = await newAccount();
    const { accountId } = admission;
    const dead = await claimed(accountId, "k");
    time += 119_000;
    expect(await claimIdempotencyKey(services(), accountId, "k", "hash")).toEqual({ kind: "in_flight" });
    expect(await claimIdempotencyKey(services(), accountId, "k", "other")).toEqual({ kind: "other_request" });
    time += 1000;
    const alive = await claimed(accountId, "k");
    expect(await admitBatch(services(), { ...admission, once: once(dead) })).toEqual({ kind: "claim_lost" });
    await releaseClaim(services(), accountId, dead);
    const admitted = await admitBatch(services(), { ...admission, once: once(alive) });
    if (admitted.kind !== "admitted") throw new Error(admitted.kind);
    // Too late, and not by its answer either.
    expect(await admitBatch(services(), { ...admission, once: once(dead) })).toEqual({ kind: "claim_lost" });
    await releaseClaim(services(), accountId, alive);
    expect(await claimIdempotencyKey(services(), accountId, "k", "hash")).toEqual({
      kind: "answered",
      answer: { status: 202, body: admitted.runIds.join() },
    });
    expect(await batchesOf(accountId)).toHaveLength(1);
  });

  test("keeps its answer for 24 hours; the sweeper forgets it, and the key is as good as new", async () => {
    const admission = await newAccount();
    const { accountId } = admission;
    await admitBatch(services(), { ...admission, once: once(await claimed(accountId, "k")) });
    time += 24 * HOUR - 1;
    await purgeExpiredIdempotencyKeys(services());
    expect((await claimIdempotencyKey(services(), accountId, "k", "hash")).kind).toBe("answered");
    time += 1;
    // Before the sweeper comes by, too.
    const again = await claimed(accountId, "k");
    await releaseClaim(services(), accountId, again);
    await admitBatch(services(), { ...admission, once: once(await claimed(accountId, "l")) });
    time += 24 * HOUR;
    await purgeExpiredIdempotencyKeys(services());
    expect(await db.select().from(idempotencyKeys).where(eq(idempotencyKeys.accountId, accountId))).toEqual([]);
    expect(await batchesOf(accountId)).toHaveLength(2);
  });

  test("of a batch that was refused stays unanswered", async () => {
    const admission = await newAccount({ maxActiveRuns: 1 });
    const claim = await claimed(admission.accountId, "k");
    const refused = await admitBatch(services(), { ...admission, once: once(claim) });
    expect(refused).toEqual({ kind: "too_many_runs", limit: 1, active: 0, requested: 2 });
    expect((await claimIdempotencyKey(services(), admission.accountId, "k", "hash")).kind).toBe("in_flight");
    expect(await batchesOf(admission.accountId)).toEqual([]);
  });
});

test("when the database's reply is lost, the batch is there once, with its answer", async () => {
  const admission = await newAccount({ maxActiveRuns: 2, monthlyLimitMicros: 2_000_000 });
  let lost = 0;
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name, target).bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        const result = await target.batch(statements);
        if (lost++ === 0) throw new Error("D1_ERROR: Network connection lost.");
        return result;
      };
    },
  });
  const claim = await claimed(admission.accountId, "k");
  const admitted = await admitBatch(services(openDatabase(d1)), { ...admission, once: once(claim) });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  expect(lost).toBe(2);
  const stored = await db.select().from(runs).where(eq(runs.accountId, admission.accountId));
  expect(stored.map(({ id }) => id).sort()).toEqual(admitted.runIds.toSorted());
  expect(stored.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["k", "k"]);
  for (const { steps } of stored) expect(Object.keys(steps)).toEqual(expectedSteps(admission.request));
  expect((await claimIdempotencyKey(services(), admission.accountId, "k", "hash")).kind).toBe("answered");
});

describe("limits", () => {
  test("hold however many ask at once: all of a batch or nothing", async () => {
    const admission = await newAccount({ maxActiveRuns: 7 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => admitBatch(services(), admission)));
    expect(answers.filter(({ kind }) => kind === "admitted")).toHaveLength(3);
    expect(answers.find(({ kind }) => kind !== "admitted")).toEqual({
      ...{ kind: "too_many_runs", limit: 7, active: 6, requested: 2 },
    });
    expect(await db.select().from(runs).where(eq(runs.accountId, admission.accountId))).toHaveLength(6);
  });

  test("are of a calendar month, and a run belongs to the one it was created in", async () => {
    time = Date.parse("2026-11-30T23:59:59.999Z");
    const admission = await newAccount({ monthlyLimitMicros: 2_000_000 });
    const { accountId } = admission;
    const admitted = await admitBatch(services(), admission);
    if (admitted.kind !== "admitted") throw new Error(admitted.kind);
    const [first = "", second = ""] = admitted.runIds;
    const refused = await admitBatch(services(), admission);
    expect(refused).toMatchObject({ kind: "spend_limit_reached", month: "2026-11", limitMicros: 2_000_000 });
    const { usedMicros } = await allowance(accountId);
    expect(usedMicros).toBeGreaterThan(1_000_000);

    time += 1;
    expect(await allowance(accountId)).toMatchObject({ usedMicros: 0, spentMicros: 0, activeRuns: 2 });
    expect((await admitBatch(services(), admission)).kind).toBe("admitted");
    expect((await allowance(accountId)).usedMicros).toBe(usedMicros);

    // Nothing was asked of fal.ai, so cancelling gives all of it back, to the month it was held in.
    time -= 1;
    await cancelRun(services(), accountId, first);
    expect((await allowance(accountId)).usedMicros).toBe(usedMicros / 2);
    time += 1;
    // And a retry holds it there again, so that month's limit decides.
    await db
      .update(accounts)
      .set({ monthlyLimitMicros: usedMicros - 1 })
      .where(eq(accounts.id, accountId));
    expect(await retryRun(services(), accountId, first)).toMatchObject({
      ...{ kind: "spend_limit_reached", month: "2026-11", neededMicros: usedMicros / 2 },
    });
    await cancelRun(services(), accountId, second);
    expect(await retryRun(services(), accountId, first)).toEqual({ kind: "retried" });
    expect(await retryRun(services(), accountId, first)).toEqual({ kind: "not_retryable" });
  });

  test("of another account do not matter, nor what it spent", async () => {
    const [mine, theirs] = [await newAccount({ maxActiveRuns: 2, monthlyLimitMicros: 2_000_000 }), await newAccount()];
    for (let times = 0; times < 3; times++) expect((await admitBatch(services(), theirs)).kind).toBe("admitted");
    expect((await admitBatch(services(), mine)).kind).toBe("admitted");
  });
});
