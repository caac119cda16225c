/** Writes a batch down: first the rows, in one transaction, then the messages. If those are lost, the sweeper sends them. */
import { sql } from "drizzle-orm";
import { insertMany } from "../db/insert-many.ts";
import { artists, batches, runs, songs, steps } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { Material, RunRequest } from "../domain/run.ts";
import { newId } from "../ids.ts";
import { areLoose, keepFiles } from "../library/loose-files.ts";
import { describe } from "../log.ts";
import { seedFrom } from "../random.ts";
import type { Services } from "../services.ts";
import { planSteps } from "../steps/index.ts";
import { drawChoices } from "./choices.ts";
import { SECONDS, scaledMs } from "./timing.ts";

export interface Admission {
  accountId: string;
  request: RunRequest;
  material: Material;
  /** Of the artist, in a stable order; at least one. */
  songIds: string[];
  /** Loose files that the material names: the batch keeps them. */
  newFiles: MediaRef[];
  /** For choices; random in production. */
  seed: number;
}

/** What the batch was to be made from was deleted or replaced while it was being admitted. Nothing was written. */
export class MaterialChanged extends Error {
  override name = "MaterialChanged";
}

/** Gives the ids of the new batch and its runs. Throws MaterialChanged. */
export async function admitBatch(
  services: Services,
  { accountId, request, material, songIds, newFiles, seed }: Admission,
): Promise<{ batchId: string; runIds: string[] }> {
  const now = services.now();
  const batchId = newId("batch");
  const plan = planSteps(request);
  const { template } = material;
  const drawn = drawChoices(seed, request.batch, {
    references: template.references.length,
    songIds,
    moods: template.moods.map(({ name }) => name),
    movements: template.movements.map(({ name }) => name),
  });
  const runRows = drawn.map((choices, position) => ({
    id: newId("run"),
    accountId,
    batchId,
    artistId: request.artist_account_id,
    songId: choices.songId,
    status: "QUEUED" as const,
    request,
    choices,
    seed: seedFrom(seed, `run ${position}`),
    isTest: services.settings.FAL_ORIGIN !== undefined,
    createdAt: now,
    updatedAt: now,
    deadlineAt: now + scaledMs(services, SECONDS.runDeadline),
  }));
  const stepRows = runRows.flatMap(({ id: runId }) =>
    plan.map(({ step, needs }) => ({
      runId,
      name: step.name,
      accountId,
      queue: step.queue,
      status: needs.length === 0 ? ("ready" as const) : ("blocked" as const),
      needs,
      dueAt: now,
    })),
  );
  const { db, queues, log } = services;
  // Not repeated when D1 fails: a lost reply would leave a second batch behind. The caller hears of it instead.
  try {
    await db.batch([
      // Without a row here, the runs' foreign keys undo the whole transaction.
      insertMany(
        db,
        batches,
        [{ id: batchId, accountId, seed, material, size: request.batch, createdAt: now }],
        sql`${isUnchanged(accountId, request.artist_account_id, material, songIds)} AND ${areLoose(newFiles)}`,
      ),
      keepFiles(db, newFiles),
      insertMany(db, runs, runRows),
      insertMany(db, steps, stepRows),
    ]);
  } catch (error) {
    if (describe(error).includes("FOREIGN KEY constraint failed")) throw new MaterialChanged();
    throw error;
  }
  const runIds = runRows.map(({ id }) => id);
  try {
    await queues.send(
      "steps",
      runIds.map((runId) => ({ message: { runId } })),
    );
  } catch (error) {
    log.error("messages_not_sent", error, { batchId });
  }
  log.info("batch_admitted", { batchId, accountId, runs: runIds.length, template: request.template });
  return { batchId, runIds };
}

const isUnchanged = (accountId: string, artistId: string, { artist }: Material, songIds: string[]) =>
  sql`EXISTS (SELECT 1 FROM ${artists} WHERE id = ${artistId} AND account_id = ${accountId}
      AND face_guide IS ${artist.faceGuide})
    AND (SELECT count(*) FROM ${songs} WHERE artist_id = ${artistId}
      AND id IN (SELECT value FROM json_each(${JSON.stringify(songIds)}))) = ${songIds.length}`;
