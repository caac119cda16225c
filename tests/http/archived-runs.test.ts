/** What the API answers of runs that are archived. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { apiKeys, runs } from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { sweep } from "../../worker/runs/sweep.ts";
import { openDriverWithBuckets } from "../support/archiving.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openCalls } from "../support/worker-life.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  local = await openLocalDatabase();
});
afterAll(() => local.close());

interface Run {
  id: string;
  metadata: { steps: unknown[] };
  [field: string]: unknown;
}

test("one that is asked for by its id is whole, one that is listed is as its row, and none can be retried", async () => {
  const driver = openDriverWithBuckets(local, Date.now());
  const { services } = driver;
  const admission = await newAdmission(local.db, driver.time, {});
  const { accountId } = admission;
  const key = createApiKey();
  await local.db.insert(apiKeys).values({
    ...{ id: newId("key"), accountId, name: "k", hash: await sha256Hex(key), prefix: apiKeyPrefix(key), createdAt: 1 },
  });
  const call = await openCalls(local, local.d1, key);
  const admitted = await admitBatch(services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const { runIds, batchId } = admitted;
  const [canceled = "", completed = ""] = runIds;
  await cancelRun(services, accountId, canceled);
  await driver.run();
  const read = async (path: string) => ((await call("GET", `/api/tasks/runs${path}`)) as { runs: Run[] }).runs;
  const before = await read(`?runIds=${runIds}`);
  expect(before.map(({ metadata }) => metadata.steps.length > 3)).toEqual([true, true]);

  driver.time += 3_600_000;
  await sweep(services);
  driver.time += 8 * 24 * 3_600_000;
  await sweep(services);
  const rows = await local.db.select().from(runs).where(eq(runs.batchId, batchId));
  expect(rows.map(({ archived }) => archived === null)).toEqual([false, false]);

  expect(await read(`?runIds=${runIds}`)).toEqual(before);
  expect(await read(`?runId=${completed}`)).toEqual(before.slice(1));
  expect(await call("GET", `/api/tasks/runs/${completed}`)).toEqual({ status: "success", run: before[1] });
  const wanted = ["output", "costInCents", "error"].join();
  const parts = await read(`?runId=${completed}&fields=${wanted}`);
  expect(parts).toEqual([
    { id: completed, output: before[1]?.output, costInCents: before[1]?.costInCents, error: null },
  ]);
  for (const listed of [await read(""), await read(`?batchId=${batchId}`), await read("?status=CANCELED,COMPLETED")]) {
    expect(listed.map(({ id }) => id).sort()).toEqual(runIds.toSorted());
    for (const run of listed) {
      const was = before.find(({ id }) => id === run.id);
      expect(run.metadata.steps).toEqual([]);
      expect(run).toEqual({
        ...was,
        metadata: { ...was?.metadata, steps: [], logs: [expect.any(String), expect.any(String)] },
      });
    }
  }
  expect(await call("POST", `/api/tasks/runs/${completed}/cancel`)).toEqual({
    ...{ status: "success", canceled: false, run: before[1] },
  });
  await expect(call("POST", `/api/tasks/runs/${canceled}/retry`)).rejects.toThrow(
    /409 .*ended more than 7 days ago and was archived.*"code":"run_too_old"/,
  );
  await expect(call("POST", `/api/tasks/runs/${completed}/retry`)).rejects.toThrow(/409 .*"code":"run_not_retryable"/);
});
