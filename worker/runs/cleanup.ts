/**
 * Deletes what attempts left in R2 without a row: the delivery of a renderer that was given up, or the file of a
 * request that was submitted again. Looks at a run once, when nothing can be stored for it any more. That is some time
 * after its end, because what was paid for is still collected, and whoever stored for it may be slow.
 */
import { and, eq, inArray, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs, webhookEvents } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { StepName } from "../domain/run.ts";
import { keysByPage } from "../media/list-keys.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { generationFolder, renderFolders } from "./object-keys.ts";

/** Runs per sweep: each takes some ten requests to R2 and D1, and one invocation may make a thousand. */
const MAX_RUNS = 50;
const MAX_EVENTS = 500;

/** Steps whose outputs alone name the files that the renderer delivered. */
const DELIVERED: StepName[] = ["cut", "render"];

/** Cleans up after runs that are due, at most MAX_RUNS of them. What fails is logged, and left to the next sweep. */
export async function cleanUpRuns(services: Services): Promise<void> {
  const { db, log, now } = services;
  const settledBefore = now() - scaledMs(services, SECONDS.renderUrl + SECONDS.renderLease);
  const due = await db
    .select({ id: runs.id, accountId: runs.accountId, finishedAt: runs.finishedAt })
    .from(runs)
    .where(
      and(
        isNull(runs.cleanedUpAt),
        lte(runs.finishedAt, settledBefore),
        sql`NOT EXISTS (SELECT 1 FROM generations WHERE generations.run_id = runs.id
          AND (generations.finished_at IS NULL OR generations.finished_at > ${settledBefore}))`,
      ),
    )
    // In random order, so that runs that always fail do not block all others.
    .orderBy(sql`random()`)
    .limit(MAX_RUNS);
  for (const run of due) {
    try {
      await cleanUpRun(services, run);
    } catch (error) {
      // The next sweep tries again; the other runs need not wait for it.
      log.error("run_not_cleaned_up", error, { runId: run.id });
    }
  }
}

async function cleanUpRun(
  { db, media, log, now }: Services,
  { id, accountId, finishedAt }: Pick<typeof runs.$inferSelect, "id" | "accountId" | "finishedAt">,
): Promise<void> {
  const { rendered, made } = await batch(db, {
    rendered: db.select({ outputs: runs.outputs }).from(runs).where(eq(runs.id, id)),
    // Only settled ones: a retry may have reopened a generation, and it may yet store its files.
    made: db
      .select({ id: generations.id, output: generations.output })
      .from(generations)
      .where(and(eq(generations.runId, id), inArray(generations.status, ["completed", "failed"]))),
  });
  const kept = new Set<string>(rendered.flatMap(({ outputs }) => DELIVERED.flatMap((name) => refsIn(outputs[name]))));
  for (const { output } of made) for (const { ref } of Object.values(output?.media ?? {})) kept.add(ref);
  let deleted = 0;
  for (const folder of [...renderFolders(accountId, id), ...made.map((each) => generationFolder(each.id))]) {
    deleted += await retry(() => deleteOthers(media, folder, kept));
  }
  // Not if a retry began meanwhile: its files are looked at when it has ended.
  await withRetry(() =>
    batch(db, {
      forgotten: db
        .update(generations)
        .set({ keptResult: null })
        .where(
          and(
            eq(generations.runId, id),
            inArray(generations.status, ["completed", "failed"]),
            isNotNull(generations.keptResult),
          ),
        ),
      cleanedUp: db
        .update(runs)
        .set({ cleanedUpAt: now() })
        .where(and(eq(runs.id, id), sql`${runs.finishedAt} IS ${finishedAt}`)),
    }),
  );
  if (deleted > 0) log.info("run_cleaned_up", { runId: id, deleted });
}

/** Deletes events that are too old to be of use, with their deliveries; at most MAX_EVENTS. */
export async function purgeOldWebhookEvents(services: Services): Promise<void> {
  const before = services.now() - scaledMs(services, SECONDS.eventsKept);
  await services.db
    .delete(webhookEvents)
    .where(
      sql`${webhookEvents}.rowid IN (SELECT rowid FROM webhook_events WHERE created_at < ${before} LIMIT ${MAX_EVENTS})`,
    );
}

/** Every ref among the values of a step's output. */
const refsIn = (output: unknown): string[] =>
  Object.values(output ?? {}).filter(
    (value): value is string => typeof value === "string" && /^(media|library):/.test(value),
  );

/** Returns how many files were deleted. */
async function deleteOthers({ bucket }: Services["media"], folder: MediaRef, kept: Set<string>): Promise<number> {
  const { bucket: binding, key: prefix } = bucket(folder);
  const store = folder.slice(0, folder.indexOf(":"));
  let deleted = 0;
  for await (const keys of keysByPage(binding, prefix)) {
    const others = keys.filter((key) => !kept.has(`${store}:${key}`));
    if (others.length > 0) await binding.delete(others);
    deleted += others.length;
  }
  return deleted;
}
