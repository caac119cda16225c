/** Handles a message that no consumer could: the run that still waits for it fails, and says why. */
import { and, eq, inArray } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { runs } from "../db/schema.ts";
import type { Failure } from "../domain/failure.ts";
import { ACTIVE_STATUSES, isActive } from "../domain/run.ts";
import { type Message, pointerOf } from "../queues.ts";
import type { Services } from "../services.ts";
import { stepNamed, stepsOf } from "../steps/index.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { ending } from "./charges.ts";
import { findRun } from "./context.ts";
import { announce, endingStatements } from "./ending-events.ts";
import { keepResult } from "./kept-results.ts";

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
  const found = await findRun(services, message.runId);
  if (!found || !isActive(found.run.status)) return;
  const { run } = found;
  // Ready for long, or begun and given up: nobody is working on it. A run that goes on without the message is left alone.
  const stuck = stepsOf(run.steps).filter(
    ({ name, status, dueAt, leaseUntil }) =>
      (queue === "renders" || stepNamed(name).queue === queue) &&
      ((status === "ready" && dueAt <= time - scaledMs(services, SECONDS.lostMessage) / 2) ||
        (status === "running" && leaseUntil <= time)),
  );
  // Several may be stuck: the first of them is named.
  const [first] = stuck;
  if (!first) return;
  const failed = stuck.map(({ name, ...state }) => [
    name,
    { ...state, status: "failed", leaseUntil: 0, fence: state.fence + 1, error: failure, finishedAt: time },
  ]);
  const { ended, deliveries } = await withRetry(() =>
    batch(db, {
      ended: db
        .update(runs)
        .set({
          steps: { ...run.steps, ...Object.fromEntries(failed) },
          ...ending("FAILED", time),
          error: { ...failure, step: first.name },
        })
        .where(and(eq(runs.id, run.id), eq(runs.version, run.version), inArray(runs.status, ACTIVE_STATUSES)))
        .returning({ id: runs.id }),
      ...endingStatements(db, eq(runs.id, run.id), time),
    }),
  );
  // Somebody works on it after all.
  if (ended.length === 0) return;
  log.warn("run_failed", { runId: run.id, code: failure.code, reason: failure.message });
  await announce(services, deliveries);
}
