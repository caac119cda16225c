/** What a step came to is stored: a rule that is changed afterwards, by a deploy, leaves finished steps as they were. */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { runs } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import { caption } from "../../worker/steps/caption.ts";
import { CAPTION_BOUNDS } from "../../worker/steps/caption-rules.ts";
import type { STEPS } from "../../worker/steps/index.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openDriver } from "../support/run-driver.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const bounds = { ...CAPTION_BOUNDS.short };
afterEach(() => {
  Object.assign(CAPTION_BOUNDS.short, bounds);
  vi.restoreAllMocks();
});

/** A run of one, driven until its caption is done and nothing else would be begun. */
async function captioned() {
  const driver = openDriver(local.db, Date.parse("2026-11-10T12:00:00Z"), {
    // The words are there long before the pictures.
    callsBackAfterMs: (endpoint) => (endpoint === "openrouter/router" ? 0 : 60_000),
  });
  const admission = await newAdmission(local.db, driver.time, {});
  const admitted = await admitBatch(driver.services, {
    ...admission,
    request: { ...admission.request, batch: 1 },
  });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  const read = async () => (await local.db.select().from(runs).where(eq(runs.id, runId)))[0];
  const step = async (name: (typeof STEPS)[number]["name"]) => (await read())?.steps[name];
  await driver.run(async () => (await step("caption"))?.status === "done");
  expect(await step("video")).not.toMatchObject({ status: "done" });
  return { driver, accountId: admission.accountId, runId, step, read };
}

const tighten = () => Object.assign(CAPTION_BOUNDS.short, { maxWords: 3 });

test("a run goes on when a rule is tightened that its finished caption would break", async () => {
  const { driver, step, read } = await captioned();
  tighten();
  await driver.run();
  expect((await read())?.error ?? null).toBeNull();
  expect(await read()).toMatchObject({ status: "COMPLETED", output: { captionText: "a caption of six small words" } });
  expect(await step("caption")).toMatchObject({ status: "done", failures: 0 });
});

test("and so does a retry of it", async () => {
  const { driver, accountId, runId, read } = await captioned();
  await cancelRun(driver.services, accountId, runId);
  tighten();
  expect(await retryRun(driver.services, accountId, runId)).toEqual({ kind: "retried" });
  await driver.run();
  expect(await read()).toMatchObject({ status: "COMPLETED", output: { captionText: "a caption of six small words" } });
});

test("no step that is done is asked again what it came to", async () => {
  const { driver, read } = await captioned();
  vi.spyOn(caption, "next").mockImplementation(() => {
    throw new Error("asked again");
  });
  await driver.run();
  expect(await read()).toMatchObject({ status: "COMPLETED" });
});
