/** What is deleted after a run, against a real D1 and a real R2. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { generations, runs, webhookEvents } from "../../worker/db/schema.ts";
import { type MediaRef, parseRef } from "../../worker/domain/media.ts";
import type { ChoreMessage } from "../../worker/queues.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { sendCleanUps } from "../../worker/runs/chores.ts";
import { cleanUpRuns, purgeOldWebhookEvents } from "../../worker/runs/cleanup.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { generationFile, videoFile } from "../../worker/runs/object-keys.ts";
import type { Services } from "../../worker/services.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { storeRuns } from "../support/stored-rows.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const bucketOf = (ref: MediaRef): R2Bucket => (parseRef(ref).store === "media" ? local.env.MEDIA : local.env.LIBRARY);

/** Objects that a listing gives at once; R2's own pages have a thousand. */
const PAGE = 3;

/** Services whose storage fails for every file with `unlucky` in its name. */
function services(unlucky?: string): { services: Services; errors: unknown[][] } {
  const errors: unknown[][] = [];
  const bucket = (ref: MediaRef) => ({
    key: parseRef(ref).key,
    bucket: {
      delete: (keys: string[]) => bucketOf(ref).delete(keys),
      list: async (options: { prefix: string; cursor?: string }) => {
        if (unlucky && options.prefix.includes(unlucky)) throw new Error("list: We encountered an internal error.");
        return bucketOf(ref).list({ ...options, limit: PAGE });
      },
    },
  });
  const rows = rowServices(local.db, () => time);
  const log = { ...rows.log, error: (...told: unknown[]) => void errors.push(told) };
  return { services: { ...rows, log, media: { bucket } } as unknown as Services, errors };
}

