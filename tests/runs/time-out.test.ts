/** Runs that do not finish in time, against a real D1 with a clock that can be set. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monthOf, selectAllowance } from "../../worker/accounts/spending.ts";
import { viewRunDetail } from "../../worker/contract/run-view.ts";
import { runs } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { timeOutRuns } from "../../worker/runs/end-run.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

test("a run that is not over after six hours is TIMED_OUT, holds no money any more, and can be retried", async () => {
  const { db } = local;
  const services = rowServices(db, () => time);
  const admission = await newAdmission(db, time, { monthlyLimitMicros: 10_000_000 });
  const admitted = await admitBatch(services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  const reserved = async () => (await selectAllowance(db, admission.accountId, monthOf(time)))[0];
  expect((await reserved())?.usedMicros).toBeGreaterThan(0);

  time += 6 * 3_600_000 - 1;
  expect(await timeOutRuns(services)).toEqual([]);
  time += 1;
  expect((await timeOutRuns(services)).sort()).toEqual(admitted.runIds.toSorted());
  expect(await timeOutRuns(services)).toEqual([]);
  expect(await reserved()).toMatchObject({ usedMicros: 0, activeRuns: 0 });

  const read = async () => {
    const [run] = await db.select().from(runs).where(eq(runs.id, runId));
    if (!run) throw new Error("The run is gone");
    return viewRunDetail(run, [], (ref) => ref);
  };
  expect(await read()).toMatchObject({
    status: "TIMED_OUT",
    finishedAt: new Date(time).toISOString(),
    output: null,
    error: { code: "run_timed_out", name: "run_timed_out", retryable: true, step: null },
  });

  expect(await retryRun(services, admission.accountId, runId)).toEqual({ kind: "retried" });
  expect(await read()).toMatchObject({ status: "REATTEMPTING", finishedAt: null, error: null });
  time += 6 * 3_600_000 - 1;
  expect(await timeOutRuns(services)).toEqual([]);
});
