/** Runs that wait for what is nobody's fault, against a real D1 with a clock that can be set. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generations, runs } from "../../worker/db/schema.ts";
import { readRun } from "../../worker/http/run-answers.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { advanceGeneration } from "../../worker/runs/advance-generation.ts";
import { commitRun } from "../../worker/runs/commit-run.ts";
import { findRun } from "../../worker/runs/context.ts";
import { cancelRun, timeOutRuns } from "../../worker/runs/end-run.ts";
import { claimGeneration } from "../../worker/runs/generations.ts";
import { performSteps } from "../../worker/runs/perform-steps.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { sweep } from "../../worker/runs/sweep.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { type Driver, openDriver } from "../support/run-driver.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const MAX_WAIT_SECONDS = 3 * 24 * 3600;

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

let driver: Driver;
let accountId = "";
let runId = "";
/** What the gate before fal.ai answers. */
let enter: () => Promise<unknown>;
beforeEach(async () => {
  driver = openDriver(local.db, Date.parse("2026-11-10T12:00:00Z"));
  driver.services.settings.MAX_WAIT_SECONDS = MAX_WAIT_SECONDS;
  const { gate } = driver.services;
  driver.services.gate = () => ({ ...gate(), enter: () => enter() }) as ReturnType<typeof gate>;
  const admission = await newAdmission(local.db, driver.time, {});
  const batch = await admitBatch(driver.services, { ...admission, request: { ...admission.request, batch: 1 } });
  if (batch.kind !== "admitted") throw new Error(batch.kind);
  accountId = admission.accountId;
  [runId = ""] = batch.runIds;
});

const go = async () => ({ kind: "go", isProbe: false });
const shut = async () => ({ kind: "wait", waitsFor: "fal_balance", aboutMs: null });
const inLine = async () => ({ kind: "wait", waitsFor: "fal_slot", aboutMs: HOUR });
const read = () => readRun(driver.services, accountId, runId);
/** Handles the messages that are due by now. */
const handle = () => {
  const now = driver.time;
  return driver.run(async () => driver.time > now || (await waiting()));
};
/** As the gate does with those whose turn has come. */
async function sendForAll(): Promise<void> {
  for (const { id } of await local.db.select().from(generations).where(eq(generations.runId, runId))) {
    driver.send({ generationId: id, isItsTurn: true });
  }
}
const waiting = async () => (await read())?.metadata.waiting !== null;

test("a wait does not use up a run's time", async () => {
  enter = shut;
  await handle();
  expect((await read())?.metadata.waiting).toEqual({ for: "fal_balance", since: "2026-11-10T12:00:00.000Z" });
  driver.time += 48 * HOUR;
  expect(await timeOutRuns(driver.services)).toEqual([]);
  enter = go;
  await sendForAll();
  await driver.run();
  expect(await read()).toMatchObject({ status: "COMPLETED", metadata: { waiting: null } });
});

test("a run that waits in a line says when it is likely to be over; when nobody knows, it says nothing", async () => {
  enter = inLine;
  await handle();
  const expectedAt = Date.parse((await read())?.metadata.expectedAt ?? "");
  // Listening, finding moments and writing the caption come one after the other, and each will wait.
  expect(expectedAt).toBeGreaterThan(driver.time + 3 * HOUR);
  expect(expectedAt).toBeLessThan(driver.time + 3.1 * HOUR);
  enter = shut;
  await sendForAll();
  await driver.run(async () => (await read())?.metadata.waiting?.for === "fal_balance");
  expect((await read())?.metadata.expectedAt).toBeNull();
  expect(await cancelRun(driver.services, accountId, runId)).toBe(true);
});

