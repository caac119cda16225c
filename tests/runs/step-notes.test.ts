/** What a step has to say of how it came to its output is shown to callers. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readRun } from "../../worker/http/run-answers.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { CAPTION_BOUNDS } from "../../worker/steps/caption-rules.ts";
import { expectedSteps } from "../support/expected-steps.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openDriver } from "../support/run-driver.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const bounds = { ...CAPTION_BOUNDS.short };
afterEach(() => void Object.assign(CAPTION_BOUNDS.short, bounds));

test("a run says of a step whose answer had to be mended how that was done, and nothing of the others", async () => {
  // Fewer words than the stand-in for the model ever writes.
  Object.assign(CAPTION_BOUNDS.short, { maxWords: 3 });
  const driver = openDriver(local.db, Date.parse("2026-11-10T12:00:00Z"));
  const admission = await newAdmission(local.db, driver.time, {});
  const admitted = await admitBatch(driver.services, { ...admission, request: { ...admission.request, batch: 1 } });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  await driver.run();
  const run = await readRun(driver.services, admission.accountId, admitted.runIds[0] ?? "");
  expect(run).toMatchObject({ status: "COMPLETED", output: { captionText: "a caption of…" } });
  const notes = run.metadata.steps.map(({ name, note }) => [name, note]);
  expect(Object.fromEntries(notes)).toEqual({
    ...Object.fromEntries(expectedSteps(admission.request).map((name) => [name, null])),
    caption: "the model kept breaking the length rule: trimmed",
  });
});
