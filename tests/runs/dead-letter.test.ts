/** Messages that no consumer could handle, against a real D1. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { viewRunDetail } from "../../worker/contract/run-view.ts";
import { runs } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { handleDeadLetter } from "../../worker/runs/dead-letter.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

test("a run whose message is undeliverable fails, and names the step that could not be started", async () => {
  const { db } = local;
  const services = rowServices(db, () => time);
  const admitted = await admitBatch(services, await newAdmission(db, time, {}));
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = "", otherId = ""] = admitted.runIds;
  const read = async (id: string) => {
    const [run] = await db.select().from(runs).where(eq(runs.id, id));
    if (!run) throw new Error("The run is gone");
    return viewRunDetail(run, [], (ref) => ref);
  };

  // Its steps have only just become ready: another message for them may be on its way.
  await handleDeadLetter(services, { runId }, "steps");
  expect(await read(runId)).toMatchObject({ status: "QUEUED", error: null });

  time += 60_000;
  await handleDeadLetter(services, { runId }, "steps");
  const { status, error, metadata } = await read(runId);
  expect(status).toBe("FAILED");
  expect(error).toMatchObject({ code: "message_undeliverable", retryable: true });
  const failed = metadata.steps.filter((step) => step.status === "failed");
  expect(failed.map(({ name }) => name)).toContain(error?.step);
  expect(failed[0]?.error?.code).toBe("message_undeliverable");
  expect((await read(otherId)).status).toBe("QUEUED");
});
