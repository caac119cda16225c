/** What an account's months count is what its runs come to, whatever was written, by whom, and in which order. */
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { monthOf, selectAllowance } from "../../worker/accounts/spending.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { accountMonths, generations, runs } from "../../worker/db/schema.ts";
import { ACTIVE_STATUSES } from "../../worker/domain/run.ts";
import { type Admission, admitBatch } from "../../worker/runs/admit.ts";
import { cancelRun, timeOutRuns } from "../../worker/runs/end-run.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { type Driver, openDriver } from "../support/run-driver.ts";
import { storeRuns } from "../support/stored-rows.ts";

const BEGUN = Date.parse("2026-11-30T23:59:59.000Z");

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let driver: Driver;
let admission: Admission;

beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());
beforeEach(async () => {
  driver = openDriver(local.db, BEGUN);
  admission = await newAdmission(local.db, BEGUN, { monthlyLimitMicros: 1e9 });
});

const admit = async () => {
  const admitted = await admitBatch(driver.services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  return admitted.runIds;
};

/** By month: what is counted, and what the rows come to. */
async function counts() {
  const { accountId } = admission;
  const counted = await local.db.select().from(accountMonths).where(eq(accountMonths.accountId, accountId));
  const rows = await local.db.select().from(runs).where(eq(runs.accountId, accountId));
  const isActive = ({ status }: (typeof rows)[number]) => (ACTIVE_STATUSES as readonly string[]).includes(status);
  const recounted = [...Map.groupBy(rows, ({ createdAt }) => new Date(createdAt).toISOString().slice(0, 7))].map(
    ([month, of]) => ({
      ...{ accountId, month, activeRuns: of.filter(isActive).length },
      reservedMicros: of.filter(isActive).reduce((sum, run) => sum + run.reservedMicros, 0),
      chargedMicros: of.filter((run) => !isActive(run)).reduce((sum, run) => sum + run.chargedMicros, 0),
      // No artist is erased here.
      erasedMicros: 0,
    }),
  );
  const byMonth = (one: { month: string }, other: { month: string }) => one.month.localeCompare(other.month);
  return { counted: counted.sort(byMonth), recounted: recounted.sort(byMonth) };
}
const expectEqual = async () => {
  const { counted, recounted } = await counts();
  expect(counted).toEqual(recounted);
  return counted;
};

test("through admission, work, cancelation, retry, the deadline and the end, over two months", async () => {
  const [first = "", second = ""] = await admit();
  expect((await expectEqual())[0]).toMatchObject({ month: "2026-11", activeRuns: 2, chargedMicros: 0 });
  const isSubmitted = async () =>
    (await local.db.select().from(generations).where(eq(generations.runId, first))).some(({ requestId }) => requestId);
  await driver.run(isSubmitted);
  await expectEqual();
  await cancelRun(driver.services, admission.accountId, first);
  // What fal.ai may bill for it counts.
  expect((await expectEqual())[0]?.chargedMicros).toBeGreaterThan(0);
  expect(await retryRun(driver.services, admission.accountId, first)).toEqual({ kind: "retried" });
  await expectEqual();
  await driver.run();
  expect(await retryRun(driver.services, admission.accountId, second)).toEqual({ kind: "not_retryable" });
  expect((await expectEqual())[0]).toMatchObject({ activeRuns: 0, reservedMicros: 0 });
  driver.time = Date.parse("2026-12-01T00:00:00.000Z");
  const others = await admit();
  expect((await expectEqual()).map(({ month, activeRuns }) => [month, activeRuns])).toEqual([
    ["2026-11", 0],
    ["2026-12", 2],
  ]);
  driver.time += 7 * 3_600_000;
  expect((await timeOutRuns(driver.services)).sort()).toEqual(others.toSorted());
  const ended = await expectEqual();
  expect(ended.map(({ activeRuns, reservedMicros }) => [activeRuns, reservedMicros])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("an active run reserves what its attempts wasted on top, also of a generation that it takes over", async () => {
  const [first = "", second = ""] = await admit();
  driver.send({ runId: first });
  const paid = () => local.db.select().from(generations).where(eq(generations.runId, first));
  await driver.run(async () => (await paid()).length > 0);
  const [generation] = await paid();
  const reserved = async (runId: string) =>
    (await local.db.select().from(runs).where(eq(runs.id, runId)))[0]?.reservedMicros ?? 0;
  const [before, others] = [await reserved(first), await reserved(second)];
  const isThis = eq(generations.id, generation?.id ?? "");
  await local.db.update(generations).set({ wastedMicros: 700 }).where(isThis);
  await local.db.update(generations).set({ wastedMicros: 1000 }).where(isThis);
  expect(await reserved(first)).toBe(before + 1000);
  await local.db.update(generations).set({ runId: second }).where(isThis);
  expect([await reserved(first), await reserved(second)]).toEqual([before, others + 1000]);
  await expectEqual();
});

test("a write that is refused as a whole counts nothing, and nor does one that is repeated", async () => {
  const [first = ""] = await admit();
  const before = await expectEqual();
  const [row] = await local.db.select().from(runs).where(eq(runs.id, first));
  if (!row) throw new Error("The run is gone");
  await local.db.insert(runs).values(row).onConflictDoNothing();
  await local.db
    .update(runs)
    .set({ status: "QUEUED" })
    .where(and(eq(runs.id, first), sql`FALSE`));
  await expect(
    local.db.batch([
      local.db.update(runs).set({ status: "FAILED" }).where(eq(runs.id, first)),
      local.db.insert(runs).values(row),
    ]),
  ).rejects.toThrow();
  expect(await expectEqual()).toEqual(before);
});

test("the allowance reads as much with two thousand runs of the month as with none", async () => {
  await storeRuns(local.db, 2000, BEGUN);
  let read = 0;
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name, target).bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        const results = await target.batch(statements);
        for (const { meta } of results) read += meta.rows_read;
        return results;
      };
    },
  });
  const db = openDatabase(d1);
  const [[allowance]] = await db.batch([selectAllowance(db, "stored", monthOf(BEGUN))]);
  expect(allowance?.activeRuns).toBe(0);
  expect(read).toBeLessThan(10);
});
