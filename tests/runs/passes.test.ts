/** A pass over a run: whoever makes it, and whatever is lost, it is written once or not at all, and asks once for what is new. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { generations, runs, songAnalyses } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { commitRun } from "../../worker/runs/commit-run.ts";
import { findRun } from "../../worker/runs/context.ts";
import { adoptRequest, beginSubmit, recordRequest } from "../../worker/runs/fal-requests.ts";
import { claimGeneration, settleGeneration } from "../../worker/runs/generations.ts";
import { performSteps } from "../../worker/runs/perform-steps.ts";
import { SECONDS } from "../../worker/timing.ts";
import { analysisOf } from "../support/analyses.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let time = Date.parse("2026-11-22T10:00:00Z");
let accountId = "";
let runIds: string[] = [];
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());
const services = (db = local.db) => rowServices(db, () => time);

const NOTHING_BEFORE = { endsWait: false, clearsError: false };

/** Two runs of a new account, of the same song: both will listen to it, and each makes an image of its own. */
beforeEach(async () => {
  const admitted = await admitBatch(services(), await newAdmission(local.db, time, {}));
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  runIds = admitted.runIds;
  accountId = (await row()).accountId;
});

const first = () => runIds[0] ?? "";
const row = async (runId = first()) => {
  const [run] = await local.db.select().from(runs).where(eq(runs.id, runId));
  if (!run) throw new Error("There is no run");
  return run;
};
const stored = (step: "listen" | "image") =>
  local.db
    .select()
    .from(generations)
    .where(eq(generations.accountId, accountId))
    .then((rows) => rows.filter((each) => each.step === step));

/** Makes a pass over a run, and gives what writes it. */
async function pass(runId = first(), db = local.db) {
  const found = await findRun(services(), runId);
  if (!found) throw new Error("There is no run");
  const made = await performSteps(services(), found, "steps", []);
  return () => commitRun(services(db), found.run, made, undefined);
}
const written = async (runId = first(), db = local.db) => (await pass(runId, db))();

const stepsBegun = (made: Awaited<ReturnType<typeof written>>) => made?.begun.map(({ step }) => step).sort();

/** Begins the image, and goes on until it is at fal.ai. */
async function submitted() {
  const begun = (await written())?.begun.find(({ step }) => step === "image");
  if (!begun) throw new Error("It was not begun");
  const candidate = services().candidates.pick("image", null, time);
  expect(await beginSubmit(services(), begun, candidate, { deadlineSeconds: 60, pollInMs: 5000 })).toBe(true);
  return begun;
}

test("what is new is claimed, and its step waits for it", async () => {
  const begun = (await written())?.begun.find(({ step }) => step === "image");
  expect(begun).toMatchObject({ status: "pending", fence: 1, runId: first(), isWanted: 1, claimedAt: time });
  expect((await row()).steps.image).toMatchObject({ status: "waiting", generationId: begun?.id });
  expect(await claimGeneration(services(), begun?.id ?? "")).toBeUndefined();
  time += SECONDS.generationLease * 1000;
  expect(await claimGeneration(services(), begun?.id ?? "")).toMatchObject({ fence: 2, isWanted: 1 });
});

test("of two passes over a run that have read the same, one is written", async () => {
  const [one, other] = [await pass(), await pass()];
  expect(await one()).toBeDefined();
  const before = await row();
  expect(await other()).toBeUndefined();
  expect(await row()).toEqual(before);
  expect(await stored("image")).toHaveLength(1);
});

test("of two runs that ask the same at once, one begins it, and the other finds it and waits for it, too", async () => {
  const [one, other] = await Promise.all(runIds.map((runId) => pass(runId)));
  expect(stepsBegun(await one?.())).toEqual(["image", "listen"]);
  // Nothing of it is written: it looks again.
  expect(await other?.()).toBeUndefined();
  expect((await row(runIds[1])).steps.listen).toMatchObject({ status: "ready" });
  expect(stepsBegun(await written(runIds[1]))).toEqual(["image"]);
  expect(await stored("listen")).toMatchObject([{ runId: runIds[0], waiters: runIds }]);
});

test("who would wait for what is settled by then is told so", async () => {
  await written();
  const waits = await pass(runIds[1]);
  const [listen] = await stored("listen");
  if (!listen) throw new Error("Nobody listens");
  const error = { code: "fal_model_error", message: "No.", retryable: true } as const;
  const outcome = { status: "failed", error, wastedMicros: 0 } as const;
  expect(await settleGeneration(services(), listen, outcome)).toEqual([runIds[0]]);
  expect(await waits()).toMatchObject({ missed: [listen.id] });
});

test("who has heard that a generation is settled does not wait for it any more", async () => {
  await written();
  const [listen] = await stored("listen");
  if (!listen) throw new Error("Nobody listens");
  const output = { data: { text: "", chunks: [] }, media: {} };
  await settleGeneration(services(), listen, { status: "completed", output, costMicros: 1 });
  expect(await stored("listen")).toMatchObject([{ waiters: [runIds[0]] }]);
  await written();
  expect((await row()).steps.clip).toMatchObject({ status: "done" });
  expect(await stored("listen")).toMatchObject([{ waiters: [] }]);
  // Nobody looks at the words of the whole song any more.
  expect(Object.keys((await row()).outputs)).toEqual(["clip"]);
});

test("when the database's reply is lost, a pass is written once, and by the same", async () => {
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
  expect(stepsBegun(await written(first(), openDatabase(d1)))).toEqual(["image", "listen"]);
  expect(sent).toBe(2);
  expect(await stored("image")).toMatchObject([{ fence: 1, status: "pending" }]);
  expect((await row()).version).toBe(2);
});

test("fal.ai's reply is recorded, and the claim is released with it", async () => {
  const begun = await submitted();
  expect(await recordRequest(services(), begun, "r", NOTHING_BEFORE)).toBe(time + 5000);
  expect(await stored("image")).toMatchObject([
    { status: "submitted", requestId: "r", leaseUntil: 0, dueAt: time + 5000 },
  ]);
});

test("when fal.ai calls before its reply is recorded, it is looked at without delay", async () => {
  const begun = await submitted();
  await adoptRequest(services(), begun.id, 1, "r");
  const calledAt = time;
  time += 10;
  expect(await recordRequest(services(), begun, "r", NOTHING_BEFORE)).toBe(calledAt);
});

test("a reply is not recorded over another claim", async () => {
  const begun = await submitted();
  await local.db
    .update(generations)
    .set({ fence: 2, leaseUntil: time + 1 })
    .where(eq(generations.id, begun.id));
  expect(await recordRequest(services(), begun, "r", NOTHING_BEFORE)).toBeUndefined();
  expect(await stored("image")).toMatchObject([{ status: "submitting", requestId: null, leaseUntil: time + 1 }]);
});

test("what the song is like is read with the run, as long as it has no clip", async () => {
  const analysis = analysisOf();
  const { songId } = await row();
  await local.db.insert(songAnalyses).values({ songId, accountId, analysis });
  expect((await findRun(services(), first()))?.analysis).toEqual(analysis);
  const { steps } = await row();
  if (steps.clip) steps.clip.status = "done";
  await local.db.update(runs).set({ steps }).where(eq(runs.id, first()));
  const found = await findRun(services(), first());
  expect([found?.analysis, found?.song?.id, found?.song && "analysis" in found.song]).toEqual([null, songId, false]);
});
