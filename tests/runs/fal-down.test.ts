/** A fal.ai that answers nothing, or whose gateway answers for it: nothing fails of that, and no time runs. */
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { generations, runs } from "../../worker/db/schema.ts";
import { FalAnswer, FalSilence } from "../../worker/fal/client.ts";
import { UNAVAILABLE } from "../../worker/fal/errors.ts";
import type { Entered, Outage } from "../../worker/fal/gate-api.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { advanceGeneration } from "../../worker/runs/advance-generation.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const MINUTE = 60_000;
/** Unix milliseconds. */
let time = 0;
let id = "";
let runId = "";
let services: Services;
/** What the gate was told, and what it answers. */
let told: unknown[][] = [];
let entered: Entered;
let isDown = false;
let outage: Outage;
/** What fal.ai answers. */
let status: () => unknown;
let submit: () => string;
let upload: () => string;
let asked: string[] = [];
let warned: string[] = [];

const silent = () => {
  throw new FalSilence("fal.ai did not answer");
};
const submitOf = () => ({ generationId: id, accountId: expect.any(String) });
const refused = (answered: number) => () => {
  throw new FalAnswer(answered, { detail: "no" }, new Headers());
};
const inProgress = () => ({ state: "IN_PROGRESS", failed: false });

beforeEach(async () => {
  time = Date.parse("2026-11-22T10:00:00Z");
  [id, told, asked, warned, isDown] = [randomUUID(), [], [], [], false];
  [status, submit, upload] = [inProgress, () => "request-2", () => "https://fal.test/file"];
  outage = { ms: 0, isOpen: false, hasRested: true };
  entered = { kind: "go", isProbe: false };
  const rows = rowServices(local.db, () => time);
  const tell =
    (what: string) =>
    async (...given: unknown[]) =>
      void told.push([what, ...given]);
  services = {
    ...rows,
    log: { ...rows.log, warn: (event: string) => void warned.push(event) },
    settings: { ...rows.settings, MAX_WAIT_SECONDS: 3 * 24 * 3600, FAL_INPUTS: "presigned" },
    fal: {
      status: async (_: string, requestId: string) => {
        asked.push(requestId);
        return status();
      },
      submit: async () => {
        asked.push("submit");
        return submit();
      },
      upload: async () => upload(),
      cancel: async () => {},
    },
    media: { read: async () => new Blob(["x"]), readUrl: async () => "https://media.test/x" },
    gate: () => ({
      ...{ refused: tell("refused"), heard: tell("heard"), leave: async () => {} },
      enter: async () => entered,
      outage: async () => outage,
      unanswered: async (generationId: string) => {
        told.push(["unanswered", generationId]);
        return isDown;
      },
    }),
  } as unknown as Services;
  const admission = await newAdmission(local.db, time, {});
  const batch = await admitBatch(services, { ...admission, request: { ...admission.request, batch: 1 } });
  if (batch.kind !== "admitted") throw new Error(batch.kind);
  [runId = ""] = batch.runIds;
  await local.db.insert(generations).values({
    ...{ id, key: id, accountId: admission.accountId, runId, step: "caption", model: "write", status: "submitted" },
    ...{ input: { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 } },
    waiters: [runId],
    ...{ attempt: 1, submits: 1, requestId: "request-1", expectedMicros: 80_000, submittedAt: time },
    ...{ deadlineAt: time + 5 * MINUTE, dueAt: time, createdAt: time, updatedAt: time },
  });
});

const row = async () => {
  const [found] = await local.db.select().from(generations).where(eq(generations.id, id));
  if (!found) throw new Error("The row is gone");
  return found;
};
const waitsFor = async () => (await local.db.select().from(runs).where(eq(runs.id, runId)))[0]?.waitsFor;
const change = (values: Partial<typeof generations.$inferInsert>) =>
  local.db.update(generations).set(values).where(eq(generations.id, id));
/** Looks at the generation when it is due. */
async function look(times = 1): Promise<void> {
  for (let at = 0; at < times; at++) {
    time = Math.max(time, (await row()).dueAt);
    await advanceGeneration(services, { generationId: id });
  }
}

test.each([
  ["nothing is answered", silent],
  ["a gateway answers", refused(502)],
])("while %s, polls fail nothing, however often, and no time runs", async (_, trouble) => {
  [status, isDown] = [trouble, true];
  await look(100);
  expect(await row()).toMatchObject({ status: "submitted", failures: 0, error: UNAVAILABLE, attempt: 1 });
  expect(await waitsFor()).toBe("fal_down");
  const left = ((await row()).deadlineAt ?? 0) - time;
  expect(left).toBeGreaterThan(4 * MINUTE);
  status = inProgress;
  await look();
  expect(await row()).toMatchObject({ status: "submitted", error: null, attempt: 1 });
  expect([await waitsFor(), told.at(-1)]).toEqual([null, ["heard", "fal_down"]]);
});

