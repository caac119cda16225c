/**
 * Deletes runs: their files, and what they were made from. The rows stay for what they cost. A run under way is canceled
 * on the way. What is to be deleted is written down by the transaction that deletes the run, so that a crash leaves no
 * file behind; what arrives late is deleted by the sweep, by cleanup, or by whoever settles a discarded generation.
 */
import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { generations, orphanedFiles, runs, webhookEvents } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import { isActive, type StepName } from "../domain/run.ts";
import { modelNamed } from "../fal/models.ts";
import { emptyOrphaned } from "../library/orphaned-files.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { readArchives } from "./archive.ts";
import { SHARED } from "./archive-runs.ts";
import { discardedKey, isDiscardedRow, WITHOUT_CONTENT } from "./discarded.ts";
import { cancelRun } from "./end-run.ts";
import type { Generation } from "./generations.ts";
import { callbackFolder, generationFolder, runFolders } from "./object-keys.ts";
import { touched } from "./touch.ts";

/** What a deletion came to. */
export interface Deleted {
  runs: number;
  files: number;
  /** Of archived runs: their rows are not in the database any more. */
  archivedGenerations: number;
}

/**
 * Deletes those of the account's runs that are not deleted yet. What a run shares with others of its song (what was heard
 * in it) stays for them, `withShared` not even that. Files that cannot be deleted now are logged, and left to the sweep.
 * Throws what the database throws, and what reading an archive throws.
 */
export async function deleteRuns(
  services: Services,
  accountId: string,
  runIds: readonly string[],
  { withShared = false }: { withShared?: boolean } = {},
): Promise<Deleted> {
  const { log } = services;
  const sum: Deleted = { runs: 0, files: 0, archivedGenerations: 0 };
  for (;;) {
    const found = await readUndeleted(services, accountId, runIds);
    if (found.runs.length === 0) return sum;
    for (const { id, status } of found.runs) if (isActive(status)) await cancelRun(services, accountId, id);
    const over = found.runs.filter(({ status }) => !isActive(status));
    // Those that were canceled just now are read again: nothing new is begun for them any more.
    if (over.length === 0) continue;
    const { deleted, refs, archivedGenerations } = await markDeleted(services, over, found.generations, withShared);
    sum.runs += deleted.length;
    sum.archivedGenerations += archivedGenerations;
    for (const runId of deleted) log.info("run_deleted", { runId });
    try {
      sum.files += await emptyOrphaned(services, refs);
    } catch (error) {
      log.error("run_files_not_deleted", error, { runs: over.length });
    }
  }
}

type Undeleted = Awaited<ReturnType<typeof readUndeleted>>;

const amongIds = (runIds: readonly string[]) =>
  sql`${runs.id} IN (SELECT value FROM json_each(${JSON.stringify(runIds)}))`;

async function readUndeleted({ db }: Services, accountId: string, runIds: readonly string[]) {
  const which = and(amongIds(runIds), sql`+${runs.accountId} = ${accountId}`, isNull(runs.deletedAt));
  return withRetry(() =>
    batch(db, {
      runs: db
        .select({
          ...{ id: runs.id, accountId: runs.accountId, status: runs.status, version: runs.version },
          ...{ archived: runs.archived, cleanedUpAt: runs.cleanedUpAt, deletedAt: runs.deletedAt },
        })
        .from(runs)
        .where(which),
      generations: db
        .select({
          ...{ id: generations.id, runId: generations.runId, step: generations.step, model: generations.model },
          keptResult: generations.keptResult,
        })
        .from(generations)
        .where(sql`${generations.runId} IN (SELECT ${runs.id} FROM ${runs} WHERE ${which})`),
    }),
  );
}

/** A folder that goes when the run is deleted; and, of a generation, when that is discarded with it. */
type Doomed = [ref: MediaRef, dueAt: number, runId: string, generationId: string | null];

/** Where files of the generation may lie. */
const filesOf = ({ id, model, keptResult }: Pick<Generation, "id" | "model" | "keptResult">): MediaRef[] => [
  ...(modelNamed(model).producesMedia ? [generationFolder(id)] : []),
  ...(keptResult === null ? [] : [callbackFolder(id)]),
];

