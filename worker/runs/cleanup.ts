/**
 * Deletes what attempts left in R2 without a row: the delivery of a renderer that was given up, the file of a request that
 * was submitted again, or what came back for a run that was deleted. Looks at a run once, when nothing can be stored for it any more. That is some time
 * after its end, because what was paid for is still collected, and whoever stored for it may be slow.
 */
import { and, eq, inArray, isNotNull, lte, or, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs, webhookEvents } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { GenerationOutput } from "../domain/run.ts";
import { keysByPage } from "../media/list-keys.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { isDiscardedRow, WITHOUT_CONTENT } from "./discarded.ts";
import { callbackFolder, DELIVERED, generationFolder, renderFolder } from "./object-keys.ts";

/** Runs at a time: an invocation has six connections. */
const AT_ONCE = 6;
/** Events per statement, which takes as long as there are deliveries and attempts of them; and statements per sweep. */
const EVENTS_AT_ONCE = 250;
const MAX_PURGES = 12;

/** Nothing can be stored any more for what ended before this, Unix milliseconds. */
export const settledBefore = (services: Pick<Services, "now" | "settings">): number =>
  services.now() - scaledMs(services, SECONDS.renderUrl + SECONDS.renderLease);

/** What a run may have left in storage, and what of it is to stay. */
interface Traces {
  run: Pick<typeof runs.$inferSelect, "id" | "accountId" | "finishedAt">;
  rendered: { name: (typeof DELIVERED)[number]; output: unknown }[];
  /** `isDiscarded`: it came back after its run was deleted, so nothing of it stays. */
  made: { id: string; media: GenerationOutput["media"] | null; isDiscarded: boolean }[];
}

/** Cleans up after those of the runs that are due. What fails is logged, and left to a later sweep. */
export async function cleanUpRuns(services: Services, runIds: readonly string[]): Promise<void> {
  const { log } = services;
  const limit = pLimit(AT_ONCE);
  const cleanedUp = await limit.map(await tracesOf(services, runIds), async (traces) => {
    try {
      await deleteLeftovers(services, traces);
      return [traces.run];
    } catch (error) {
      // The other runs need not wait for it.
      log.error("run_not_cleaned_up", error, { runId: traces.run.id });
      return [];
    }
  });
  await recordCleanup(services, cleanedUp.flat());
}

async function tracesOf(services: Services, runIds: readonly string[]): Promise<Traces[]> {
  const { db } = services;
  const before = settledBefore(services);
  const due = sql`${runs.id} IN (SELECT value FROM json_each(${JSON.stringify(runIds)}))
    AND ${runs.cleanedUpAt} IS NULL AND ${runs.finishedAt} <= ${before}
    AND NOT EXISTS (SELECT 1 FROM generations WHERE generations.run_id = runs.id
      AND (generations.finished_at IS NULL OR generations.finished_at > ${before}))`;
  const ids = sql`(SELECT ${runs.id} FROM ${runs} WHERE ${due})`;
  const found = await batch(db, {
    runs: db
      .select({
        ...{ id: runs.id, accountId: runs.accountId, finishedAt: runs.finishedAt },
        ...{ steps: runs.steps, outputs: runs.outputs },
      })
      .from(runs)
      .where(due),
    // What was answered by its first submit has no more files than its row names: each submit stores under its own names.
    // Only settled ones: a retry may have reopened a generation, and it may yet store its files.
    made: db
      .select({
        runId: generations.runId,
        id: generations.id,
        media: sql<string | null>`${generations.output} -> '$.media'`.as("media"),
        isDiscarded: isDroppedLate.mapWith(Boolean).as("is_discarded"),
      })
      .from(generations)
      .where(
        and(
          inArray(generations.runId, ids),
          or(
            eq(generations.status, "failed"),
            sql`(${generations.status} = 'completed' AND ${generations.attempt} > 1)`,
            isDroppedLate,
          ),
        ),
      ),
  });
  const madeByRun = Map.groupBy(found.made, ({ runId }) => runId);
  return found.runs.map(({ steps, outputs, ...run }) => ({
    run,
    rendered: DELIVERED.filter((name) => steps[name]).map((name) => ({ name, output: outputs[name] })),
    made: (madeByRun.get(run.id) ?? []).map(({ id, media, isDiscarded }) => ({
      ...{ id, isDiscarded },
      media: media === null ? null : JSON.parse(media),
    })),
  }));
}

/**
 * SQL condition on `generations`: it came back after its run was deleted. Whoever settled it drops what it came to, and may
 * have ended before.
 */
const isDroppedLate = sql<boolean>`(${isDiscardedRow}
  AND generations.finished_at >= (SELECT deleted_at FROM runs WHERE runs.id = generations.run_id))`;

async function deleteLeftovers({ media, log }: Services, { run, rendered, made }: Traces): Promise<void> {
  const kept = new Set<string>(rendered.flatMap(({ output }) => refsIn(output)));
  for (const { media: files, isDiscarded } of made) {
    if (!isDiscarded) for (const { ref } of Object.values(files ?? {})) kept.add(ref);
  }
  const folders = [
    // A listing costs more than all else here: only where something can be.
    ...rendered.map(({ name }) => renderFolder(run.accountId, run.id, name)),
    ...made.flatMap(({ id, isDiscarded }) => [generationFolder(id), ...(isDiscarded ? [callbackFolder(id)] : [])]),
  ];
  let deleted = 0;
  for (const folder of folders) deleted += await retry(() => deleteOthers(media, folder, kept));
  if (deleted > 0) log.info("run_cleaned_up", { runId: run.id, deleted });
}

async function recordCleanup({ db, now }: Services, cleanedUp: Traces["run"][]): Promise<void> {
  if (cleanedUp.length === 0) return;
  const given = JSON.stringify(cleanedUp.map(({ id, finishedAt }) => [id, finishedAt]));
  const ids = sql`(SELECT value ->> 0 FROM json_each(${given}))`;
  await withRetry(() =>
    batch(db, {
      forgotten: db
        .update(generations)
        .set({ keptResult: null })
        .where(
          and(
            inArray(generations.runId, ids),
            inArray(generations.status, ["completed", "failed"]),
            isNotNull(generations.keptResult),
          ),
        ),
      dropped: db
        .update(generations)
        .set(WITHOUT_CONTENT)
        .where(and(inArray(generations.runId, ids), isDroppedLate, sql`generations.input <> '{}'`)),
      // Not if a retry began meanwhile: its files are looked at when it has ended.
      cleanedUp: db
        .update(runs)
        .set({ cleanedUpAt: now() })
        .where(
          and(
            inArray(runs.id, ids),
            sql`runs.finished_at = (SELECT given.value ->> 1 FROM json_each(${given}) AS given
              WHERE given.value ->> 0 = runs.id)`,
          ),
        ),
    }),
  );
}

/** Deletes events that are too old to be of use, with their deliveries; at most three thousand of them. */
export async function purgeOldWebhookEvents(services: Services): Promise<void> {
  const { db, now } = services;
  const before = now() - scaledMs(services, SECONDS.eventsKept);
  for (let purges = 0; purges < MAX_PURGES; purges++) {
    const purged = await db
      .delete(webhookEvents)
      .where(
        sql`${webhookEvents}.rowid IN (SELECT rowid FROM webhook_events WHERE ${lte(webhookEvents.createdAt, before)}
          LIMIT ${EVENTS_AT_ONCE})`,
      )
      .returning({ id: webhookEvents.id });
    if (purged.length < EVENTS_AT_ONCE) return;
  }
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
