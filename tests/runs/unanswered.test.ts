/** Submits that nobody answered: what fal.ai made of them is found by its callback, however late, and not paid for again. */
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generations } from "../../worker/db/schema.ts";
import type { Failure } from "../../worker/domain/failure.ts";
import { adoptCallback } from "../../worker/runs/adopt-callback.ts";
import { findGeneration, generationKey } from "../../worker/runs/ask-generation.ts";
import { adoptRequest, unansweredSubmit } from "../../worker/runs/fal-requests.ts";
import { UNANSWERED } from "../../worker/runs/generation-outcome.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const time = Date.parse("2026-11-22T10:00:00Z");
const PRICE = 80_000;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());
const services = () => rowServices(local.db, () => time);

const ask = {
  kind: "ask",
  model: "write",
  salt: "",
  input: { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 },
} as const;

/** A generation whose second submit came to this, its first having been lost. */
async function failed(error: Failure, wastedMicros: number) {
  const [id, accountId] = [randomUUID(), randomUUID()];
  await local.db.insert(generations).values({
    ...{ id, key: await generationKey(accountId, ask), accountId, runId: "run_1", step: "caption", model: "write" },
    ...{
      input: { ...ask.input },
      status: "failed",
      error,
      attempt: 2,
      submits: 2,
      expectedMicros: PRICE,
      wastedMicros,
    },
    ...{ dueAt: time, createdAt: time, updatedAt: time, finishedAt: time },
  });
  const row = async () => (await local.db.select().from(generations).where(eq(generations.id, id)))[0];
  const askAgain = async () =>
    findGeneration(
      services(),
      { accountId, runId: "run_2", step: "caption", waitedFor: null },
      await generationKey(accountId, ask),
    );
  return { id, row, askAgain };
}

test("a callback for one that was given up notes its request, which the next to ask goes on with", async () => {
  const { id, row, askAgain } = await failed(UNANSWERED, 2 * PRICE);
  expect(await unansweredSubmit(services(), id, 2)).toEqual({ model: "write", candidate: null, runId: "run_1" });
  expect(await adoptRequest(services(), id, 2, "request-2")).toBe("run_1");
  // It is no longer lost: it counts as what may yet be collected.
  expect(await row()).toMatchObject({ status: "failed", requestId: "request-2", wastedMicros: PRICE });
  expect(await adoptRequest(services(), id, 2, "request-2")).toBeUndefined();
  expect(await askAgain()).toMatchObject({ id, status: "submitted", requestId: "request-2", wastedMicros: PRICE });
});

test("asked for again before the callback, it still waits for it until it is submitted again", async () => {
  const { id, row, askAgain } = await failed(UNANSWERED, 2 * PRICE);
  expect(await askAgain()).toMatchObject({ id, status: "submitting", attempt: 2, submits: 0, wastedMicros: PRICE });
  expect(await adoptRequest(services(), id, 2, "request-2")).toBe("run_2");
  expect(await row()).toMatchObject({ status: "submitted", requestId: "request-2", wastedMicros: PRICE });
});

test("a callback of an earlier submit, or for one that ended with an answer, changes nothing", async () => {
  const { id, row } = await failed(UNANSWERED, 2 * PRICE);
  expect(await adoptRequest(services(), id, 1, "request-1")).toBeUndefined();
  expect(await row()).toMatchObject({ requestId: null, wastedMicros: 2 * PRICE });
  const refused = await failed({ code: "fal_content_policy", message: "No.", retryable: false }, 0);
  expect(await unansweredSubmit(services(), refused.id, 2)).toBeUndefined();
  expect(await adoptRequest(services(), refused.id, 2, "request-2")).toBeUndefined();
  expect(await refused.askAgain()).toMatchObject({ status: "pending", requestId: null });
});

test("a callback is adopted once fal.ai confirms its request, and what is told of it names the run that pays", async () => {
  const { id, row } = await failed(UNANSWERED, 2 * PRICE);
  const warned: unknown[][] = [];
  const falKnows = (requestId: string) => async (_: string, asked: string) => {
    if (asked !== requestId) throw new Error("Request not found");
  };
  const asking = {
    ...services(),
    fal: { status: falKnows("request-2") },
    log: { ...services().log, warn: (...told: unknown[]) => void warned.push(told) },
  } as unknown as Services;
  expect(await adoptCallback(asking, id, 2, "request-3")).toEqual({ kind: "unconfirmed" });
  expect(warned).toEqual([["callback_unconfirmed", expect.objectContaining({ generationId: id, runId: "run_1" })]]);
  expect(await row()).toMatchObject({ requestId: null });
  expect(await adoptCallback(asking, id, 2, "request-2")).toEqual({ kind: "adopted", runId: "run_1" });
  expect(await adoptCallback(asking, id, 1, "request-1")).toEqual({ kind: "ignored" });
});
