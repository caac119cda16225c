/** Ends runs before they are done, and releases what fal.ai is still making for them alone. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs } from "../db/schema.ts";
import { ACTIVE_STATUSES, WAITED_FOR } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { ending } from "./charges.ts";
import { waitedForBy } from "./context.ts";
import { announce, endingStatements } from "./ending-events.ts";

/** Cancels a run of the account that is not over. False: it was over already, or is not the account's. */
export async function cancelRun(services: Services, accountId: string, runId: string): Promise<boolean> {
  const { db, log, now } = services;
  const time = now();
  const { canceled, deliveries } = await withRetry(() =>
    batch(db, {
      canceled: db
        .update(runs)
        .set(ending("CANCELED", time))
        .where(and(eq(runs.id, runId), eq(runs.accountId, accountId), inArray(runs.status, ACTIVE_STATUSES)))
        .returning({ id: runs.id }),
      ...endingStatements(db, eq(runs.id, runId), time),
    }),
  );
  if (canceled.length === 0) return false;
  log.info("run_canceled", { runId });
  await announce(services, deliveries);
  await release(services, [runId]);
  return true;
}

/** Ends every active run that is past its deadline. Returns their ids. */
export async function timeOutRuns(services: Services): Promise<string[]> {
  const { db, log, now } = services;
  const time = now();
  const waitedFor = sql`json_extract(${JSON.stringify(WAITED_FOR)}, '$.' || ${runs.waitsFor})`;
  const message = sql`coalesce('The run waited too long for ' || ${waitedFor} || '.', 'The run did not finish in time.')`;
  const error = sql`json_object('code', 'run_timed_out', 'message', ${message}, 'retryable', json('true'))`;
  const { timedOut, deliveries } = await withRetry(() =>
    batch(db, {
      timedOut: db
        .update(runs)
        .set({ ...ending("TIMED_OUT", time), error })
        .where(sql`${runs.status} IN ${ACTIVE} AND ${runs.finishedAt} IS NULL AND ${runs.deadlineAt} <= ${time}`)
        .returning({ id: runs.id }),
      // Narrowed to runs that were not cleaned up, whose index finds them by when they ended: they are few of all that
      // ever timed out.
      ...endingStatements(db, sql`runs.cleaned_up_at IS NULL AND runs.status = 'TIMED_OUT'`, time),
    }),
  );
  const ids = timedOut.map(({ id }) => id);
  for (const runId of ids) log.warn("run_timed_out", { runId });
  if (ids.length === 0) return ids;
  await announce(services, deliveries);
  await release(services, ids);
  return ids;
}

/** Gives up what is being made for these runs: at fal.ai where no other run wants it, and by the renderers. */
async function release(services: Services, runIds: string[]): Promise<void> {
  await Promise.all([releaseGenerations(services, runIds), releaseRenders(services, runIds)]);
}

async function releaseRenders({ renderer, log }: Services, runIds: string[]): Promise<void> {
  try {
    await renderer.cancelRenders(runIds);
  } catch (error) {
    // A render that is not wanted costs its time, and is forgotten a day later.
    log.error("renders_not_released", error, { runs: runIds.length });
  }
}

/** Makes the generations that these runs wait for due, so that those no other run wants are canceled at fal.ai. */
async function releaseGenerations({ db, queues, log, now }: Services, runIds: string[]): Promise<void> {
  try {
    const released = await db
      .update(generations)
      .set({ dueAt: now() })
      .where(
        and(
          eq(generations.status, "submitted"),
          sql`${generations.id} IN ${waitedForBy(
            sql`runs.id IN (SELECT value FROM json_each(${JSON.stringify(runIds)}))`,
          )}`,
        ),
      )
      .returning({ id: generations.id });
    await queues.send(
      "steps",
      released.map(({ id }) => ({ message: { generationId: id } })),
    );
  } catch (error) {
    // The runs have ended either way; the next poll of each generation does the same.
    log.error("generations_not_released", error, { runs: runIds.length });
  }
}
