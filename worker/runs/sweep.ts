/** Finds what a crash, a lost message or a lost callback left behind. Runs on cron, and is idempotent. */
import { sql } from "drizzle-orm";
import { ACTIVE, OPEN } from "../db/active.ts";
import { batch } from "../db/batch.ts";
import { generations, steps, webhookDeliveries } from "../db/schema.ts";
import { sweepOrphanedFiles } from "../library/orphaned-files.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { cleanUpRuns, purgeOldWebhookEvents } from "./cleanup.ts";
import { timeOutRuns } from "./end-run.ts";
import { purgeExpiredIdempotencyKeys } from "./idempotency.ts";

/** Rows per kind and sweep; what is left waits for the next one. */
const MAX_ROWS = 500;

/**
 * Times out runs, sends pointers for overdue steps, generations and deliveries, at most MAX_ROWS of each, and then does
 * the chores. A chore that fails is logged. Throws when anything else fails; the next sweep makes up for it.
 */
export async function sweep(services: Services): Promise<void> {
  const { db, queues, log, now } = services;
  const time = now();
  const lostBefore = time - scaledMs(services, SECONDS.lostMessage);

  // Found through the active runs. An index on steps would be written with every change of every step, and would keep
  // steps that were ready when their run failed.
  const overdueSteps = sql`SELECT steps.rowid FROM runs INDEXED BY runs_active CROSS JOIN steps ON steps.run_id = runs.id
    WHERE runs.status IN ${ACTIVE}
      AND ((steps.status = 'ready' AND steps.due_at <= ${lostBefore})
        OR (steps.status = 'waiting' AND steps.queue = 'renders' AND steps.due_at <= ${lostBefore})
        OR (steps.status = 'running' AND steps.lease_until <= ${time} AND steps.due_at <= ${lostBefore}))
    LIMIT ${MAX_ROWS}`;
  const timedOut = await timeOutRuns(services);
  const { lostSteps, lostGenerations, lostDeliveries } = await batch(db, {
    lostSteps: db
      .update(steps)
      // The wait starts over, so that a step whose turn has not come in a long queue is not sent by every sweep.
      .set({ dueAt: time })
      .where(sql`${steps}.rowid IN (${overdueSteps})`)
      .returning({ runId: steps.runId, queue: steps.queue }),
    lostGenerations: db
      .update(generations)
      .set({ dueAt: time })
      .where(
        sql`${generations}.rowid IN (SELECT rowid FROM generations
          WHERE status IN ${OPEN} AND due_at <= ${lostBefore} AND lease_until <= ${time}
          LIMIT ${MAX_ROWS})`,
      )
      .returning({ id: generations.id }),
    lostDeliveries: db
      .update(webhookDeliveries)
      .set({ nextAttemptAt: time })
      .where(
        sql`${webhookDeliveries}.rowid IN (SELECT rowid FROM webhook_deliveries
          WHERE status = 'pending' AND next_attempt_at <= ${lostBefore} AND lease_until <= ${time}
          LIMIT ${MAX_ROWS})`,
      )
      .returning({ id: webhookDeliveries.id }),
  });

  for (const queue of ["steps", "renders"] as const) {
    const runIds = new Set(lostSteps.filter((step) => step.queue === queue).map(({ runId }) => runId));
    await queues.send(
      queue,
      [...runIds].map((runId) => ({ message: { runId } })),
    );
  }
  await queues.send(
    "steps",
    lostGenerations.map(({ id }) => ({ message: { generationId: id } })),
  );
  await queues.sendDeliveries(lostDeliveries.map(({ id }) => ({ message: { deliveryId: id } })));
  if (timedOut.length + lostSteps.length + lostGenerations.length + lostDeliveries.length > 0) {
    log.info("swept", {
      timedOut: timedOut.length,
      steps: lostSteps.length,
      generations: lostGenerations.length,
      deliveries: lostDeliveries.length,
    });
  }
  // Last: nobody waits for these.
  for (const [chore, perform] of Object.entries(CHORES)) {
    try {
      await perform(services);
    } catch (error) {
      // The next sweep does it; the other chores need not wait for it.
      log.error("chore_failed", error, { chore });
    }
  }
}

/** By the names that log lines call them. */
const CHORES = { purgeExpiredIdempotencyKeys, purgeOldWebhookEvents, cleanUpRuns, sweepOrphanedFiles };
