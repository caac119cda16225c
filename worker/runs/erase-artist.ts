/**
 * Erases an artist: everything that was stored for the person, and everything that was ever made of them. It is done some
 * runs at a time, each step safe to repeat, and goes on by itself until nothing is left and nothing can come any more:
 * as long as a renderer or a model may still deliver, it is not complete. What the runs cost stays in the account's months.
 */
import { and, asc, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { columnsOf, indexed } from "../db/indexed.ts";
import { insertSelect } from "../db/insert-select.ts";
import {
  artists,
  batches,
  erasures,
  generations,
  idempotencyKeys,
  orphanedFiles,
  runs,
  webhookEvents,
} from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import { artistFolders } from "../library/object-keys.ts";
import { emptyFolder, emptyOrphaned, orphanFiles } from "../library/orphaned-files.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { deleteRuns } from "./delete-runs.ts";
import { isDiscardedRow } from "./discarded.ts";
import { generationFolder, runFolders } from "./object-keys.ts";

/** Runs at a time: some calls to R2 are made for each. */
const RUNS_AT_ONCE = 20;
/** Erasures that a sweep sends for. */
const ERASURES_AT_ONCE = 50;

export type Erasure = typeof erasures.$inferSelect;

/** The erasure of the artist; undefined: none was asked for. */
export async function findErasure({ db }: Services, accountId: string, artistId: string): Promise<Erasure | undefined> {
  const [found] = await withRetry(() =>
    db
      .select()
      .from(erasures)
      .where(and(eq(erasures.artistId, artistId), eq(erasures.accountId, accountId))),
  );
  return found;
}

/**
 * Begins to erase an artist of the account, also one that was deleted and of whom runs are left; gives the erasure as it is
 * now. Asked again, it changes nothing. Undefined: the account knows nothing of such an artist.
 */
export async function eraseArtist(
  services: Services,
  accountId: string,
  artistId: string,
): Promise<Erasure | undefined> {
  const { db, queues, log, now } = services;
  const time = now();
  const late = time + scaledMs(services, SECONDS.lateFiles);
  const folders = artistFolders(artistId);
  const isArtist = and(eq(artists.id, artistId), eq(artists.accountId, accountId));
  const { begun } = await withRetry(() =>
    batch(db, {
      begun: insertSelect(db, erasures, {
        row: {
          ...{ artistId, accountId, startedAt: time, dueAt: late },
          removedSongs: sql`(SELECT count(*) FROM songs WHERE artist_id = ${artistId} AND account_id = ${accountId})`,
        },
        where: sql`EXISTS (SELECT 1 FROM artists WHERE ${isArtist})
          OR EXISTS (${firstRun(accountId, artistId, "runs_account_artist", sql`deleted_at IS NULL`)})
          OR EXISTS (${firstRun(accountId, artistId, "runs_deleted", sql`deleted_at IS NOT NULL`)})`,
      })
        .onConflictDoNothing()
        .returning({ artistId: erasures.artistId }),
      // Uploads that are under way store for an artist that is gone, and give up.
      orphaned: after("begun", orphanFiles(db, accountId, folders, late)),
      // Songs, their lyrics and analyses, and socials are deleted by cascade. From here on no run of theirs is admitted.
      removed: db
        .delete(artists)
        .where(sql`${isArtist} AND EXISTS (SELECT 1 FROM erasures WHERE artist_id = ${artistId})`),
    }),
  );
  if (begun.length > 0) {
    log.info("erasure_begun", { accountId, artistId });
    await emptyFolders(services, artistId);
    await queues
      .sendChores([{ message: { chore: "erase", artistIds: [artistId] } }])
      .catch((error: unknown) => log.error("messages_not_sent", error, { artistId }));
  }
  return findErasure(services, accountId, artistId);
}

const firstRun = (accountId: string, artistId: string, index: string, which: SQL) =>
  sql`SELECT 1 FROM runs INDEXED BY ${sql.raw(index)}
    WHERE account_id = ${accountId} AND artist_id = ${artistId} AND ${which} LIMIT 1`;

/** Empties the artist's folders at once; what fails, or comes later, is left to the sweep. */
async function emptyFolders(services: Services, artistId: string): Promise<void> {
  const [pictures, songFiles] = artistFolders(artistId) as [MediaRef, MediaRef];
  try {
    const references = await emptyOrphaned(services, [pictures]);
    const files = references + (await emptyOrphaned(services, [songFiles]));
    await count(services, artistId, { removedFiles: files, removedReferences: references });
  } catch (error) {
    services.log.error("artist_files_not_deleted", error, { artistId });
  }
}

type Counts = Partial<
  Record<"removedRuns" | "removedFiles" | "removedReferences" | "removedGenerations", number | SQL>
>;

const counted = ({ db }: Pick<Services, "db">, artistId: string, counts: Counts) =>
  db
    .update(erasures)
    .set(
      Object.fromEntries(
        Object.entries(counts).map(([name, more]) => [name, sql`${erasures[name as keyof Counts]} + ${more}`]),
      ),
    )
    .where(eq(erasures.artistId, artistId));

const count = (services: Services, artistId: string, counts: Counts) =>
  withRetry(() => counted(services, artistId, counts));

/** Goes on with the erasures of these artists: a step of each, and a message for the next where there is more to do now. */
export async function goOnErasing(services: Services, artistIds: readonly string[]): Promise<void> {
  const { db, queues, now } = services;
  for (const artistId of artistIds) {
    const [erasure] = await withRetry(() => db.select().from(erasures).where(eq(erasures.artistId, artistId)));
    if (!erasure || erasure.completedAt !== null) continue;
    const isMore = await eraseSome(services, erasure);
    if (isMore === undefined) continue;
    // Should the message be lost, the sweep sends for it.
    const dueAt = now() + scaledMs(services, SECONDS.erasureLooks);
    await withRetry(() =>
      db
        .update(erasures)
        .set({ dueAt })
        .where(and(eq(erasures.artistId, artistId), isNull(erasures.completedAt))),
    );
    if (isMore) await queues.sendChores([{ message: { chore: "erase", artistIds: [artistId] } }]);
  }
}

/** Whether there is more to do at once; undefined when all is done. */
async function eraseSome(services: Services, erasure: Erasure): Promise<boolean | undefined> {
  const { accountId, artistId } = erasure;
  const undeleted = await nextUndeleted(services, erasure);
  if (undeleted.length > 0) {
    const deleted = await deleteRuns(services, accountId, undeleted, { withShared: true });
    await count(services, artistId, { removedFiles: deleted.files, removedGenerations: deleted.archivedGenerations });
    return true;
  }
  const oldest = await oldestDeleted(services, erasure);
  const ready = oldest.filter(({ isSettled }) => isSettled);
  if (ready.length > 0) {
    await removeRows(services, erasure, ready);
    return true;
  }
  if (oldest.length > 0) return false;
  return (await complete(services, erasure)) ? undefined : false;
}

/** Those under way first, because they cost. */
async function nextUndeleted({ db }: Services, { accountId, artistId }: Erasure): Promise<string[]> {
  const { id, accountId: account, artistId: artist, status, deletedAt, createdAt } = columnsOf(runs);
  const ofArtist = sql`${account} = ${accountId} AND ${artist} = ${artistId}`;
  const { active, others } = await withRetry(() =>
    batch(db, {
      active: db
        .select({ id })
        .from(indexed(runs, "runs_active"))
        .where(sql`${ofArtist} AND ${status} IN ${ACTIVE}`)
        .limit(RUNS_AT_ONCE),
      others: db
        .select({ id })
        .from(indexed(runs, "runs_account_artist"))
        .where(sql`${ofArtist} AND ${deletedAt} IS NULL`)
        .orderBy(asc(createdAt), asc(id))
        .limit(RUNS_AT_ONCE),
    }),
  );
  return (active.length > 0 ? active : others).map((run) => run.id);
}

type DeletedRun = Awaited<ReturnType<typeof oldestDeleted>>[number];

/** `isSettled`: cleanup has looked at it, and fal.ai works on nothing for it, so nothing comes any more. */
async function oldestDeleted({ db }: Services, { accountId, artistId }: Erasure) {
  const columns = columnsOf(runs);
  return withRetry(() =>
    db
      .select({
        ...{ id: columns.id, accountId: columns.accountId, batchId: columns.batchId },
        idempotencyKey: columns.idempotencyKey,
        isSettled: sql<boolean>`(${columns.cleanedUpAt} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM generations
          WHERE generations.run_id = runs.id AND generations.finished_at IS NULL))`
          .mapWith(Boolean)
          .as("is_settled"),
      })
      .from(indexed(runs, "runs_deleted"))
      .where(
        sql`${columns.accountId} = ${accountId} AND ${columns.artistId} = ${artistId} AND ${columns.deletedAt} IS NOT NULL`,
      )
      .orderBy(asc(columns.createdAt))
      .limit(RUNS_AT_ONCE),
  );
}

/** Removes the rows of deleted runs, and all that points at them. */
async function removeRows(services: Services, erasure: Erasure, ready: readonly DeletedRun[]): Promise<void> {
  const { db } = services;
  const { accountId, artistId } = erasure;
  const given = (values: readonly unknown[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
  const ids = given(ready.map(({ id }) => id));
  const batchIds = given([...new Set(ready.map(({ batchId }) => batchId))]);
  const keys = given([...new Set(ready.flatMap(({ idempotencyKey }) => idempotencyKey ?? []))]);
  const ofRuns = inArray(generations.runId, ids);
  // Deleted before the artist was erased, a run left to others what was heard in its song.
  const kept = await withRetry(() =>
    db
      .select({ id: generations.id })
      .from(generations)
      .where(and(ofRuns, sql`NOT ${isDiscardedRow}`)),
  );
  let files = 0;
  for (const { id } of kept) files += await retry(() => emptyFolder(services, generationFolder(id)));
  const isEmpty = (batchId: SQL) => sql`NOT EXISTS (SELECT 1 FROM runs WHERE runs.batch_id = ${batchId})`;
  await withRetry(() =>
    batch(db, {
      counted: counted(services, artistId, {
        removedFiles: files,
        removedRuns: sql`(SELECT count(*) FROM runs WHERE id IN ${ids})`,
        removedGenerations: sql`(SELECT count(*) FROM generations WHERE run_id IN ${ids})`,
      }),
      generations: db.delete(generations).where(ofRuns),
      // With their deliveries, and the attempts of these.
      events: db.delete(webhookEvents).where(inArray(webhookEvents.runId, ids)),
      answers: db
        .delete(idempotencyKeys)
        .where(and(eq(idempotencyKeys.accountId, accountId), inArray(idempotencyKeys.key, keys))),
      runs: db.delete(runs).where(and(inArray(runs.id, ids), isNotNull(runs.deletedAt))),
      batchEvents: db
        .delete(webhookEvents)
        .where(and(inArray(webhookEvents.batchId, batchIds), isEmpty(sql`${webhookEvents.batchId}`))),
      batches: db.delete(batches).where(and(inArray(batches.id, batchIds), isEmpty(sql`${batches.id}`))),
      orphaned: db.delete(orphanedFiles).where(inArray(orphanedFiles.ref, given(ready.flatMap(runFolders)))),
    }),
  );
}

/** Ends the erasure, unless the sweep still has to look for files of the artist. Whether it is over. */
async function complete({ db, log, now }: Services, { artistId }: Erasure): Promise<boolean> {
  // Object keys of one folder lie together; 0 follows the slash.
  const awaited = artistFolders(artistId).map(
    (folder) =>
      sql`EXISTS (SELECT 1 FROM orphaned_files WHERE ref >= ${folder} AND ref < ${`${folder.slice(0, -1)}0`})`,
  );
  const [done] = await withRetry(() =>
    db
      .update(erasures)
      .set({ completedAt: sql`coalesce(${erasures.completedAt}, ${now()})`, dueAt: null })
      .where(sql`${erasures.artistId} = ${artistId} AND NOT (${sql.join(awaited, sql` OR `)})`)
      .returning({ artistId: erasures.artistId }),
  );
  if (done) log.info("erasure_completed", { artistId });
  return done !== undefined;
}

/** Sends for erasures that are due to go on. */
export async function sendErasures({ db, queues, now, ...services }: Services): Promise<void> {
  const time = now();
  const due = await db
    .update(erasures)
    .set({ dueAt: time + scaledMs(services, SECONDS.erasureLooks) })
    .where(
      inArray(
        erasures.artistId,
        db
          .select({ id: erasures.artistId })
          .from(erasures)
          .where(and(isNotNull(erasures.dueAt), lte(erasures.dueAt, time)))
          .limit(ERASURES_AT_ONCE),
      ),
    )
    .returning({ artistId: erasures.artistId });
  await queues.sendChores(due.map(({ artistId }) => ({ message: { chore: "erase" as const, artistIds: [artistId] } })));
}
