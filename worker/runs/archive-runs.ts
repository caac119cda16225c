/**
 * Archives runs: first the object, then, in one transaction, the rows. Whatever ends in between is done again, and finds
 * the same. A run that was retried meanwhile has another version, and keeps its rows.
 */
import { and, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { summaryOf } from "../contract/run-view.ts";
import { ACTIVE } from "../db/active.ts";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { batches, generations, runs, songs, webhookDeliveries, webhookEvents } from "../db/schema.ts";
import type { ArchivedRun, StepName } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { STEPS } from "../steps/index.ts";
import { scaledMs } from "../timing.ts";
import { type Archive, storeArchive } from "./archive.ts";

const DAY_SECONDS = 24 * 3600;
/** Puts at a time: an invocation has six connections. */
const AT_ONCE = 6;

/** Steps whose questions are the same for every run of a song: later runs find the answers by their keys. */
export const SHARED: readonly StepName[] = STEPS.filter(({ sharedBySong }) => sharedBySong).map(({ name }) => name);

/** Runs that ended before this are archived, Unix milliseconds. */
export const archivedBefore = (services: Pick<Services, "now" | "settings">): number =>
  services.now() - scaledMs(services, services.settings.ARCHIVE_AFTER_DAYS * DAY_SECONDS);

/** SQL conditions: the run is due, and nobody can still write to its steps and generations. */
const isDue = (services: Services) =>
  and(
    isNotNull(runs.cleanedUpAt),
    isNull(runs.archived),
    lte(runs.finishedAt, archivedBefore(services)),
    sql`${runs.status} NOT IN ${ACTIVE}`,
    sql`NOT EXISTS (SELECT 1 FROM generations WHERE generations.run_id = runs.id AND generations.finished_at IS NULL)`,
  );

/** Archives those of the runs that are due. A run whose object cannot be stored is logged, and left to a later sweep. */
export async function archiveRuns(services: Services, runIds: readonly string[]): Promise<void> {
  const { log } = services;
  const limit = pLimit(AT_ONCE);
  const due = await readDue(services, runIds);
  const stored = await limit.map(due, async (parts) => {
    // Of a deleted run nothing is kept but what its row shows.
    if (parts.run.deletedAt !== null) return [parts];
    try {
      await storeArchive(services, parts);
      return [parts];
    } catch (error) {
      log.error("run_not_archived", error, { runId: parts.run.id });
      return [];
    }
  });
  const archived = await dropRows(services, stored.flat());
  if (archived > 0) log.info("runs_archived", { runs: archived });
}

async function readDue(services: Services, runIds: readonly string[]): Promise<Omit<Archive, "format">[]> {
  const { db } = services;
  const ofDue = and(among(runIds), isDue(services));
  const ids = sql`(SELECT ${runs.id} FROM ${runs} WHERE ${ofDue})`;
  const found = await batch(db, {
    runs: db.select().from(runs).where(ofDue),
    batches: db
      .select()
      .from(batches)
      .where(inArray(batches.id, sql`(SELECT ${runs.batchId} FROM ${runs} WHERE ${ofDue})`)),
    generations: db.select().from(generations).where(inArray(generations.runId, ids)),
  });
  const batchById = new Map(found.batches.map((each) => [each.id, each]));
  const generationsByRun = Map.groupBy(found.generations, ({ runId }) => runId);
  return found.runs.map((run) => {
    const ofBatch = batchById.get(run.batchId);
    if (!ofBatch) throw new Error(`The batch of ${run.id} is gone`);
    return { run, batch: ofBatch, generations: generationsByRun.get(run.id) ?? [] };
  });
}

const among = (runIds: readonly string[]) =>
  sql`${runs.id} IN (SELECT value FROM json_each(${JSON.stringify(runIds)}))`;

/** Deletes what the archives hold, where nothing changed since they were read. Returns how many runs that was. */
async function dropRows({ db }: Services, archives: Omit<Archive, "format">[]): Promise<number> {
  if (archives.length === 0) return 0;
  const given = JSON.stringify(
    archives.map(({ run, ...parts }): [string, number, ArchivedRun] => [
      run.id,
      run.version,
      summaryOf(run, parts.generations),
    ]),
  );
  const ofRun = (part: SQL) =>
    sql`(SELECT ${part} FROM json_each(${given}) AS given WHERE given.value ->> 0 = runs.id)`;
  const runIds = archives.map(({ run }) => run.id);
  // In this transaction or in an earlier one whose answer was lost.
  const ids = sql`(SELECT ${runs.id} FROM ${runs} WHERE ${among(runIds)} AND ${runs.archived} IS NOT NULL)`;
  const batchIds = sql`(SELECT ${runs.batchId} FROM ${runs} WHERE ${among(runIds)})`;
  // An event without a delivery tells nobody anything any more.
  const isUntold = sql`NOT EXISTS (SELECT 1 FROM ${webhookDeliveries} WHERE ${webhookDeliveries.eventId} = ${webhookEvents.id})`;
  const { archived } = await withRetry(() =>
    batch(db, {
      archived: db
        .update(runs)
        .set({ archived: ofRun(sql`given.value -> 2`), steps: {}, outputs: {} })
        .where(
          and(
            among(runIds),
            isNull(runs.archived),
            isNotNull(runs.cleanedUpAt),
            sql`${runs.status} NOT IN ${ACTIVE} AND ${runs.version} = ${ofRun(sql`given.value ->> 1`)}`,
          ),
        )
        .returning({ id: runs.id }),
      generations: db.delete(generations).where(and(inArray(generations.runId, ids), sql`NOT ${mayBeFoundAgain}`)),
      // What is left may be found again until its song is deleted, which deletes it, too.
      kept: db
        .update(generations)
        .set({ songId: sql`(SELECT song_id FROM runs WHERE runs.id = generations.run_id)` })
        .where(and(inArray(generations.runId, ids), isNull(generations.songId))),
      events: db.delete(webhookEvents).where(and(inArray(webhookEvents.runId, ids), isUntold)),
      batches: db
        .update(batches)
        .set({ snapshot: null })
        .where(
          and(
            inArray(batches.id, batchIds),
            isNotNull(batches.snapshot),
            sql`NOT EXISTS (SELECT 1 FROM runs AS each WHERE each.batch_id = batches.id AND each.archived IS NULL)`,
          ),
        ),
      batchEvents: db
        .delete(webhookEvents)
        .where(
          and(
            inArray(webhookEvents.batchId, batchIds),
            isNull(webhookEvents.runId),
            sql`(SELECT snapshot FROM batches WHERE batches.id = ${webhookEvents.batchId}) IS NULL`,
            isUntold,
          ),
        ),
    }),
  );
  return archived.length;
}

/**
 * SQL condition on a generation: another run may find it again. It has an answer to what every run of its song asks, and
 * the song is still there.
 */
const mayBeFoundAgain = and(
  eq(generations.status, "completed"),
  inArray(generations.step, SHARED),
  sql`EXISTS (SELECT 1 FROM ${runs} JOIN ${songs} ON ${songs.id} = ${runs.songId} WHERE ${runs.id} = ${generations.runId})`,
);
