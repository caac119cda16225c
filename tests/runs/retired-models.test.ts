/** A model that fal.ai no longer has, in each way that it says so: another one answers, and nothing is paid twice. */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FalEmulator, startFalEmulator } from "../../emulator/emulator.ts";
import { RETIREMENTS } from "../../emulator/protocol/retirement.ts";
import { generations } from "../../worker/db/schema.ts";
import { FalAnswer, type FalQueue, openFalQueue } from "../../worker/fal/client.ts";
import { MODELS } from "../../worker/fal/models.ts";
import { readRun } from "../../worker/http/run-answers.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { adoptCallback } from "../../worker/runs/adopt-callback.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { type Driver, openDriver } from "../support/run-driver.ts";

const ROUTER = "openrouter/router";
const [FIRST, SECOND] = MODELS.write.candidates.map(({ name }) => name) as [string, string];
/** The moments of a song and a caption: once each, if nothing is asked twice. */
const QUESTIONS = 2;

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let emulator: FalEmulator;
beforeAll(async () => {
  local = await openLocalDatabase();
  emulator = await startFalEmulator({ settings: { media: "instant" } });
});
afterEach(() => emulator.reset());
afterAll(async () => {
  await emulator.close();
  await local.close();
});

/** fal.ai's emulator for the language models, and `others` for everything else. */
function languageOnTheWire(driver: Driver, others: FalQueue): FalQueue {
  const wire = openFalQueue({ key: "k", origin: emulator.origin, timeoutMs: 10_000, filesKeptSeconds: 60 });
  const of = (model: string) => (model === ROUTER ? wire : others);
  return {
    async submit(model, input, { callbackUrl = "", ...options }) {
      if (model !== ROUTER) return others.submit(model, input, { callbackUrl, ...options });
      // Nobody listens for its callbacks here, so they are made for it.
      const requestId = await wire.submit(model, input, options);
      driver.callBack(callbackUrl, requestId, 0);
      return requestId;
    },
    async status(model, requestId) {
      // The driver's clock runs while the emulator's stands: it is looked at when there is something to see.
      for (;;) {
        const status = await of(model).status(model, requestId);
        if (status.state === "COMPLETED") return status;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    result: (model, requestId) => of(model).result(model, requestId),
    cancel: (model, requestId) => of(model).cancel(model, requestId),
    upload: (file, name) => wire.upload(file, name),
  };
}

async function admitted() {
  const driver = openDriver(local.db, Date.parse("2026-11-10T12:00:00Z"));
  driver.services.fal = languageOnTheWire(driver, driver.services.fal);
  const told: { event: string; fields: unknown }[] = [];
  driver.services.log = {
    ...driver.services.log,
    error: (event, _error, fields) => void told.push({ event, fields }),
  };
  const admission = await newAdmission(local.db, driver.time, {});
  const batch = await admitBatch(driver.services, { ...admission, request: { ...admission.request, batch: 1 } });
  if (batch.kind !== "admitted") throw new Error(batch.kind);
  const { accountId } = admission;
  const [runId = ""] = batch.runIds;
  const rows = () => local.db.select().from(generations).where(eq(generations.runId, runId));
  return { driver, accountId, runId, told, rows, read: () => readRun(driver.services, accountId, runId) };
}

test.each(RETIREMENTS)("%s: the next model answers, once", async (as) => {
  emulator.setFaults([{ kind: "retired", as, model: FIRST }]);
  const { driver, told, rows, read } = await admitted();
  await driver.run();

  const run = await read();
  expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
  expect(run?.metadata.wastedInCents).toBe(0);
  const models = run?.metadata.steps.filter(({ name }) => ["moments", "caption"].includes(name));
  expect(models?.map(({ model }) => model)).toEqual([SECOND, SECOND]);

  const asked = emulator.ledger();
  expect(asked.filter(({ billing }) => billing && billing.usd > 0)).toHaveLength(QUESTIONS);
  // Who found it retired remembers it: the second question goes straight to the next one.
  expect(asked.map(({ input }) => (input as { model: string }).model)).toEqual([FIRST, SECOND, SECOND]);
  const written = (await rows()).filter(({ model }) => model === "write");
  expect(written.map(({ candidate, attempt, status }) => ({ candidate, attempt, status }))).toEqual([
    { candidate: SECOND, attempt: 2, status: "completed" },
    { candidate: SECOND, attempt: 1, status: "completed" },
  ]);
  for (const { costMicros, expectedMicros } of written) {
    expect(costMicros).toBeGreaterThan(0);
    // By the price of the one that answered.
    expect(expectedMicros).toBeGreaterThan(0);
  }
  const loud = { event: "model_retired", fields: expect.objectContaining({ candidate: FIRST, successor: SECOND }) };
  expect(told).toEqual([loud]);
});

test("when none is left the run says so, and a retry asks again from the start", async () => {
  const gone = [FIRST, SECOND].map((model) => ({ kind: "retired", as: "application-not-found", model }) as const);
  emulator.setFaults(gone);
  const { driver, accountId, runId, told, read } = await admitted();
  await driver.run();
  expect(await read()).toMatchObject({
    status: "FAILED",
    error: { code: "fal_model_retired", step: "moments", retryable: true, message: expect.stringContaining(SECOND) },
  });
  expect(told.map(({ event }) => event)).toEqual(["model_retired", "model_retired", "run_failed"]);

  emulator.setFaults([]);
  expect(await retryRun(driver.services, accountId, runId)).toEqual({ kind: "retried" });
  driver.send({ runId });
  await driver.run();
  const run = await read();
  expect(run?.status, JSON.stringify(run?.error)).toBe("COMPLETED");
  expect(run?.metadata.steps.find(({ name }) => name === "moments")?.model).toBe(FIRST);
});

test("an error in place of an answer is asked again of the same model, and is no answer", async () => {
  const { driver, rows, read } = await admitted();
  const { result } = driver.services.fal;
  let overloaded = true;
  driver.services.fal.result = async (model, requestId) => {
    const found = await result(model, requestId);
    if (model !== ROUTER || !overloaded) return found;
    overloaded = false;
    return { ...found, data: { output: "", error: "Provider returned error: overloaded" } };
  };
  await driver.run();
  expect((await read())?.status).toBe("COMPLETED");
  const [first] = (await rows()).filter(({ model }) => model === "write");
  expect(first).toMatchObject({ candidate: FIRST, attempt: 2, status: "completed" });
  expect(first?.wastedMicros).toBeGreaterThan(0);
});

test.each([
  ["the model", { detail: "Application 'router' not found" }, SECOND],
  ["the request", { status: "NOT_FOUND" }, FIRST],
])("where %s is gone after it was accepted, it may be billed, and is asked again", async (_what, body, answers) => {
  const { driver, rows, read } = await admitted();
  const { status } = driver.services.fal;
  let isGone = true;
  driver.services.fal.status = async (model, requestId) => {
    if (model !== ROUTER || !isGone) return status(model, requestId);
    isGone = false;
    throw new FalAnswer(404, body, new Headers());
  };
  await driver.run();
  expect((await read())?.status).toBe("COMPLETED");
  const [first] = (await rows()).filter(({ model }) => model === "write");
  expect(first).toMatchObject({ candidate: answers, attempt: 2, status: "completed" });
  expect(first?.wastedMicros).toBeGreaterThan(0);
});

test("a callback that comes late for the model that is gone changes nothing", async () => {
  emulator.setFaults([{ kind: "retired", as: "result-deprecated", model: FIRST }]);
  const { driver, rows, read } = await admitted();
  await driver.run(async () => (await rows()).some(({ candidate, attempt }) => candidate === SECOND && attempt === 2));
  const [moved] = (await rows()).filter(({ model }) => model === "write");
  const requestId = emulator.ledger()[0]?.requestId ?? "";
  const outcome = await adoptCallback(driver.services, moved?.id ?? "", 1, requestId);
  expect(outcome).toEqual({ kind: "ignored" });
  await driver.run();
  expect((await read())?.status).toBe("COMPLETED");
  expect(emulator.ledger().filter(({ billing }) => billing && billing.usd > 0)).toHaveLength(QUESTIONS);
});