test("a bad answer now and then counts against the generation alone, and the next good one is told", async () => {
  status = silent;
  await look();
  expect(await row()).toMatchObject({ failures: 1 });
  expect(await waitsFor()).toBeNull();
  status = inProgress;
  await look(3);
  expect(told).toEqual([
    ["unanswered", id],
    ["heard", "fal_down"],
  ]);
  expect(await row()).toMatchObject({ failures: 0, error: null });
});

test("what fal.ai refuses, it answers", async () => {
  status = silent;
  await look();
  status = refused(401);
  await look();
  expect(told.slice(1)).toEqual([
    ["heard", "fal_down"],
    ["refused", "fal_key", null],
  ]);
});

test("where all is well the gate is told nothing", async () => {
  await look(5);
  await change({ status: "pending", requestId: null, dueAt: time });
  await look();
  expect([await row(), told]).toMatchObject([{ status: "submitted", requestId: "request-2" }, []]);
});

test("a submit that was not answered waits for its callback; its time runs only when fal.ai answers", async () => {
  await change({ status: "pending", requestId: null, submits: 0, attempt: 0 });
  [submit, isDown] = [silent, true];
  await look();
  expect(await row()).toMatchObject({ status: "submitting", attempt: 1, deadlineAt: time + 5 * MINUTE });
  expect([await waitsFor(), told]).toEqual(["fal_down", [["unanswered", id]]]);
  const submittedAt = time;
  // Its deadline passes in the outage, which is asked about again and again.
  [status, outage] = [silent, { ms: 4 * MINUTE, isOpen: true, hasRested: true }];
  await look(20);
  expect(await row()).toMatchObject({ status: "submitting", attempt: 1, failures: 0 });
  expect(asked.filter((what) => what === "submit")).toHaveLength(1);
  // Nobody else may be there to find out whether it is over.
  expect(asked.length).toBeGreaterThan(10);
  expect(told.at(-1)).toEqual(["refused", "fal_down", null]);
  // It is over: what was left of its time is left.
  const over = time - submittedAt - MINUTE;
  [status, outage] = [refused(404), { ms: over, isOpen: false, hasRested: true }];
  await look();
  expect(await row()).toMatchObject({ attempt: 1, deadlineAt: submittedAt + 5 * MINUTE + over });
  expect([await waitsFor(), warned]).toEqual([null, []]);
  submit = () => "request-2";
  await look();
  expect(warned).toEqual(["possible_double_charge"]);
  expect(await row()).toMatchObject({ status: "submitted", attempt: 2, requestId: "request-2" });
});

test("who finds out whether fal.ai is up asks what is not paid for, before it submits", async () => {
  await change({ status: "pending", requestId: null, submits: 0, attempt: 0 });
  entered = { kind: "go", isProbe: true, isDown: true };
  status = refused(503);
  await look();
  expect(asked).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  expect(told).toEqual([["refused", "fal_down", submitOf()]]);
  expect([await row(), await waitsFor()]).toMatchObject([{ status: "pending", submits: 0 }, "fal_down"]);
  status = refused(404);
  await change({ dueAt: time });
  await look();
  expect(asked.slice(1)).toEqual([expect.any(String), "submit"]);
  expect(told.slice(1)).toEqual([
    ["heard", "fal_down"],
    ["heard", "fal_key"],
    ["heard", null],
  ]);
  expect(await row()).toMatchObject({ status: "submitted", requestId: "request-2" });
});

test.each([
  ["the key is refused", refused(401), "fal_key"],
  ["fal.ai answers nothing", silent, "fal_down"],
] as const)("an upload of an input, while %s, has its run wait", async (_, trouble, cause) => {
  services.settings.FAL_INPUTS = "upload";
  isDown = cause === "fal_down";
  upload = trouble;
  await change({
    ...{ status: "pending", requestId: null, submits: 0, attempt: 0, model: "transcribe" },
    input: { audio_url: { media: "library:songs/a/s.mp3" }, task: "transcribe", chunk_level: "word" },
  });
  await look(10);
  expect(await row()).toMatchObject({ status: "pending", submits: 0, failures: 0, attempt: 0 });
  expect([await waitsFor(), asked]).toEqual([cause, []]);
  expect(told.at(-1)).toEqual(["refused", cause, submitOf()]);
});
