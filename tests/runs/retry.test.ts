/** A retry beside others who write to the same run. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { runs } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

test("a run that was touched since the retry read it is retried all the same", async () => {
  const services = rowServices(local.db, () => time);
  const admission = await newAdmission(local.db, time, {});
  const admitted = await admitBatch(services, { ...admission, request: { ...admission.request, batch: 1 } });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  await cancelRun(services, admission.accountId, runId);
  const ofRun = eq(runs.id, runId);
  let batches = 0;
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name, target).bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        const results = await target.batch(statements);
        // What it paid for is settled right after it was read.
        if (batches++ === 0) await local.db.update(runs).set({ version: 100 }).where(ofRun);
        return results;
      };
    },
  });
  const meanwhile = rowServices(openDatabase(d1), () => time);
  expect(await retryRun(meanwhile, admission.accountId, runId)).toEqual({ kind: "retried" });
  const [run] = await local.db.select().from(runs).where(ofRun);
  expect(run).toMatchObject({ status: "REATTEMPTING", version: 101 });
});