test("a wait has an end, which says what was waited for; retried, the run has its whole time again", async () => {
  enter = shut;
  await handle();
  driver.time += MAX_WAIT_SECONDS * 1000 + 6 * HOUR;
  expect(await timeOutRuns(driver.services)).toEqual([runId]);
  expect(await read()).toMatchObject({
    error: { code: "run_timed_out", message: "The run waited too long for a balance at fal.ai." },
    metadata: { waiting: null },
  });
  expect(await retryRun(driver.services, accountId, runId)).toEqual({ kind: "retried" });
  enter = go;
  driver.send({ runId });
  await driver.run();
  const [run] = await local.db.select().from(runs).where(eq(runs.id, runId));
  expect(run).toMatchObject({ status: "COMPLETED", waitsFor: null });
  expect(run?.deadlineAt).toBeGreaterThan(driver.time);
});

test("a run that is canceled while it waits waits for nothing", async () => {
  enter = shut;
  await handle();
  expect(await cancelRun(driver.services, accountId, runId)).toBe(true);
  expect(await read()).toMatchObject({ status: "CANCELED", metadata: { waiting: null } });
});

test("a gate that cannot be reached is asked again, however often, and nothing fails of that", async () => {
  let refusals = 20;
  enter = async () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error("The object was moved");
    return go();
  };
  await driver.run();
  expect(await read()).toMatchObject({ status: "COMPLETED", costInCents: expect.any(Number) });
  expect(refusals).toBeLessThan(0);
});

describe("a run that is over", () => {
  const row = async () => {
    const [run] = await local.db.select().from(runs).where(eq(runs.id, runId));
    if (!run) throw new Error("There is no run");
    return run;
  };
  test.each([
    ["a cut that no renderer took", { isBusy: true }],
    ["a render that has no place", { pooled: { waits: { aboutMs: null } } }],
  ])("does not wait for what %s waits for, which is told late", async (_what, told) => {
    const found = await findRun(driver.services, runId);
    if (!found) throw new Error("There is no run");
    const pass = await performSteps(driver.services, found, "steps", []);
    expect(await cancelRun(driver.services, accountId, runId)).toBe(true);
    expect(await commitRun(driver.services, found.run, { ...pass, ...told }, undefined)).toBeUndefined();
    expect(await read()).toMatchObject({ status: "CANCELED", metadata: { waiting: null } });
    expect((await row()).deadlineAt).toBeLessThan(driver.time + 7 * HOUR);
  });

  test("and still has a wait from before has its whole time when it is retried", async () => {
    await cancelRun(driver.services, accountId, runId);
    await local.db.update(runs).set({ waitsFor: "renderer", waitsSince: driver.time }).where(eq(runs.id, runId));
    driver.time += HOUR;
    await retryRun(driver.services, accountId, runId);
    await driver.run(async () => (await row()).status === "EXECUTING");
    expect((await row()).deadlineAt).toBe(driver.time + 6 * HOUR);
  });
});

describe("a generation whose turn at the gate has come", () => {
  let begunAt = 0;
  beforeEach(async () => {
    enter = shut;
    await handle();
    enter = go;
    begunAt = driver.time;
  });
  const waitingOnes = () => local.db.select().from(generations).where(eq(generations.runId, runId));
  const completes = async () => {
    await driver.run(async () => (await read())?.status === "COMPLETED");
    expect((await read())?.status).toBe("COMPLETED");
    // It would ask by itself after an hour, and has a slot that others wait for.
    expect(driver.time - begunAt).toBeLessThan(HOUR / 2);
  };

  test("is sent for by a sweep when its consumer ended there", async () => {
    for (const { id } of await waitingOnes()) expect(await claimGeneration(driver.services, id, true)).toBeDefined();
    driver.time += 5 * MINUTE;
    await sweep(driver.services);
    await completes();
  });

  test("is tried again in a moment when something unexpected happened there", async () => {
    const { candidates } = driver.services;
    for (const { id } of await waitingOnes()) {
      driver.services.candidates = { ...candidates, pick: () => unexpected() };
      await advanceGeneration(driver.services, { generationId: id, isItsTurn: true });
    }
    driver.services.candidates = candidates;
    await completes();
  });
});

const unexpected = (): never => {
  throw new Error("The database failed");
};
