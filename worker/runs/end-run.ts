/** Ends runs before they are done, and lets go of what fal.ai still makes for them alone. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { repeatable } from "../db/database.ts";
import { generations, runs } from "../db/schema.ts";
import { ACTIVE_STATUSES, type RunStatus } from "../domain/run.ts";
import { modelNamed } from "../fal/models.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";

/** Cancels a run of the account that is not over. False: it was over already, or is not the account's. */
export async function cancelRun(services: Services, accountId: string, runId: string): Promise<boolean> {
  const { db, log, now } = services;
  const time = now();
  const canceled = await repeatable(() =>
    db
      .update(runs)
      .set({ status: "CANCELED", finishedAt: time, updatedAt: time })
      .where(and(eq(runs.id, runId), eq(runs.accountId, accountId), inArray(runs.status, ACTIVE_STATUSES)))
      .returning({ id: runs.id }),
  );
  if (canceled.length === 0) return false;
  log.info("run_canceled", { runId });
  await releaseGenerations(services, [runId]);
  return true;
}

/** Ends every active run that is past its deadline. Gives their ids. */
export async function timeOutRuns(services: Services): Promise<string[]> {
  const { db, log, now } = services;
  const time = now();
  const error = {
    code: "run_timed_out" as const,
    message: "The run did not finish in time.",
    retryable: true,
  };
  const timedOut = await repeatable(() =>
    db
      .update(runs)
      .set({ status: "TIMED_OUT" satisfies RunStatus, error, finishedAt: time, updatedAt: time })
      .where(and(inArray(runs.status, ACTIVE_STATUSES), sql`${runs.deadlineAt} <= ${time}`))
      .returning({ id: runs.id }),
  );
  const ids = timedOut.map(({ id }) => id);
  for (const runId of ids) log.warn("run_timed_out", { runId });
  if (ids.length > 0) await releaseGenerations(services, ids);
  return ids;
}

/**
 * Asks fal.ai to cancel what only ended runs wait for, and has those generations looked at: fal.ai may have finished
 * them all the same, and what is paid for is kept for a retry. Failing here loses money at most, never a run.
 */
async function releaseGenerations(services: Services, runIds: string[]): Promise<void> {
  const { db, fal, queues, log, now } = services;
  try {
    const released = await db
      .update(generations)
      .set({ dueAt: now() })
      .where(
        and(
          eq(generations.status, "submitted"),
          sql`${generations.id} IN (SELECT generation_id FROM steps
            WHERE status = 'waiting' AND run_id IN (SELECT value FROM json_each(${JSON.stringify(runIds)})))`,
          sql`NOT EXISTS (SELECT 1 FROM steps JOIN runs ON runs.id = steps.run_id
            WHERE steps.generation_id = ${generations.id} AND steps.status = 'waiting'
              AND runs.status IN ('QUEUED', 'EXECUTING', 'REATTEMPTING'))`,
        ),
      )
      .returning({ id: generations.id, model: generations.model, requestId: generations.requestId });
    for (const { id, model, requestId } of released) {
      if (requestId === null) continue;
      await fal.cancel(modelNamed(model).id, requestId).catch((error: unknown) => {
        // Finished already, or out of reach: the look at it below says which.
        log.info("cancel_refused", { generationId: id, reason: describe(error) });
      });
    }
    await queues.send(
      "steps",
      released.map(({ id }) => ({ message: { generationId: id } })),
    );
  } catch (error) {
    log.error("generations_not_released", error, { runs: runIds.length });
  }
}
