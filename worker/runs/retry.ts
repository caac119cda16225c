/**
 * Retries a run that ended badly, from where it stopped. What is done stays done, and what was paid for is found again.
 */
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { mayStart, monthOf, type Refusal, refusalOf, selectAllowance, toMicros } from "../accounts/spending.ts";
import { ACTIVE } from "../db/active.ts";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs } from "../db/schema.ts";
import { type RunSteps, UNSUCCESSFUL_STATUSES } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { stepNamed, stepsOf } from "../steps/index.ts";
import { estimate } from "../steps/pricing.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { nextDue } from "./commit-run.ts";
import { touched } from "./touch.ts";

export type Retried =
  | { kind: "retried" }
  /** The run is not over, or ended well, or is not the account's. */
  | { kind: "not_retryable" }
  /** Nothing is left of it to go on with. */
  | { kind: "deleted" }
  /** It was archived, so there are no steps to go on from. */
  | { kind: "too_old" }
  | Refusal;

/** Retries a run. It counts as one more run under way, and needs what its open steps are expected to cost. */
export async function retryRun(services: Services, accountId: string, runId: string): Promise<Retried> {
  for (;;) {
    const retried = await retryAsRead(services, accountId, runId);
    if (retried.kind !== "outpaced") return retried;
  }
}

/** `outpaced`: the run has changed since it was read, and nothing was written. */
async function retryAsRead(
  services: Services,
  accountId: string,
  runId: string,
): Promise<Retried | { kind: "outpaced" }> {
  const { db, queues, log, now, candidates } = services;
  const time = now();
  const ofAccount = and(eq(runs.id, runId), eq(runs.accountId, accountId), inArray(runs.status, UNSUCCESSFUL_STATUSES));
  const read = await batch(db, {
    runs: db.select().from(runs).where(ofAccount),
    paid: db
      .select({ micros: sql<number>`coalesce(sum(cost_micros + wasted_micros), 0)`.as("micros") })
      .from(generations)
      .where(eq(generations.runId, runId)),
  });
  const [[run], [paid]] = [read.runs, read.paid];
  if (!run || !paid) return { kind: "not_retryable" };
  if (run.deletedAt !== null) return { kind: "deleted" };
  if (run.archived) return { kind: "too_old" };
  const estimated = estimate(run.request, candidates.choices);
  const prices = new Map(estimated.steps.map(({ name, cost }) => [name, toMicros(cost)]));
  const open = stepsOf(run.steps).filter(({ status }) => status !== "done");
  const reservedMicros = open.reduce((sum, { name }) => sum + (prices.get(name) ?? 0), paid.micros);
  const neededMicros = Math.max(0, reservedMicros - run.chargedMicros);
  const month = monthOf(run.createdAt);
  const steps = resumedSteps(run.steps, time);
  const { resumed, refused } = await withRetry(() =>
    batch(db, {
      resumed: db
        .update(runs)
        .set({
          status: "REATTEMPTING",
          error: null,
          finishedAt: null,
          cleanedUpAt: null,
          ...{ waitsFor: null, waitsSince: null },
          ...{ steps, dueAt: nextDue(steps) },
          reservedMicros,
          deadlineAt: time + scaledMs(services, SECONDS.runDeadline),
          ...touched(time),
        })
        .where(
          and(
            ofAccount,
            eq(runs.version, run.version),
            isNull(runs.archived),
            isNull(runs.deletedAt),
            mayStart(accountId, month, 1, neededMicros),
          ),
        )
        .returning({ id: runs.id }),
      // Reads the allowance if only the account's limits can have kept the run from being retried.
      refused: selectAllowance(
        db,
        accountId,
        month,
        sql`EXISTS (SELECT 1 FROM runs WHERE runs.id = ${runId} AND runs.status NOT IN ${ACTIVE}
          AND runs.status <> 'COMPLETED')`,
      ),
    }),
  );
  const [allowance] = refused;
  const refusal = allowance && refusalOf(allowance, month, 1, neededMicros);
  if (refusal) return refusal;
  if (resumed.length === 0) return { kind: "outpaced" };
  const ready = stepsOf(steps).filter(({ status }) => status === "ready");
  log.info("run_retried", { runId, steps: ready.length });
  for (const queue of new Set(ready.map(({ name }) => stepNamed(name).queue))) {
    await queues.send(queue, [{ message: { runId } }]);
  }
  return { kind: "retried" };
}

/** The steps as they go on: what was under way is begun anew, and what is done stays so. */
const resumedSteps = (steps: RunSteps, time: number): RunSteps =>
  Object.fromEntries(
    stepsOf(steps).map(({ name, ...state }) => [
      name,
      state.status === "done" || state.status === "blocked"
        ? state
        : {
            ...state,
            ...{ status: "ready", leaseUntil: 0, failures: 0, dueAt: time, finishedAt: null },
            // It no longer counts as waited for, so that a generation that failed gets another chance when it is asked
            // for again.
            generationId: null,
          },
    ]),
  );
