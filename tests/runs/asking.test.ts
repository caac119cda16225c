/** A question that is new: whoever asks, and whatever is lost, it is begun once, by one who has claimed it. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import type { StepRow } from "../../worker/db/rows.ts";
import { generations, steps } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { beginGeneration, findGeneration, generationKey } from "../../worker/runs/ask-generation.ts";
import { adoptRequest, beginSubmit, recordRequest } from "../../worker/runs/fal-requests.ts";
import { claimGeneration } from "../../worker/runs/generations.ts";
import { claimSteps } from "../../worker/runs/steps.ts";
import { SECONDS } from "../../worker/timing.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let time = Date.parse("2026-11-22T10:00:00Z");
let one: StepRow;
let other: StepRow;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());
const services = (db = local.db) => rowServices(db, () => time);

const input = { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 };
const ask = { kind: "ask", model: "write", salt: "", input } as const;
const NOTHING_BEFORE = { pollInMs: 5000, endsWait: false, clearsError: false };

/** The same step of two runs of a new account, each claimed. */
beforeEach(async () => {
  const admitted = await admitBatch(services(), await newAdmission(local.db, time, {}));
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const claimed = await Promise.all(admitted.runIds.map((runId) => claimSteps(services(), runId, "steps")));
  const images = claimed.flatMap((each) => each.claimed.filter(({ name }) => name === "image"));
  [one, other] = images as [StepRow, StepRow];
});

const asker = ({ accountId, runId, name, generationId }: StepRow) => ({
  ...{ accountId, runId, step: name, waitedFor: generationId },
});
const row = async ({ runId, name }: StepRow) =>
  (await local.db.select().from(steps).where(eq(steps.runId, runId))).find((step) => step.name === name);
const stored = async () =>
  local.db
    .select()
    .from(generations)
    .where(eq(generations.key, await generationKey(one.accountId, ask)));

/** Begins it, and goes on until it is at fal.ai. */
async function submitted() {
  const begun = await beginGeneration(services(), one, ask);
  if (!begun) throw new Error("It was not begun");
  const candidate = services().candidates.pick("write", null, time);
  expect(await beginSubmit(services(), begun, candidate, 60)).toBe(true);
  return begun;
}

test("it is claimed, and its step waits for it", async () => {
  expect(await findGeneration(services(), asker(one), ask)).toBeUndefined();
  const begun = await beginGeneration(services(), one, ask);
  expect(begun).toMatchObject({ status: "pending", fence: 1, runId: one.runId, input, isWanted: 1, claimedAt: time });
  expect(await row(one)).toMatchObject({ status: "waiting", generationId: begun?.id });
  expect(await claimGeneration(services(), begun?.id ?? "")).toBeUndefined();
  time += SECONDS.generationLease * 1000;
  expect(await claimGeneration(services(), begun?.id ?? "")).toMatchObject({ fence: 2, isWanted: 1 });
});

test("of two who ask the same at once, one begins it, and the other finds it", async () => {
  const begun = await Promise.all([one, other].map((step) => beginGeneration(services(), step, ask)));
  const [first, ...more] = begun.filter((each) => each !== undefined);
  expect(more).toEqual([]);
  expect(await stored()).toHaveLength(1);
  const left = begun[0] ? other : one;
  expect(await row(left)).toMatchObject({ status: "running", generationId: null });
  expect((await findGeneration(services(), asker(left), ask))?.id).toBe(first?.id);
});

test("who has lost the step begins nothing", async () => {
  await local.db
    .update(steps)
    .set({ fence: one.fence + 1 })
    .where(eq(steps.runId, one.runId));
  expect(await beginGeneration(services(), one, ask)).toBeUndefined();
  expect(await stored()).toEqual([]);
});

test("when the database's reply is lost, it is begun once, and by the same", async () => {
  let sent = 0;
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name, target).bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        const result = await target.batch(statements);
        if (sent++ === 0) throw new Error("D1_ERROR: Network connection lost.");
        return result;
      };
    },
  });
  const begun = await beginGeneration(services(openDatabase(d1)), one, ask);
  expect(sent).toBe(2);
  expect(await stored()).toMatchObject([{ id: begun?.id, fence: 1, status: "pending" }]);
});

test("fal.ai's reply is recorded, and the claim is released with it", async () => {
  const begun = await submitted();
  expect(await recordRequest(services(), begun, "r", NOTHING_BEFORE)).toBe(time + 5000);
  expect(await stored()).toMatchObject([{ status: "submitted", requestId: "r", leaseUntil: 0, dueAt: time + 5000 }]);
});

test("when fal.ai calls before its reply is recorded, it is looked at without delay", async () => {
  const begun = await submitted();
  await adoptRequest(services(), begun.id, 1, "r");
  time += 10;
  expect(await recordRequest(services(), begun, "r", NOTHING_BEFORE)).toBe(time);
});

test("a reply is not recorded over another claim", async () => {
  const begun = await submitted();
  await local.db
    .update(generations)
    .set({ fence: 2, leaseUntil: time + 1 })
    .where(eq(generations.id, begun.id));
  expect(await recordRequest(services(), begun, "r", NOTHING_BEFORE)).toBeUndefined();
  expect(await stored()).toMatchObject([{ status: "submitting", requestId: null, leaseUntil: time + 1 }]);
});
