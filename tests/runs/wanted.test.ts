/** Whether somebody still waits for a generation: what nobody wants is canceled at fal.ai, so this must never be wrong. */
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../worker/db/database.ts";
import { accounts, batches, generations, runs } from "../../worker/db/schema.ts";
import { findGeneration, generationKey } from "../../worker/runs/ask-generation.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { abandon } from "../../worker/runs/generation-outcome.ts";
import { claimGeneration } from "../../worker/runs/generations.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let db: Database;
const time = Date.parse("2026-11-22T10:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
  db = local.db;
});
afterAll(() => local.close());

/** A generation at fal.ai that a step of each of `waiting` runs waits for. */
async function submitted(waiting: number) {
  const [accountId, batchId, generationId] = [randomUUID(), randomUUID(), randomUUID()];
  const runIds = Array.from({ length: waiting }, () => randomUUID());
  await db.insert(accounts).values({ id: accountId, name: "test", createdAt: time });
  await db.insert(batches).values({ id: batchId, accountId, seed: 1, size: waiting, createdAt: time });
  await db.insert(generations).values({
    ...{ id: generationId, key: generationId, accountId, runId: runIds[0] ?? "none", step: "image", model: "image" },
    ...{ input: {}, status: "submitted", requestId: "r", dueAt: time, createdAt: time, updatedAt: time },
    waiters: runIds,
  });
  for (const id of runIds) {
    await db.insert(runs).values({
      ...{ id, accountId, batchId, artistId: "a", songId: "s", status: "EXECUTING", isTest: true, seed: 1 },
      ...{ createdAt: time, updatedAt: time, deadlineAt: time + 1000 },
      request: {
        ...{ artist_account_id: "a", template: "artist-caption-bedroom", lipsync: false, caption_length: "short" },
        ...{ upscale: false, batch: waiting },
      },
      choices: { reference: 0, songId: "s", clip: 0, clipSeed: 1, mood: "m", movement: "m" },
    });
  }
  return { accountId, generationId, runIds };
}

const wanted = async (id: string) => {
  await db.update(generations).set({ leaseUntil: 0, dueAt: time }).where(eq(generations.id, id));
  return (
    await claimGeneration(
      rowServices(db, () => time),
      id,
    )
  )?.isWanted;
};

test("a generation is wanted as long as one run that is not over waits for it", async () => {
  const { accountId, generationId, runIds } = await submitted(2);
  const services = rowServices(db, () => time);
  expect(await wanted(generationId)).toBe(1);
  await cancelRun(services, accountId, runIds[0] ?? "");
  expect(await wanted(generationId)).toBe(1);
  await cancelRun(services, accountId, runIds[1] ?? "");
  expect(await wanted(generationId)).toBe(0);
});

test("a generation that no step waits for is not wanted", async () => {
  const { generationId } = await submitted(0);
  expect(await wanted(generationId)).toBe(0);
});

test("a generation is given up for want of a reader only while it has none", async () => {
  const { accountId, generationId, runIds } = await submitted(1);
  const [runId = ""] = runIds;
  const services = rowServices(db, () => time);
  await db.update(generations).set({ status: "pending", requestId: null }).where(eq(generations.id, generationId));
  await cancelRun(services, accountId, runId);
  const claimed = await claimGeneration(services, generationId);
  if (!claimed) throw new Error("It was not claimed");
  const state = async () => (await db.select().from(generations).where(eq(generations.id, generationId)))[0]?.status;
  // Resumed by a retry after it was found unwanted, and before it is given up.
  await db.update(runs).set({ status: "REATTEMPTING" }).where(eq(runs.id, runId));
  expect(await abandon(services, claimed)).toEqual({ kind: "settled", runIds: [] });
  expect(await state()).toBe("pending");
  await cancelRun(services, accountId, runId);
  await abandon(services, claimed);
  expect(await state()).toBe("failed");
});

test("given up for want of a reader is no answer to one who came at that moment", async () => {
  const { accountId, generationId, runIds } = await submitted(1);
  const [runId = ""] = runIds;
  const services = rowServices(db, () => time);
  const input = { prompt: "p", system_prompt: "s", temperature: 1, max_tokens: 10 };
  const ask = { kind: "ask", model: "write", salt: "", input } as const;
  await db
    .update(generations)
    .set({ status: "pending", requestId: null, key: await generationKey(accountId, ask) })
    .where(eq(generations.id, generationId));
  await db.update(generations).set({ waiters: [] }).where(eq(generations.id, generationId));
  const claimed = await claimGeneration(services, generationId);
  if (!claimed) throw new Error("It was not claimed");
  await abandon(services, claimed);
  const asker = { accountId, runId, step: "caption", waitedFor: generationId } as const;
  expect(await findGeneration(services, asker, await generationKey(accountId, ask))).toMatchObject({
    id: generationId,
    status: "pending",
  });
});
