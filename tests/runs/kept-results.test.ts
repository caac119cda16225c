/** Results that fal.ai forgot before it could be asked: they are taken from what its callback said, and not paid for again. */
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { generations, orphanedFiles } from "../../worker/db/schema.ts";
import type { CallbackResult } from "../../worker/domain/run.ts";
import { readCallback } from "../../worker/fal/callback.ts";
import { FalAnswer, FalSilence } from "../../worker/fal/client.ts";
import { openMediaStore } from "../../worker/media/store.ts";
import type { GenerationMessage, Message } from "../../worker/queues.ts";
import { adoptCallback } from "../../worker/runs/adopt-callback.ts";
import { advanceGeneration } from "../../worker/runs/advance-generation.ts";
import { handleDeadLetter } from "../../worker/runs/dead-letter.ts";
import { UNANSWERED } from "../../worker/runs/generation-outcome.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const PRICE = 80_000;
/** Unix milliseconds. */
let time = 0;
let id = "";
let services: Services;
/** Messages that were sent, and are not handled yet. */
let sent: GenerationMessage[] = [];
/** What fal.ai answers when it is asked for a status and for a result. */
let status: () => unknown;
let result: () => unknown;
let submits = 0;

const refusal = (answered: number, body: unknown = { detail: "no" }) => {
  throw new FalAnswer(answered, body, new Headers());
};
const revoked = () => refusal(401);
const forgotten = () => refusal(404, { status: "NOT_FOUND" });
const completed = () => ({ state: "COMPLETED", failed: false });

beforeEach(async () => {
  time = Date.parse("2026-11-22T10:00:00Z");
  [id, sent, submits] = [randomUUID(), [], 0];
  [status, result] = [revoked, forgotten];
  const rows = rowServices(local.db, () => time);
  const settings = { ...rows.settings, MAX_WAIT_SECONDS: 3 * 24 * 3600, FAL_INPUTS: "presigned" };
  services = {
    ...rows,
    settings,
    fal: {
      status: async () => status(),
      result: async () => result(),
      submit: async () => `request-${++submits + 1}`,
    },
    gate: () => ({ enter: async () => ({ kind: "go" }), leave() {}, refused() {}, heard() {} }),
    media: openMediaStore({ library: local.env.LIBRARY, media: local.env.MEDIA, assets: undefined as never }, {
      ...{ PUBLIC_ORIGIN: "http://localhost", R2_ACCESS_KEY_ID: "k", R2_SECRET_ACCESS_KEY: "s" },
    } as never),
    queues: {
      send: async (_: string, messages: { message: Message }[]) => {
        sent.push(...messages.map(({ message }) => message as GenerationMessage));
      },
    },
  } as unknown as Services;
  await local.db.insert(generations).values({
    ...{ id, key: id, accountId: "account", runId: "run_1", step: "caption", model: "write" },
    ...{ input: { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 }, status: "submitted" },
    ...{ attempt: 1, submits: 1, requestId: "request-1", expectedMicros: PRICE, deadlineAt: time + 600_000 },
    ...{ dueAt: time + 60_000, createdAt: time, updatedAt: time },
  });
});

const row = async () => {
  const [found] = await local.db.select().from(generations).where(eq(generations.id, id));
  if (!found) throw new Error("The row is gone");
  return found;
};
const said = (payload: unknown, requestId = "request-1") => ({ requestId, status: 200, payload });
const ANSWER = said({ output: "a caption of six small words" });
/** fal.ai calls back, and what that leads to is done. */
async function callBack(answer: CallbackResult = ANSWER, attempt = 1) {
  const { goOn, ...outcome }: { kind: string; goOn?: () => Promise<void> } = await adoptCallback(
    ...([services, id, attempt, answer.requestId, answer] as const),
  );
  await goOn?.();
  return outcome;
}
/** It calls back while somebody asks about the request: what it said travels in a message. */
async function callBackMeanwhile(answer: CallbackResult = ANSWER): Promise<void> {
  const isAsking = (leaseUntil: number) =>
    local.db.update(generations).set({ leaseUntil }).where(eq(generations.id, id));
  await isAsking(time + 1);
  await callBack(answer);
  await isAsking(0);
}
/** Handles what was sent, when it is due. */
async function handle(): Promise<void> {
  for (const message of sent.splice(0)) {
    time = Math.max(time, (await row()).dueAt);
    await advanceGeneration(services, message);
  }
}
/** fal.ai can be asked again, days later. */
async function mend(): Promise<void> {
  time += 2 * 24 * 3_600_000;
  status = completed;
  await handle();
}

test.each([
  ["the key is refused", revoked],
  ["the account has no balance", () => refusal(403)],
  [
    "fal.ai answers nothing",
    () => {
      throw new FalSilence("fal.ai did not answer");
    },
  ],
  ["its gateway is down", () => refusal(502)],
])("what was said while %s is used when the result is gone by the time that is over", async (_, trouble) => {
  status = trouble;
  expect(await callBack()).toMatchObject({ kind: "adopted" });
  await handle();
  expect(await row()).toMatchObject({ status: "submitted", keptResult: ANSWER });
  await mend();
  expect(await row()).toMatchObject({
    ...{ status: "completed", output: { data: { output: "a caption of six small words" } }, keptResult: null },
    ...{ attempt: 1, wastedMicros: 0, costMicros: expect.any(Number) },
  });
  expect((await row()).costMicros).toBeGreaterThan(0);
});

test("where fal.ai tells the result itself, nothing is stored", async () => {
  const stored: unknown[] = [];
  status = completed;
  result = () => ({ data: { output: "its own words" }, billedUnits: undefined });
  await callBack();
  stored.push((await row()).keptResult);
  await handle();
  stored.push((await row()).keptResult);
  expect(stored).toEqual([null, null]);
  expect(await row()).toMatchObject({ status: "completed", output: { data: { output: "its own words" } } });
});

