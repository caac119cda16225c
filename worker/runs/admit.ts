/** Writes a batch down: first the rows, in one transaction, then the messages. If those are lost, the sweeper sends them. */
import { insertMany } from "../db/insert-many.ts";
import { batches, runs, steps } from "../db/schema.ts";
import type { RunRequest } from "../domain/run.ts";
import { newId } from "../ids.ts";
import { seedFrom } from "../random.ts";
import type { Services } from "../services.ts";
import { planSteps } from "../steps/index.ts";
import type { Template } from "../templates/template.ts";
import { drawChoices } from "./choices.ts";
import { SECONDS, scaledMs } from "./timing.ts";

export interface Admission {
  accountId: string;
  request: RunRequest;
  template: Template;
  /** Of the artist, in a stable order; at least one. */
  songIds: string[];
  /** For choices; random in production. */
  seed: number;
}

/** Gives the ids of the new batch and its runs. */
export async function admitBatch(
  services: Services,
  { accountId, request, template, songIds, seed }: Admission,
): Promise<{ batchId: string; runIds: string[] }> {
  const now = services.now();
  const batchId = newId("batch");
  const plan = planSteps(request);
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
  await db.batch([
    db.insert(batches).values({ id: batchId, accountId, seed, size: request.batch, createdAt: now }),
    insertMany(db, runs, runRows),
    insertMany(db, steps, stepRows),
  ]);
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
