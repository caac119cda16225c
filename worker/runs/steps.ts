/** The rows of a run's steps: who may perform one, and what came of it. All writes are guarded by the step's fence. */
import { and, eq, inArray, isNull, lte, ne, or, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import type { StepRow } from "../db/rows.ts";
import { runs, steps } from "../db/schema.ts";
import type { Failure } from "../domain/failure.ts";
import { ACTIVE_STATUSES, type RunOutput } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { earlyMs, SECONDS, scaledMs } from "../timing.ts";
import { ending } from "./charges.ts";
import { type ContextRows, selectAsked, selectDone } from "./context.ts";
import { announce, endingStatements } from "./ending-events.ts";
import { touched, touchRun } from "./touch.ts";
import { beginWait, endWait, hasWait } from "./waits.ts";

const runIsActive = sql`(SELECT status FROM runs WHERE runs.id = ${steps.runId}) IN ${ACTIVE}`;

/**
 * Claims every step of the run that may be performed now: ready, or given up by a claimant whose lease has ended; and a
 * render that waits for the pool, which sends for its run when it is over. Reads what these steps may look at, too.
 * `known`: what the same message read as it claimed steps before; a render that it handed to the pool is not over yet.
 */
export async function claimSteps(
  services: Services,
  runId: string,
  queue: "steps" | "renders",
  known?: ContextRows,
): Promise<{ claimed: StepRow[]; read: ContextRows }> {
  const { db, now } = services;
  const time = now();
  const lease = scaledMs(services, queue === "steps" ? SECONDS.stepLease : SECONDS.renderLease);
  const asked = known ? undefined : selectAsked(db, runId);
  const { claimed, done, ...found } = await batch(db, {
    claimed: db
      .update(steps)
      .set({
        status: "running",
        fence: sql`${steps.fence} + 1`,
        leaseUntil: time + lease,
        startedAt: sql`coalesce(${steps.startedAt}, ${time})`,
      })
      .where(
        and(
          eq(steps.runId, runId),
          eq(steps.queue, queue),
          or(
            and(eq(steps.status, "ready"), lte(steps.dueAt, time + earlyMs(services))),
            and(eq(steps.status, "running"), lte(steps.leaseUntil, time)),
            known ? undefined : and(eq(steps.status, "waiting"), eq(steps.queue, "renders")),
          ),
          runIsActive,
        ),
      )
      .returning(),
    touched: after("claimed", touchRun(db, runId, time)),
    // Apart from that, because indexes have the status and the deadline, and would be written with every claim.
    begun: after("touched", (changed) =>
      db
        .update(runs)
        .set({
          status: "EXECUTING",
          startedAt: sql`coalesce(${runs.startedAt}, ${time})`,
          ...endWait(services, time),
        })
        .where(
          and(
            eq(runs.id, runId),
            inArray(runs.status, ACTIVE_STATUSES),
            or(ne(runs.status, "EXECUTING"), isNull(runs.startedAt), hasWait),
            changed,
          ),
        ),
    ),
    done: selectDone(db, runId),
    runs: asked?.runs,
    batches: asked?.batches,
    songs: asked?.songs,
  });
  const { runs: ofRun = [], batches = [], songs = [] } = known ?? found;
  return { claimed, read: { runs: ofRun, batches, songs, done } };
}

/** Restricts a write to the step's claimant: it changes nothing once another claim has raised the fence. */
export const claimedBy = ({ runId, name, fence }: StepRow) =>
  and(eq(steps.runId, runId), eq(steps.name, name), eq(steps.fence, fence), eq(steps.status, "running"));

/**
 * Makes the step wait for a generation. `settled`: there is nothing to wait for, and the claim is kept. `outpaced`: the
 * claim is lost.
 */
export async function waitForGeneration(
  { db, now }: Services,
  step: StepRow,
  generationId: string,
): Promise<"waiting" | "settled" | "outpaced"> {
  const time = now();
  const { waiting, claimed } = await withRetry(() =>
    batch(db, {
      waiting: db
        .update(steps)
        .set({ status: "waiting", generationId, leaseUntil: 0, dueAt: time })
        .where(
          and(
            claimedBy(step),
            sql`(SELECT status FROM generations WHERE generations.id = ${generationId}) NOT IN ('completed', 'failed')`,
          ),
        )
        .returning({ name: steps.name }),
      touched: after("waiting", touchRun(db, step.runId, time)),
      claimed: db.select({ name: steps.name }).from(steps).where(claimedBy(step)),
    }),
  );
  if (waiting.length === 1) return "waiting";
  return claimed.length === 1 ? "settled" : "outpaced";
}

/** Makes the render wait until the pool sends for its run. `waits`: no renderer has a place for it now, for about so long. */
export async function waitForPool(
  services: Services,
  step: StepRow,
  waits: false | { aboutMs: number | null },
): Promise<void> {
  const { db, now } = services;
  const time = now();
  const dueAt = time + scaledMs(services, SECONDS.renderAskedAgain);
  await withRetry(() =>
    batch(db, {
      waiting: db.update(steps).set({ status: "waiting", leaseUntil: 0, dueAt }).where(claimedBy(step)),
      run: after("waiting", (changed) =>
        db
          .update(runs)
          .set({ ...(waits ? beginWait(services, "renderer", time, waits.aboutMs) : {}), ...touched(time) })
          .where(and(eq(runs.id, step.runId), changed)),
      ),
    }),
  );
}

/** Steps that became ready, each with its queue. */
export type Readied = { name: StepRow["name"]; queue: StepRow["queue"] }[];

/**
 * Completes the step, and makes ready the steps that now have all they need; with `runOutput` it completes the run,
 * too. Undefined: another claim came after, or the run had ended.
 */
export async function completeStep(
  services: Services,
  step: StepRow,
  { output, note, generationId }: Pick<StepRow, "output" | "note" | "generationId">,
  runOutput?: RunOutput,
): Promise<Readied | undefined> {
  const { db, now } = services;
  const time = now();
  const told = runOutput ? endingStatements(db, eq(runs.id, step.runId), time) : undefined;
  const { completed, readied, deliveries } = await withRetry(() =>
    batch(db, {
      completed: db
        .update(steps)
        .set({
          ...{ status: "done", output, note, leaseUntil: 0, fraction: 1, finishedAt: time },
          // An index has it, and would be written again.
          ...(generationId === step.generationId ? {} : { generationId }),
        })
        .where(and(claimedBy(step), runIsActive))
        .returning({ name: steps.name }),
      // The last step is needed by none.
      readied: runOutput
        ? undefined
        : db
            .update(steps)
            .set({ status: "ready", dueAt: time })
            .where(
              and(
                eq(steps.runId, step.runId),
                eq(steps.status, "blocked"),
                sql`NOT EXISTS (SELECT 1 FROM json_each(${steps.needs}) AS need
                  JOIN steps AS needed ON needed.run_id = ${step.runId} AND needed.name = need.value
                  WHERE needed.status <> 'done')`,
              ),
            )
            .returning({ name: steps.name, queue: steps.queue }),
      run: db
        .update(runs)
        .set(runOutput ? { ...ending("COMPLETED", time), output: runOutput, error: null } : touched(time))
        .where(
          and(
            eq(runs.id, step.runId),
            inArray(runs.status, ACTIVE_STATUSES),
            sql`EXISTS (SELECT 1 FROM steps WHERE run_id = ${step.runId} AND name = ${step.name}
              AND fence = ${step.fence} AND status = 'done')`,
          ),
        ),
      ...told,
    }),
  );
  await announce(services, deliveries ?? []);
  return completed.length === 1 ? (readied ?? []) : undefined;
}

/**
 * Gives the step back, to be performed again at `dueAt`, Unix milliseconds. That no renderer can be had does not count as
 * a failure, and the run waits for it. False: the claim was lost.
 */
export async function postponeStep(
  services: Services,
  step: StepRow,
  failure: Failure,
  dueAt: number,
  busy: boolean,
): Promise<boolean> {
  const { db, now } = services;
  const time = now();
  const { postponed } = await withRetry(() =>
    batch(db, {
      postponed: db
        .update(steps)
        .set({
          status: "ready",
          leaseUntil: 0,
          dueAt,
          error: failure,
          failures: step.failures + (busy ? 0 : 1),
        })
        .where(claimedBy(step))
        .returning({ name: steps.name }),
      run: after("postponed", (changed) =>
        db
          .update(runs)
          .set({
            ...(busy
              ? beginWait(services, "renderer", time, null)
              : // A run that ended meanwhile keeps its status: only its step changed.
                {
                  status: sql`CASE WHEN ${inArray(runs.status, ACTIVE_STATUSES)} THEN 'REATTEMPTING' ELSE ${runs.status} END`,
                }),
            ...touched(time),
          })
          .where(and(eq(runs.id, step.runId), changed)),
      ),
    }),
  );
  return postponed.length === 1;
}

/** Fails the step and its run. False: the claim was lost, or the run had ended. */
export async function failStep(services: Services, step: StepRow, failure: Failure): Promise<boolean> {
  const { db, now } = services;
  const time = now();
  const { ended, deliveries } = await withRetry(() =>
    batch(db, {
      failed: db
        .update(steps)
        .set({ status: "failed", leaseUntil: 0, error: failure, finishedAt: time })
        .where(claimedBy(step)),
      // Even if the run has ended already.
      touched: after("failed", touchRun(db, step.runId, time)),
      ended: db
        .update(runs)
        .set({ ...ending("FAILED", time), error: { ...failure, step: step.name } })
        .where(
          and(
            eq(runs.id, step.runId),
            inArray(runs.status, ACTIVE_STATUSES),
            sql`EXISTS (SELECT 1 FROM steps WHERE run_id = ${step.runId} AND name = ${step.name}
              AND fence = ${step.fence} AND status = 'failed')`,
          ),
        )
        .returning({ id: runs.id }),
      ...endingStatements(db, eq(runs.id, step.runId), time),
    }),
  );
  await announce(services, deliveries);
  return ended.length === 1;
}
