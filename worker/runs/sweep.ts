/** Finds what a crash, a lost message or a lost callback left behind. Runs on cron, and is idempotent. */
import { sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { batch } from "../db/batch.ts";
import { generations, runs, webhookDeliveries } from "../db/schema.ts";
import { sweepOrphanedFiles } from "../library/orphaned-files.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { sendArchivals, sendCleanUps } from "./chores.ts";
import { purgeOldWebhookEvents } from "./cleanup.ts";
import { timeOutRuns } from "./end-run.ts";
import { sendErasures } from "./erase-artist.ts";
import { purgeExpiredIdempotencyKeys } from "./idempotency.ts";

/** Rows per kind and sweep; what is left waits for the next one. */
const MAX_ROWS = 500;

/**
 * Times out runs, sends pointers for overdue runs, generations and deliveries, at most MAX_ROWS of each, and then does
 * the chores. A chore that fails is logged. Throws when anything else fails; the next sweep makes up for it.
 */
export async function sweep(services: Services): Promise<void> {
  const { db, queues, log, now } = services;
  const time = now();
  const lostBefore = time - scaledMs(services, SECONDS.lostMessage);

  const timedOut = await timeOutRuns(services);
  const { lostRuns, lostGenerations, unheard, lostDeliveries } = await batch(db, {
    lostRuns: db
      .update(runs)
      // The wait starts over, so that a run whose turn has not come in a long queue is not sent by every sweep.
      .set({ dueAt: time })
      .where(
        sql`${runs}.rowid IN (SELECT rowid FROM runs
          WHERE due_at IS NOT NULL AND due_at <= ${lostBefore} LIMIT ${MAX_ROWS})`,
      )
      .returning({ id: runs.id, needsRenderer: needsRenderer.as("needs_renderer") }),
    lostGenerations: db
      .update(generations)
      .set({ dueAt: time })
      .where(
        sql`${generations}.rowid IN (SELECT rowid FROM generations
          WHERE finished_at IS NULL AND due_at <= ${lostBefore} AND lease_until <= ${time}
          LIMIT ${MAX_ROWS})`,
      )
      .returning({ id: generations.id }),
    // Runs that are over do not come for it any more.
    unheard: db
      .update(generations)
      .set({ dueAt: time, waiters: stillActive })
      .where(
        sql`${generations}.rowid IN (SELECT rowid FROM generations
          WHERE finished_at IS NOT NULL AND waiters <> '[]' AND due_at <= ${lostBefore} LIMIT ${MAX_ROWS})`,
      )
      .returning({ waiters: generations.waiters }),
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

  const waiting = new Set(unheard.flatMap(({ waiters }) => waiters));
  const lost = new Map(lostRuns.map(({ id, needsRenderer: needs }) => [id, needs ? ("renders" as const) : "steps"]));
  for (const id of waiting) if (!lost.has(id)) lost.set(id, "steps");
  for (const queue of ["steps", "renders"] as const) {
    const runIds = [...lost].flatMap(([id, of]) => (of === queue ? [id] : []));
    await queues.send(
      queue,
      runIds.map((runId) => ({ message: { runId } })),
    );
  }
  await queues.send(
    "steps",
    lostGenerations.map(({ id }) => ({ message: { generationId: id } })),
  );
  await queues.sendDeliveries(lostDeliveries.map(({ id }) => ({ message: { deliveryId: id } })));
  if (timedOut.length + lost.size + lostGenerations.length + lostDeliveries.length > 0) {
    log.info("swept", {
      timedOut: timedOut.length,
      runs: lost.size,
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

/** Consumers of steps do not wait for a renderer. */
const needsRenderer = sql<number>`coalesce(json_extract(runs.steps, '$.cut.status') IN ('ready', 'running'), 0)`;

const stillActive = sql`(SELECT json_group_array(waiter.value) FROM json_each(generations.waiters) AS waiter
  JOIN runs ON runs.id = waiter.value WHERE runs.status IN ${ACTIVE})`;

/** By the names that log lines call them. */
const CHORES = {
  ...{ purgeExpiredIdempotencyKeys, purgeOldWebhookEvents, sendCleanUps, sendArchivals, sweepOrphanedFiles },
  sendErasures,
};
