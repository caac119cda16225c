/**
 * The life of a generation: a call to fal.ai that is paid for. It is claimed by whoever moves it on, released until it is
 * due again, and settled once. How it is asked for is in ask-generation.ts.
 */

import { and, eq, getTableColumns, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import { OPEN } from "../db/active.ts";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs } from "../db/schema.ts";
import { type GenerationOutput, OPEN_STATUSES, type Wait } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { earlyMs, SECONDS, scaledMs } from "../timing.ts";
import { chargeLate } from "./charges.ts";
import { dropDiscarded, isDiscarded } from "./discarded.ts";
import { claimedBy, isWanted, waitingFor } from "./generation-conditions.ts";
import { touched, touchRun } from "./touch.ts";
import { beginWait, endWait } from "./waits.ts";

export type Generation = typeof generations.$inferSelect;

/** A generation as its claimant sees it. */
export type ClaimedGeneration = Generation & {
  isWanted: number;
  /** Unix milliseconds. */
  claimedAt: number;
};

/**
 * Claims the generation, if it is due (or `isItsTurn` at the gate, for which it waits) and nobody else holds it. One whose
 * turn has come is due from then on: should its claimant end, it is sent for again while it has a slot.
 */
export async function claimGeneration(
  services: Services,
  id: string,
  isItsTurn = false,
): Promise<ClaimedGeneration | undefined> {
  const isDue = lte(generations.dueAt, services.now() + earlyMs(services));
  return claim(
    services,
    id,
    and(inArray(generations.status, OPEN_STATUSES), isItsTurn ? or(eq(generations.status, "pending"), isDue) : isDue),
    isItsTurn,
  );
}

/**
 * Claims a generation whose request fal.ai called about, as it is normally: submitted with that very request, and nobody
 * holds it. Undefined: it is not so. It stays due at its first poll, which is hardly before this claim ends.
 */
export const claimCalled = (
  services: Services,
  id: string,
  attempt: number,
  requestId: string,
): Promise<ClaimedGeneration | undefined> =>
  claim(
    services,
    id,
    and(eq(generations.attempt, attempt), eq(generations.status, "submitted"), eq(generations.requestId, requestId)),
  );

/** Claims the generation if `which` holds and nobody else has it. `isDueNow`: it is due from now on at the latest. */
async function claim(
  services: Services,
  id: string,
  which: SQL | undefined,
  isDueNow = false,
): Promise<ClaimedGeneration | undefined> {
  const { db, now } = services;
  const time = now();
  const [claimed] = await db
    .update(generations)
    .set({
      fence: sql`${generations.fence} + 1`,
      leaseUntil: time + scaledMs(services, SECONDS.generationLease),
      ...(isDueNow ? { dueAt: sql`min(${generations.dueAt}, ${time})` } : {}),
    })
    .where(and(eq(generations.id, id), lte(generations.leaseUntil, time), which))
    .returning({ ...getTableColumns(generations), isWanted });
  return claimed && { ...claimed, claimedAt: time };
}

/** What is written when a claim is released. */
export interface Release
  extends Partial<
    Pick<
      Generation,
      | "status"
      | "candidate"
      | "requestId"
      | "keptResult"
      | "failures"
      | "submits"
      | "error"
      | "dueAt"
      | "deadlineAt"
      | "wastedMicros"
    >
  > {
  /** What the runs that wait for it wait for now; null: for nothing any more. */
  waitsFor?: Wait | null;
  /** How long they are likely to wait, milliseconds; null, or omitted: nobody knows. */
  waitMs?: number | null;
  /** Due no earlier than this. */
  notBefore?: number;
  /** Write nothing if a callback has moved the generation on from this status. */
  from?: Generation["status"];
}

/**
 * Releases a claim, and returns when the generation is due next: `dueAt`, or now if fal.ai called in the meantime.
 * Undefined when it needs no more attention, or another has claimed it.
 */
export async function releaseGeneration(
  services: Services,
  generation: Generation & { claimedAt: number },
  { dueAt, notBefore, from, waitsFor, waitMs = null, ...change }: Release = {},
): Promise<number | undefined> {
  const { db, now } = services;
  const nextDueAt = dueAt ?? sql`max(${generations.dueAt}, ${notBefore ?? 0})`;
  const time = now();
  const { released } = await withRetry(() =>
    batch(db, {
      changed: db
        .update(generations)
        .set({
          ...change,
          // What is kept is of the request that it had.
          ...(change.requestId === null ? { keptResult: null } : {}),
          ...{ dueAt: nextDueAt, updatedAt: time },
        })
        .where(
          and(claimedBy(generation), from ? eq(generations.status, from) : inArray(generations.status, OPEN_STATUSES)),
        ),
      // While a generation is open, its run shows nothing of it but who is asked, and what was wasted.
      touched:
        change.wastedMicros === undefined && change.candidate === undefined
          ? undefined
          : after("changed", touchRun(db, generation.runId, time)),
      waiting:
        waitsFor === undefined
          ? undefined
          : db
              .update(runs)
              .set({
                ...(waitsFor === null ? endWait(services, time) : beginWait(services, waitsFor, time, waitMs)),
                ...touched(time),
              })
              .where(waitingFor(generation.id)),
      released: db
        .update(generations)
        .set({
          leaseUntil: 0,
          dueAt: sql`CASE WHEN ${generations.calledBackAt} >= ${generation.claimedAt} THEN ${now()} ELSE ${generations.dueAt} END`,
        })
        .where(and(claimedBy(generation), inArray(generations.status, OPEN_STATUSES)))
        .returning({ dueAt: generations.dueAt }),
      charged: chargeLate(db, generation.id),
    }),
  );
  return released[0]?.dueAt;
}

/** The conditions on which a generation may be settled. */
export interface SettleOnly {
  /** Only from one of these statuses. */
  from?: readonly Generation["status"][];
  /** Only while no run waits for it. */
  unwanted?: boolean;
}

/**
 * Settles the generation. Returns the runs that wait for it, to be sent for; none for an outpaced claimant. They stay among
 * its waiters until they have heard.
 */
export async function settleGeneration(
  services: Services,
  generation: Generation,
  settlement:
    | { status: "completed"; output: GenerationOutput; costMicros: number }
    /** Without a request id, the row keeps the one it has. */
    | { status: "failed"; error: NonNullable<Generation["error"]>; requestId?: string | null; wastedMicros: number },
  { from = OPEN_STATUSES, unwanted = false }: SettleOnly = {},
): Promise<string[]> {
  const { db, now } = services;
  const time = now();
  // A retry goes on asking about its request, which fal.ai may have forgotten by then.
  const isLeft = settlement.status === "failed" && settlement.requestId !== null;
  const { settled } = await withRetry(() =>
    batch(db, {
      changed: db
        .update(generations)
        .set({
          ...settlement,
          ...(isLeft ? {} : { keptResult: null }),
          ...{ leaseUntil: 0, dueAt: time, finishedAt: time, updatedAt: time },
        })
        .where(
          and(claimedBy(generation), inArray(generations.status, from), unwanted ? sql`NOT ${isWanted}` : undefined),
        ),
      // Of its waiters, nothing that is seen has changed yet.
      touched: after("changed", touchRun(db, generation.runId, time)),
      settled: db
        .select({ waiters: generations.waiters, key: generations.key })
        .from(generations)
        .where(and(eq(generations.id, generation.id), sql`${generations.status} NOT IN ${OPEN}`)),
      charged: chargeLate(db, generation.id),
    }),
  );
  if (settled[0] && isDiscarded(settled[0])) await dropDiscarded(services, generation.id);
  return settled[0]?.waiters ?? [];
}
