/** A batch's finished videos as one ZIP archive, made while it is read: no file is ever held whole. */

import { makeZip } from "client-zip";
import { and, eq, isNull } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { batches, runs } from "../db/schema.ts";
import { fileStem } from "../domain/file-names.ts";
import type { MediaRef } from "../domain/media.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";

/** What the archive says of runs whose video is not in it. */
export const MISSING = "missing.txt";

interface Entry {
  name: string;
  lastModified: Date;
  input: ReadableStream<Uint8Array> | string;
}

/** A run of the batch, as the archive needs it. A batch has thirty at most. */
type BatchRun = Awaited<ReturnType<typeof readBatchRuns>>[number];

const readBatchRuns = ({ db }: Services, accountId: string, batchId: string) =>
  withRetry(() =>
    db
      .select({ id: runs.id, status: runs.status, output: runs.output, finishedAt: runs.finishedAt })
      .from(runs)
      .innerJoin(batches, eq(batches.id, runs.batchId))
      .where(and(eq(runs.batchId, batchId), eq(batches.accountId, accountId), isNull(runs.deletedAt)))
      .orderBy(runs.createdAt, runs.id),
  );

/**
 * The runs whose videos the archive is made of, and why others have none: those that are not deleted. Throws what the
 * database throws.
 */
export async function openBatchArchive(services: Services, accountId: string, batchId: string) {
  const found = await readBatchRuns(services, accountId, batchId);
  return { runs: found.length, stream: () => streamOf(services, found) };
}

/**
 * The archive, as it is read: an entry for each video, uncompressed, because a video is compressed already. One that has
 * vanished by its turn is named in `missing.txt`, the last entry, and so is each run that has none.
 */
function streamOf(services: Services, found: readonly BatchRun[]): ReadableStream<Uint8Array> {
  const entries = entriesOf(services, found);
  const leave = () => entries.return(undefined);
  // The library throws into it what a reader who leaves gives as the reason. To leave is no error.
  return makeZip({ [Symbol.asyncIterator]: () => ({ next: () => entries.next(), throw: leave, return: leave }) });
}

async function* entriesOf({ media, log, now }: Services, found: readonly BatchRun[]): AsyncGenerator<Entry> {
  const missing: string[] = [];
  for (const { id, status, output, finishedAt } of found) {
    if (!output) {
      missing.push(`${id}: it has no video (${status}).`);
      continue;
    }
    const { bucket, key } = media.bucket(output.videoSourceUrl as MediaRef);
    // What has been sent cannot be taken back, so nothing is begun of a file before it is there.
    const object = await retry<R2ObjectBody | null>(() => bucket.get(key));
    if (!object) {
      log.warn("archived_file_missing", { runId: id });
      missing.push(`${id}: its video was deleted while this archive was made.`);
      continue;
    }
    const named = { artist: output.artistSlug, song: output.audio.songTitle, caption: output.captionText, runId: id };
    yield { name: `${fileStem(named)}.mp4`, lastModified: new Date(finishedAt ?? now()), input: object.body };
  }
  if (missing.length > 0) yield { name: MISSING, lastModified: new Date(now()), input: `${missing.join("\n")}\n` };
}