test("a run that cannot be cleaned up after does not keep the others from it, and is looked at again", async () => {
  const admission = await newAdmission(local.db, time, {});
  const admitted = await admitBatch(services().services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const { runIds } = admitted;
  const refs = runIds.map((runId) => videoFile(runId, 1, 1));
  for (const [at, ref] of refs.entries()) {
    await cancelRun(services().services, admission.accountId, runIds[at] ?? "");
    await bucketOf(ref).put(parseRef(ref).key, "a video of an attempt that came to nothing");
  }
  const left = async () => {
    const there = await Promise.all(refs.map((ref) => bucketOf(ref).head(parseRef(ref).key)));
    return runIds.filter((_, at) => there[at] !== null);
  };
  const notCleanedUp = async () =>
    (await local.db.select().from(runs).where(eq(runs.accountId, admission.accountId)))
      .filter(({ cleanedUpAt }) => cleanedUpAt === null)
      .map(({ id }) => id);

  // Nothing while a URL to write to may still be good.
  await cleanUpRuns(services().services, runIds);
  expect(await left()).toEqual(runIds);

  time += 26 * 60_000;
  const [unlucky = ""] = runIds;
  const first = services(unlucky);
  await cleanUpRuns(first.services, runIds);
  expect(await left()).toEqual([unlucky]);
  expect(await notCleanedUp()).toEqual([unlucky]);
  expect(first.errors).toEqual([["run_not_cleaned_up", expect.any(Error), { runId: unlucky }]]);

  await cleanUpRuns(services().services, runIds);
  expect(await left()).toEqual([]);
  expect(await notCleanedUp()).toEqual([]);
});

test("all that is left of a run is deleted, however many files it left", async () => {
  const admission = await newAdmission(local.db, time, {});
  const admitted = await admitBatch(services().services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  await cancelRun(services().services, admission.accountId, runId);
  const refs = Array.from({ length: 3 * PAGE + 1 }, (_, at) => videoFile(runId, at + 1, 1));
  for (const ref of refs) await bucketOf(ref).put(parseRef(ref).key, "a video of an attempt that came to nothing");
  // One of them, between two pages, is what the run shows.
  const [, , , shown = ""] = refs.toSorted();
  await local.db
    .update(runs)
    .set({ outputs: { render: { video: shown } } })
    .where(eq(runs.id, runId));

  time += 26 * 60_000;
  await cleanUpRuns(services().services, [runId]);
  const there = await Promise.all(refs.map((ref) => bucketOf(ref).head(parseRef(ref).key)));
  expect(refs.filter((_, at) => there[at] !== null)).toEqual([shown]);
});

test("a run is cleaned up after when nothing can be stored for it any more, which may be long after its end", async () => {
  const admission = await newAdmission(local.db, time, {});
  const admitted = await admitBatch(services().services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  // Canceled while fal.ai was at work, which it finishes all the same.
  await local.db.insert(generations).values({
    ...{ id: "gen_late", key: "late", accountId: admission.accountId, runId, step: "image", model: "image", input: {} },
    ...{ status: "submitted", requestId: "r", dueAt: time, createdAt: time, updatedAt: time },
  });
  const ref = generationFile("gen_late", 1, "image", "png");
  await bucketOf(ref).put(parseRef(ref).key, "a picture");
  await cancelRun(services().services, admission.accountId, runId);
  const cleanedUp = async () => {
    await cleanUpRuns(services().services, [runId]);
    const [run] = await local.db.select().from(runs).where(eq(runs.id, runId));
    return run?.cleanedUpAt !== null;
  };

  time += 26 * 60_000;
  expect(await cleanedUp()).toBe(false);
  await local.db.update(generations).set({ status: "failed", finishedAt: time }).where(eq(generations.id, "gen_late"));
  // Whoever had it before may still be at it.
  expect(await cleanedUp()).toBe(false);
  expect(await bucketOf(ref).head(parseRef(ref).key)).not.toBeNull();

  time += 26 * 60_000;
  expect(await cleanedUp()).toBe(true);
  expect(await bucketOf(ref).head(parseRef(ref).key)).toBeNull();
});

test("nothing is listed where only what rows name can be", async () => {
  const admission = await newAdmission(local.db, time, {});
  const admitted = await admitBatch(services().services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  const generation = (id: string, attempt: number) => ({
    ...{ id: `${id}_${runId}`, key: `${id}_${runId}`, accountId: admission.accountId, runId, step: "image" as const },
    ...{ model: "image", input: {}, status: "completed" as const, attempt, dueAt: time, createdAt: time },
    ...{ updatedAt: time, finishedAt: time },
  });
  await local.db.insert(generations).values([generation("gen_first", 1), generation("gen_second", 2)]);
  await cancelRun(services().services, admission.accountId, runId);
  time += 26 * 60_000;
  const listed: string[] = [];
  const { services: listing } = services();
  const { bucket } = listing.media;
  listing.media.bucket = (ref) => {
    listed.push(ref);
    return bucket(ref);
  };
  await cleanUpRuns(listing, [runId]);
  expect(listed).toEqual([`media:videos/${runId}/`, `media:generations/gen_second_${runId}/`]);
});

test("a sweep sends for all runs that are due, some at a time, and for those behind a backlog that stays", async () => {
  await storeRuns(local.db, 2300, time - 3_600_000);
  const sent: Extract<ChoreMessage, { runIds: string[] }>[] = [];
  const { services: sweeping } = services();
  sweeping.queues.sendChores = async (messages) => {
    for (const { message } of messages) if (message.chore === "cleanUp") sent.push(message);
  };
  await sendCleanUps(sweeping);
  const ids = sent.flatMap(({ runIds }) => runIds);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(1000);
  expect(ids.length).toBeLessThanOrEqual(2000);
  expect(sent.every(({ chore, runIds }) => chore === "cleanUp" && runIds.length <= 20)).toBe(true);

  // The thousand that are due longest are never done.
  const [late] = await local.db
    .update(runs)
    .set({ finishedAt: time - 1_800_000 })
    .where(eq(runs.id, "run_2300"))
    .returning();
  vi.spyOn(Math, "random").mockReturnValueOnce(0);
  sent.length = 0;
  await sendCleanUps(sweeping);
  expect(sent.flatMap(({ runIds }) => runIds)).not.toContain(late?.id);
  vi.spyOn(Math, "random").mockReturnValueOnce(0.5);
  await sendCleanUps(sweeping);
  expect(sent.flatMap(({ runIds }) => runIds)).toContain(late?.id);
});

test("old events are deleted with their deliveries, more of them than a busy minute adds", async () => {
  const { services: later } = services();
  const kept = await local.db.select().from(webhookEvents);
  expect(kept.length).toBeGreaterThan(2000);
  time += 31 * 24 * 3_600_000;
  await purgeOldWebhookEvents(later);
  expect(await local.db.select().from(webhookEvents)).toEqual([]);
});
