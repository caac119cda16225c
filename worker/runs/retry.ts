/** Lets a run that ended badly go on from where it stopped. What is done stays done, and what was paid for is found again. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { repeatable } from "../db/database.ts";
import { runs, steps } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "./timing.ts";
import { touched } from "./touch.ts";

const RETRYABLE_STATUSES = ["FAILED", "CANCELED", "TIMED_OUT"] as const;

/** False: the run is not over, or ended well, or is not the account's. */
export async function retryRun(services: Services, accountId: string, runId: string): Promise<boolean> {
  const { db, queues, log, now } = services;
  const time = now();
  const [resumed, readied] = await repeatable(() =>
    db.batch([
      db
        .update(runs)
        .set({
          status: "REATTEMPTING",
          error: null,
          finishedAt: null,
          tidiedAt: null,
          deadlineAt: time + scaledMs(services, SECONDS.runDeadline),
          ...touched(time),
        })
        .where(and(eq(runs.id, runId), eq(runs.accountId, accountId), inArray(runs.status, RETRYABLE_STATUSES)))
        .returning({ id: runs.id }),
      db
        .update(steps)
        .set({
          status: "ready",
          // Whoever is still at work on the old life of the step must not write into the new one.
          fence: sql`${steps.fence} + 1`,
          leaseUntil: 0,
          failures: 0,
          dueAt: time,
          // Not waited for in this life: a generation that failed is given another chance when it is asked for again.
          generationId: null,
          finishedAt: null,
        })
        .where(
          and(
            eq(steps.runId, runId),
            inArray(steps.status, ["ready", "running", "waiting", "failed"]),
            sql`changes() > 0`,
          ),
        )
        .returning({ queue: steps.queue }),
    ]),
  );
  if (resumed.length === 0) return false;
  log.info("run_retried", { runId, steps: readied.length });
  for (const queue of new Set(readied.map((step) => step.queue))) await queues.send(queue, [{ message: { runId } }]);
  return true;
}
