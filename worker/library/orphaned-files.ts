/**
 * Files that no row points at: being uploaded, replaced, or deleted. In the public bucket these are those of deleted runs.
 * Each is recorded before it can be lost: before it is stored, and in the transaction that removes the last row pointing at it. Whoever makes a
 * row point at it removes the record in that same transaction. So a crash at any point leaves a file that will still be
 * deleted. Every stored file has an object key of its own, never used again, so deleting one can never hit another.
 */
import { and, inArray, lte, type SQL, sql } from "drizzle-orm";
import pLimit from "p-limit";
import { type Database, withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { orphanedFiles } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import { keysByPage } from "../media/list-keys.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";

/** Longer than any upload takes. */
const UPLOAD_SECONDS = 3600;
/** Runs that are under way, or are retried, may still read what was replaced. */
const REPLACED_SECONDS = 7 * 24 * 3600;
/** An invocation's to R2. */
const CONNECTIONS = 6;
/** Per sweep: each takes a few requests to R2. */
const MAX_FILES = 500;

/** When a file that is replaced now may be deleted, Unix milliseconds. */
export const replacedDueAt = (services: Services): number => services.now() + scaledMs(services, REPLACED_SECONDS);

/** Records a file that somebody is about to store, and that no row points at. It is deleted after `seconds`. */
export async function recordOrphaned(
  services: Services,
  accountId: string,
  ref: MediaRef,
  seconds = UPLOAD_SECONDS,
): Promise<void> {
  const { db, now } = services;
  const dueAt = now() + scaledMs(services, seconds);
  await withRetry(() => db.insert(orphanedFiles).values({ ref, accountId, dueAt }).onConflictDoNothing());
}

/** Stores a file that no row points at. It is deleted after `seconds`, unless a row comes to point at it. */
export async function storeOrphaned(
  services: Services,
  accountId: string,
  ref: MediaRef,
  body: ReadableStream | Uint8Array,
  contentType: string,
  seconds?: number,
): Promise<void> {
  await recordOrphaned(services, accountId, ref, seconds);
  const { bucket, key } = services.media.bucket(ref);
  await bucket.put(key, body, { httpMetadata: { contentType } });
}

/** R2 takes no part but the last below 5 MiB, and all but the last of one size. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * The same for a stream of which nobody knows how long it is, which R2 does not take as it is. Of a longer one, one part at a
 * time is held in memory. Parts of one that breaks off are thrown away; R2 does so itself after a week.
 */
export async function storeOrphanedInParts(
  services: Services,
  accountId: string,
  ref: MediaRef,
  body: ReadableStream<Uint8Array>,
  contentType: string,
): Promise<void> {
  const parts = inParts(body, PART_BYTES);
  const first = (await parts.next()).value ?? new Uint8Array(0);
  // Shorter than a part: there is no other.
  if (first.byteLength < PART_BYTES) return storeOrphaned(services, accountId, ref, first, contentType);
  await recordOrphaned(services, accountId, ref);
  const { bucket, key } = services.media.bucket(ref);
  const upload = await bucket.createMultipartUpload(key, { httpMetadata: { contentType } });
  try {
    const uploaded = [await upload.uploadPart(1, first)];
    for await (const part of parts) uploaded.push(await upload.uploadPart(uploaded.length + 1, part));
    await upload.complete(uploaded);
  } catch (error) {
    await upload.abort().catch((reason: unknown) => services.log.error("upload_not_aborted", reason, { ref }));
    throw error;
  }
}

/** The stream in pieces of `size` bytes, but for the last, which is not empty. */
async function* inParts(body: ReadableStream<Uint8Array>, size: number): AsyncGenerator<Uint8Array, undefined> {
  let part = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of body) {
    for (let from = 0; from < chunk.byteLength; ) {
      const piece = chunk.subarray(from, from + size - filled);
      part.set(piece, filled);
      filled += piece.byteLength;
      from += piece.byteLength;
      if (filled < size) continue;
      yield part;
      part = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
  return undefined;
}

const among = (refs: readonly MediaRef[]) =>
  inArray(orphanedFiles.ref, sql`(SELECT value FROM json_each(${JSON.stringify(refs)}))`);

/** SQL condition: a row may be made to point at the files. For use in the statement that does so. */
export const areOrphaned = (refs: readonly MediaRef[]) =>
  sql<boolean>`(SELECT count(*) FROM ${orphanedFiles} WHERE ${among(refs)} AND ${orphanedFiles.doomed} = 0) = ${refs.length}`;

/**
 * For use with `after`, behind the statement that makes a row point at the files: if it did, they are no longer
 * orphaned.
 */
export const keepFiles = (db: Database, refs: readonly MediaRef[]) => (changed: SQL) =>
  db.delete(orphanedFiles).where(and(among(refs), changed));

/**
 * For use with `after`, behind the statement that removes the row of these files and folders: if it did, records them
 * to be deleted at `dueAt`, Unix milliseconds.
 */
export const orphanFiles =
  (db: Database, accountId: string, refs: readonly MediaRef[], dueAt: number) => (changed: SQL) =>
    insertSelect(db, orphanedFiles, {
      row: { ref: sql`value`, accountId, dueAt },
      from: sql`json_each(${JSON.stringify(refs)})`,
      where: changed,
    }).onConflictDoUpdate({ target: orphanedFiles.ref, set: { dueAt } });

/** Deletes orphaned files now. A failure is logged, and left to the sweep. */
export async function deleteOrphaned(services: Services, refs: readonly MediaRef[]): Promise<void> {
  if (refs.length === 0) return;
  try {
    await deleteWhere(services, among(refs), refs.length);
  } catch (error) {
    services.log.error("orphaned_files_not_deleted", error, { files: refs.length });
  }
}

/**
 * Deletes what is in these orphaned files and folders now, and gives how many files that was. The record of one that is
 * due later stays: something may yet arrive there, and the sweep looks again. Throws what R2 and the database throw.
 */
export async function emptyOrphaned(services: Services, refs: readonly MediaRef[]): Promise<number> {
  if (refs.length === 0) return 0;
  const { db, now } = services;
  const limit = pLimit(CONNECTIONS);
  const deleted = await limit.map([...refs], (ref) => retry(() => deleteObjects(services, ref)));
  const time = now();
  await withRetry(() => db.delete(orphanedFiles).where(and(among(refs), lte(orphanedFiles.dueAt, time))));
  return deleted.reduce((sum, files) => sum + files, 0);
}

/** Deletes what is in a folder, whoever points at it, and gives how many files that was. Throws what R2 throws. */
export const emptyFolder = (services: Services, folder: MediaRef): Promise<number> => deleteObjects(services, folder);

/** Deletes the orphaned files that are due. One that cannot be deleted holds up no other. Throws what the database throws. */
export const sweepOrphanedFiles = (services: Services): Promise<void> =>
  deleteWhere(services, lte(orphanedFiles.dueAt, services.now()), MAX_FILES);

async function deleteWhere(services: Services, where: SQL, most: number): Promise<void> {
  const { db, log, now } = services;
  const doomed = await withRetry(() =>
    db
      .update(orphanedFiles)
      .set({ doomed: true, dueAt: now() })
      .where(sql`${orphanedFiles.ref} IN (SELECT ref FROM ${orphanedFiles} WHERE ${where} LIMIT ${most})`)
      .returning({ ref: orphanedFiles.ref }),
  );
  if (doomed.length === 0) return;
  const limit = pLimit(CONNECTIONS);
  const failures: unknown[] = [];
  const tried = await limit.map(doomed, async ({ ref }): Promise<MediaRef[]> => {
    try {
      await deleteObjects(services, ref);
      return [ref];
    } catch (error) {
      // Its record stays, as one that is due just now: the next sweep takes those that were due before it first.
      failures.push(error);
      return [];
    }
  });
  const deleted = tried.flat();
  if (deleted.length > 0) {
    await withRetry(() => db.delete(orphanedFiles).where(among(deleted)));
    log.info("orphaned_files_deleted", { files: deleted.length });
  }
  if (failures.length > 0) log.error("orphaned_files_not_deleted", failures[0], { files: failures.length });
}

/** Returns how many files that was. */
async function deleteObjects({ media }: Services, ref: MediaRef): Promise<number> {
  const { bucket, key } = media.bucket(ref);
  if (!key.endsWith("/")) {
    await bucket.delete(key);
    return 1;
  }
  let deleted = 0;
  for await (const keys of keysByPage(bucket, key)) {
    await bucket.delete(keys);
    deleted += keys.length;
  }
  return deleted;
}
