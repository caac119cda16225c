/** Handles a message that no consumer could: the run that still waits for it fails, and says why. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { runs, steps } from "../db/schema.ts";
import type { Failure } from "../domain/failure.ts";
import { ACTIVE_STATUSES } from "../domain/run.ts";
import { type Message, pointerOf } from "../queues.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { ending } from "./charges.ts";
import { announce, endingStatements } from "./ending-events.ts";
import { keepResult } from "./kept-results.ts";
import { touchRun } from "./touch.ts";

/** Fails the run that a dead letter points at, if one of its steps is stuck. Throws when the database fails. */
export async function handleDeadLetter(
  services: Services,
  message: Message,
  queue: "steps" | "renders",
): Promise<void> {
  const { db, log, now } = services;
  log.warn("dead_letter_received", { queue, ...pointerOf(message) });
  if (!("runId" in message)) {
    // A generation needs no help: it stays due until its deadline, and the sweep sends for it. But nobody says again what
    // its callback said.
    if (message.result) await keepResult(services, message.generationId, message.result);
    return;
  }
  const failure: Failure = {
    code: "message_undeliverable",
    message: "A step could not be started, again and again.",
    retryable: true,
  };
  const time = now();
  // Ready for long, or claimed and given up: nobody is working on it. A run that goes on without the message is left
  // alone.
  const stuck = sql`(${steps.status} = 'ready' AND ${steps.dueAt} <= ${time - scaledMs(services, SECONDS.lostMessage) / 2}
    OR ${steps.status} = 'running' AND ${steps.leaseUntil} <= ${time})`;
  // Several may have been stuck: name any one of those that fail now.
  const explained = sql`json_set(${JSON.stringify(failure)}, '$.step', (SELECT name FROM steps
    WHERE run_id = ${message.runId} AND status = 'failed' AND finished_at = ${time} LIMIT 1))`;
  const { ended, deliveries } = await withRetry(() =>
    batch(db, {
      failed: db
        .update(steps)
        .set({ status: "failed", leaseUntil: 0, fence: sql`${steps.fence} + 1`, error: failure, finishedAt: time })
        .where(and(eq(steps.runId, message.runId), eq(steps.queue, queue), stuck)),
      touched: after("failed", touchRun(db, message.runId, time)),
      // The run was touched only if a step failed.
      ended: after("touched", (changed) =>
        db
          .update(runs)
          .set({ ...ending("FAILED", time), error: explained })
          .where(and(eq(runs.id, message.runId), inArray(runs.status, ACTIVE_STATUSES), changed))
          .returning({ id: runs.id }),
      ),
      ...endingStatements(db, eq(runs.id, message.runId), time),
    }),
  );
  if (ended.length === 0) return;
  log.warn("run_failed", { runId: message.runId, code: failure.code });
  await announce(services, deliveries);
}