/** Marks the runs, which are over, as deleted. `refs`: what is to be emptied now. */
async function markDeleted(
  services: Services,
  over: Undeleted["runs"],
  found: Undeleted["generations"],
  withShared: boolean,
): Promise<{ deleted: string[]; refs: MediaRef[]; archivedGenerations: number }> {
  const { db, now } = services;
  const time = now();
  const archives = await readArchives(services, over);
  const isOwn = ({ step }: { step: StepName }) => withShared || !SHARED.includes(step);
  const own = found.filter(isOwn);
  let archivedGenerations = 0;
  const doomed = over.flatMap((run): Doomed[] => {
    // Nothing is stored any more for a run that was cleaned up after and archived.
    const dueAt = run.cleanedUpAt !== null && run.archived ? time : time + scaledMs(services, SECONDS.lateFiles);
    const archived = (archives.get(run.id)?.generations ?? []).filter(isOwn);
    archivedGenerations += archived.length;
    const ofRun = own.filter(({ runId }) => runId === run.id);
    return [
      ...runFolders(run).map((ref): Doomed => [ref, dueAt, run.id, null]),
      ...archived.flatMap((each) => filesOf(each).map((ref): Doomed => [ref, time, run.id, null])),
      // What is stored for one that is discarded, whoever settles it deletes.
      ...ofRun.flatMap((each) => filesOf(each).map((ref): Doomed => [ref, time, run.id, each.id])),
    ];
  });
  const given = JSON.stringify(doomed);
  const ids = over.map(({ id }) => id);
  const versions = JSON.stringify(over.map(({ id, version }) => [id, version]));
  const isDeleted = (id: SQL) => sql`EXISTS (SELECT 1 FROM runs WHERE runs.id = ${id} AND runs.deleted_at IS NOT NULL)`;
  const ofOwn = sql`generations.id IN (SELECT value FROM json_each(${JSON.stringify(own.map(({ id }) => id))}))`;
  const { done, recorded } = await withRetry(() =>
    batch(db, {
      marked: db
        .update(runs)
        .set({ deletedAt: time, output: null, outputs: {}, ...touched(time) })
        .where(
          sql`${amongIds(ids)} AND ${runs.status} NOT IN ${ACTIVE} AND ${runs.deletedAt} IS NULL
            AND ${runs.version} = (SELECT value ->> 1 FROM json_each(${versions}) WHERE value ->> 0 = runs.id)`,
        ),
      discarded: db
        .update(generations)
        .set({ key: discardedKey })
        .where(sql`${ofOwn} AND ${isDeleted(sql`generations.run_id`)} AND ${withShared ? sql`TRUE` : isOnlyTheirs}`),
      forgotten: db
        .update(generations)
        .set(WITHOUT_CONTENT)
        .where(sql`${ofOwn} AND ${isDiscardedRow} AND generations.finished_at IS NOT NULL`),
      // What was sent is with its receivers. A message that is still to be sent, or sent again, tells of no file.
      told: db
        .update(webhookEvents)
        .set({ body: null, ending: sql`json_set(${webhookEvents.ending}, '$.output', NULL)` })
        .where(and(inArray(webhookEvents.runId, ids), isDeleted(sql`webhook_events.run_id`))),
      orphaned: insertSelect(db, orphanedFiles, {
        row: { ref: sql`value ->> 0`, accountId: over[0]?.accountId ?? "", dueAt: sql`value ->> 1` },
        from: sql`json_each(${given})`,
        where: sql`${isDeleted(sql`value ->> 2`)} AND (value ->> 3 IS NULL
          OR EXISTS (SELECT 1 FROM generations WHERE generations.id = value ->> 3 AND ${isDiscardedRow}))`,
      }).onConflictDoUpdate({ target: orphanedFiles.ref, set: { dueAt: sql`excluded.due_at` } }),
      recorded: db
        .select({ ref: orphanedFiles.ref })
        .from(orphanedFiles)
        .where(sql`${orphanedFiles.ref} IN (SELECT value ->> 0 FROM json_each(${given}))`),
      done: db
        .select({ id: runs.id })
        .from(runs)
        .where(and(amongIds(ids), eq(runs.deletedAt, time))),
    }),
  );
  return { deleted: done.map(({ id }) => id), refs: recorded.map(({ ref }) => ref), archivedGenerations };
}

/** SQL condition on `generations`: no run under way waits for it. What is deleted is not under way. */
const isOnlyTheirs = sql`NOT EXISTS (SELECT 1 FROM json_each(generations.waiters) AS waiter
  JOIN runs ON runs.id = waiter.value WHERE runs.status IN ${ACTIVE})`;
