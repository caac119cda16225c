/**
 * Archives: all that a run that was over for days came from, as one JSON object in the private bucket. Its rows go, but
 * for the run's own and those that another run may find again. Each run has an object of its own, so that one can be
 * deleted without the others, and it holds whole rows, so that they can be inserted again.
 */
import pLimit from "p-limit";
import type { RunRow } from "../db/rows.ts";
import type { batches } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { Services } from "../services.ts";
import type { Generation } from "./generations.ts";
import { archiveFolder } from "./object-keys.ts";

/** Of the archives written now. One that is changed in what older readers need gets the next number. */
const FORMAT = 1;

/** Rows as the database had them, by the names of the schema. */
export interface Archive {
  format: typeof FORMAT;
  /** With its steps, and what they came to. */
  run: RunRow;
  /** With the snapshot that the run was made from. */
  batch: typeof batches.$inferSelect;
  /** That it paid for, those that stayed in the database included. */
  generations: Generation[];
}

/** What tells whether a run is archived, and where. */
type NamedRun = Pick<RunRow, "id" | "accountId" | "version" | "archived" | "deletedAt">;

/** An invocation has six connections at a time. */
const AT_ONCE = 6;

/**
 * Where a run is archived as it was with this version. Whoever archives it after a retry writes another object, so a
 * late writer cannot replace what a row names.
 */
export const archiveRef = ({ accountId, id, version }: Pick<RunRow, "accountId" | "id" | "version">): MediaRef =>
  `${archiveFolder(accountId, id)}${version}.json`;

/** Stores the archive. Repeating it changes nothing. Throws what R2 throws. */
export async function storeArchive({ media }: Services, parts: Omit<Archive, "format">): Promise<void> {
  const archive: Archive = { format: FORMAT, ...parts };
  const { bucket, key } = media.bucket(archiveRef(parts.run));
  await bucket.put(key, JSON.stringify(archive), { httpMetadata: { contentType: "application/json" } });
}

/**
 * The archives of those of the runs that are archived, by the runs' ids; a deleted run has none. One that is gone is logged,
 * and not in the answer. Throws what R2 throws, and an Error when this version of the code cannot read an archive.
 */
export async function readArchives(services: Services, rows: NamedRun[]): Promise<Map<string, Archive>> {
  const archived = rows.filter((run) => run.archived !== null && run.deletedAt === null);
  if (archived.length === 0) return new Map();
  const limit = pLimit(AT_ONCE);
  const found = await limit.map(archived, async (run): Promise<[string, Archive][]> => {
    const archive = await readArchive(services, run);
    return archive ? [[run.id, archive]] : [];
  });
  return new Map(found.flat());
}

async function readArchive({ media, log }: Services, run: NamedRun): Promise<Archive | undefined> {
  const ref = archiveRef(run);
  const file = await media.read(ref);
  if (!file) {
    log.error("archive_missing", `There is no ${ref}`, { runId: run.id });
    return undefined;
  }
  const archive: Partial<Archive> = JSON.parse(await file.text());
  if (archive.format !== FORMAT || archive.run?.id !== run.id) throw new Error(`${ref} cannot be read`);
  // Written by storeArchive.
  return archive as Archive;
}
