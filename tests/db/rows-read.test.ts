/** What a run costs the database does not depend on what is stored. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../../worker/db/database.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import type { Services } from "../../worker/services.ts";
import { type DeliverySelection, readDeliveries } from "../../worker/webhooks/read-deliveries.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openDriver } from "../support/run-driver.ts";
import { storeRuns } from "../support/stored-rows.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

/** The same database, and the rows that its batches read and write from now on. */
function counted(): { db: Database; cost: { read: number; written: number } } {
  const cost = { read: 0, written: 0 };
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name, target).bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        const results = await target.batch(statements);
        for (const { meta } of results) {
          cost.read += meta.rows_read;
          cost.written += meta.rows_written;
        }
        return results;
      };
    },
  });
  return { db: openDatabase(d1), cost };
}

/** Of one run, from its admission to its end. */
async function costOfRun(): Promise<{ read: number; written: number }> {
  const { db, cost } = counted();
  const driver = openDriver(db, time);
  const admission = await newAdmission(local.db, time, {});
  const admitted = await admitBatch(driver.services, { ...admission, request: { ...admission.request, batch: 1 } });
  expect(admitted.kind).toBe("admitted");
  await driver.run();
  return cost;
}

test("a run reads and writes as many rows with two thousand others stored as with none", async () => {
  const before = await costOfRun();
  await storeRuns(local.db, 2000, time - 7 * 24 * 3_600_000);
  const after = await costOfRun();
  // Not to the row: which of two steps is done first makes a difference.
  expect(after.written).toBeLessThan(before.written * 1.1);
  // One more look at what is stored would read two thousand.
  expect(after.read).toBeLessThan(before.read + 200);
});

test.each<[string, Partial<DeliverySelection>, number]>([
  ["of one run", { runId: "run_5" }, 1],
  ["that wait to be delivered", { status: "pending" }, 0],
  ["to a webhook that wait to be delivered", { status: "pending", webhookId: "none" }, 0],
  ["to a webhook", { webhookId: "none" }, 0],
  ["by its id", { id: "dlv_5" }, 1],
])("deliveries %s are found among two thousand without a look at them all", async (_, selection, count) => {
  const { db, cost } = counted();
  const services = { db } as Services;
  expect(await readDeliveries(services, { accountId: "stored", limit: 20, ...selection })).toHaveLength(count);
  expect(cost.read).toBeLessThan(50);
});