test("fal.ai's own answer counts before what was said", async () => {
  await callBack();
  await handle();
  result = () => ({ data: { output: "its own words" }, billedUnits: undefined });
  await mend();
  expect(await row()).toMatchObject({ status: "completed", output: { data: { output: "its own words" } } });
});

test("a callback whose message comes when another was just refused is kept all the same", async () => {
  await callBackMeanwhile();
  const [message] = sent.splice(0);
  // Its pointer by the poll's timer is quicker.
  time += 1;
  await advanceGeneration(services, { generationId: id });
  expect((await row()).dueAt).toBeGreaterThan(time);
  await advanceGeneration(services, message as GenerationMessage);
  expect(await row()).toMatchObject({ keptResult: ANSWER });
  await mend();
  expect(await row()).toMatchObject({ status: "completed", attempt: 1 });
});

test("what a message brings that no consumer could handle is kept", async () => {
  await callBackMeanwhile();
  const [message] = sent.splice(0);
  await handleDeadLetter(services, message as GenerationMessage, "steps");
  expect(await row()).toMatchObject({ status: "submitted", keptResult: ANSWER });
});

test("a message that comes so late that the result is gone brings what it says itself", async () => {
  await callBackMeanwhile();
  await mend();
  expect(await row()).toMatchObject({ status: "completed", attempt: 1, keptResult: null });
});

test("an error that was said ends the request as the result would have", async () => {
  const detail = [{ loc: ["body"], msg: "refused", type: "content_policy_violation" }];
  await callBack({ requestId: "request-1", status: 422, payload: { detail } });
  await handle();
  await mend();
  expect(await row()).toMatchObject({ status: "failed", error: { code: "fal_content_policy" }, keptResult: null });
});

test.each([
  ["another request", said({ output: "forged" }, "request-0"), 1],
  ["an earlier submit", ANSWER, 0],
])("what is said of %s is neither kept nor used", async (_, answer, attempt) => {
  expect(await callBack(answer, attempt)).toEqual({ kind: "ignored" });
  await advanceGeneration(services, { generationId: id, result: said({ output: "forged" }, "request-0") });
  expect(await row()).toMatchObject({ status: "submitted", keptResult: null });
});

test("what was kept of a request that gave nothing of use is not used for the next", async () => {
  await callBack(said({ output: 5 }));
  await handle();
  await mend();
  expect(await row()).toMatchObject({
    status: "failed",
    error: { code: "fal_result_without_media" },
    keptResult: null,
  });
});

test("what was said of a submit that was given up unanswered is kept for who asks again", async () => {
  const lost = { status: "failed", requestId: null, error: UNANSWERED } as const;
  await local.db.update(generations).set(lost).where(eq(generations.id, id));
  status = completed;
  expect(await callBack()).toMatchObject({ kind: "adopted" });
  expect(await row()).toMatchObject({ status: "failed", requestId: "request-1", keptResult: ANSWER });
});

test("a result whose files cannot be copied yet is kept as fal.ai told it, with what it bills", async () => {
  const data = { images: [{ url: "http://127.0.0.1:1/image.png" }] };
  await local.db
    .update(generations)
    .set({ model: "image", input: { prompt: "p" } })
    .where(eq(generations.id, id));
  [status, result] = [completed, () => ({ data, billedUnits: 1 })];
  await advanceGeneration(services, { generationId: id });
  time += 60_000;
  await advanceGeneration(services, { generationId: id });
  expect(await row()).toMatchObject({
    ...{ status: "submitted", error: { code: "media_not_copied" } },
    keptResult: { requestId: "request-1", status: 200, payload: data, billedUnits: 1 },
  });
});

test("what no message holds is a file, which goes when it is not needed any more", async () => {
  const large = said({ output: "a caption of six small words", padding: "x".repeat(130_000) });
  await callBackMeanwhile(large);
  expect(JSON.stringify(sent).length).toBeLessThan(1000);
  const files = () => local.db.select().from(orphanedFiles);
  // Whatever becomes of the generation, the sweep deletes it one day.
  expect(await files()).toMatchObject([{ ref: expect.stringContaining(id), dueAt: time + (3 * 24 + 6) * 3_600_000 }]);
  const objects = async () => (await local.env.LIBRARY.list({ prefix: `callbacks/${id}/` })).objects.length;
  await handle();
  expect([await objects(), (await row()).keptResult]).toEqual([1, { requestId: "request-1", ref: expect.any(String) }]);
  await mend();
  expect(await row()).toMatchObject({ status: "completed", attempt: 1, keptResult: null });
  expect([await objects(), await files()]).toEqual([0, []]);
});

test.each([
  [
    { request_id: "r", status: "OK", payload: { images: [] } },
    { status: 200, payload: { images: [] } },
  ],
  [
    { request_id: "r", status: "ERROR", error: "Invalid status code: 422", payload: { detail: [] } },
    { status: 422, payload: { detail: [] } },
  ],
  [
    { request_id: "r", status: "ERROR", error: "Timed out", payload: null },
    { status: 500, payload: { detail: "Timed out" } },
  ],
  // What it says could not be carried.
  [{ request_id: "r", status: "OK", payload: null, payload_error: "not serializable" }, undefined],
  [{ request_id: "r" }, undefined],
])("of a callback's body is read what the request came to", (body, read) => {
  expect(readCallback(body)).toEqual({ requestId: "r", result: read && { requestId: "r", ...read } });
});

test("a body that names no request is none", () => {
  expect([readCallback({ status: "OK" }), readCallback(null)]).toEqual([undefined, undefined]);
});
