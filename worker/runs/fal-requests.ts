/**
 * A generation's requests at fal.ai, as its row knows them: written down before the submit, and found by the reply or,
 * when that is lost, by the callback.
 */
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs } from "../db/schema.ts";
import type { CallbackResult } from "../domain/run.ts";
import { type AnyCandidate, expectedMicros } from "../fal/model.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import { chargeLate } from "./charges.ts";
import {
  claimedBy,
  isUnanswered,
  isWanted,
  waitingFor,
  wastedElsewhere,
  wasUnanswered,
} from "./generation-conditions.ts";
import type { ClaimedGeneration, Generation } from "./generations.ts";
import { fitsMessage, toCarry } from "./kept-results.ts";
import { touched, touchRun, touchRuns } from "./touch.ts";
import { endWait } from "./waits.ts";

/** Recorded before the POST, with whom it goes to. False: the claim is lost, or nobody waits for the answer any more. */
export async function beginSubmit(
  services: Services,
  generation: Generation,
  candidate: AnyCandidate,
  { deadlineSeconds, pollInMs }: { deadlineSeconds: number; pollInMs: number },
): Promise<boolean> {
  const { db, now } = services;
  const time = now();
  const isFirst = generation.attempt === 0 && candidate.name === generation.candidate;
  const deadlineAt = time + scaledMs(services, deadlineSeconds);
  const { begun } = await withRetry(() =>
    batch(db, {
      begun: db
        .update(generations)
        .set({
          status: "submitting",
          // From what was read, so that repeating it after a lost reply changes nothing.
          attempt: generation.attempt + 1,
          submits: generation.submits + 1,
          candidate: candidate.name,
          expectedMicros: expectedMicros(candidate, generation.input),
          requestId: null,
          keptResult: null,
          wastedMicros: generation.wastedMicros,
          submittedAt: time,
          deadlineAt,
          // When it is polled first, or its deadline has passed without a reply: an index has it, and is written once.
          dueAt: Math.min(deadlineAt, time + pollInMs),
          updatedAt: time,
        })
        .where(and(claimedBy(generation), inArray(generations.status, ["pending", "submitting"]), isWanted))
        .returning({ id: generations.id }),
      // From here on, an earlier submit whose deadline passed counts as wasted. Of the first one, the run shows nothing yet.
      touched: isFirst ? undefined : after("begun", touchRun(db, generation.runId, time)),
      charged: chargeLate(db, generation.id),
    }),
  );
  return begun.length === 1;
}

/** What became of a generation's trouble when its submit was taken. */
export interface Recorded {
  /** The runs that wait for it waited for something else before, and do not any more. */
  endsWait: boolean;
  /** What was wrong before is over. */
  clearsError: boolean;
}

/**
 * Records the reply to the submit, and releases the claim. Its request id counts, even when a callback was quicker.
 * Returns when the generation is due next: now if fal.ai has called meanwhile. Undefined when another has claimed it.
 */
export async function recordRequest(
  services: Services,
  generation: ClaimedGeneration,
  requestId: string,
  { endsWait, clearsError }: Recorded,
): Promise<number | undefined> {
  const { db, now } = services;
  const time = now();
  const { recorded, hurried } = await withRetry(() =>
    batch(db, {
      recorded: db
        .update(generations)
        .set({
          ...{ status: "submitted", requestId, failures: 0, leaseUntil: 0, updatedAt: time },
          ...(clearsError ? { error: null } : {}),
        })
        .where(
          and(
            claimedBy(generation),
            eq(generations.attempt, generation.attempt + 1),
            inArray(generations.status, ["submitting", "submitted"]),
          ),
        )
        .returning({ dueAt: generations.dueAt }),
      // If its run was canceled meanwhile, it is due at once, to be canceled at fal.ai, too.
      hurried: after("recorded", (changed) =>
        db
          .update(generations)
          .set({ dueAt: time })
          .where(sql`${eq(generations.id, generation.id)} AND NOT ${isWanted} AND ${changed}`)
          .returning({ dueAt: generations.dueAt }),
      ),
      waiting: endsWait
        ? db
            .update(runs)
            .set({ ...endWait(services, time), ...touched(time) })
            .where(waitingFor(generation.id))
        : undefined,
    }),
  );
  return (hurried[0] ?? recorded[0])?.dueAt;
}

/** The model, the candidate and the run of a submit whose request id is not known yet; undefined when there is no such submit. */
export async function unansweredSubmit(
  { db }: Services,
  id: string,
  attempt: number,
): Promise<Pick<Generation, "model" | "candidate" | "runId"> | undefined> {
  const [unanswered] = await db
    .select({ model: generations.model, candidate: generations.candidate, runId: generations.runId })
    .from(generations)
    .where(and(eq(generations.id, id), eq(generations.attempt, attempt), or(isUnanswered, wasUnanswered)));
  return unanswered;
}

/**
 * Adopts a request that fal.ai knows and called about: records its id if the submit's own reply has not arrived (or
 * never will), and makes the generation due. A generation that was given up keeps the id for whoever asks again. `result`:
 * what fal.ai said that the request came to; it goes along with the pointer. Returns the run that pays for it; undefined
 * when nothing waits for this request.
 */
export async function adoptRequest(
  services: Services,
  id: string,
  attempt: number,
  requestId: string,
  result?: CallbackResult,
): Promise<string | undefined> {
  const { db, queues, now } = services;
  const time = now();
  const ofAttempt = and(eq(generations.id, id), eq(generations.attempt, attempt));
  const { adopted, kept } = await withRetry(() =>
    batch(db, {
      adopted: db
        .update(generations)
        .set({ status: "submitted", requestId, calledBackAt: time, dueAt: time, updatedAt: time })
        .where(
          and(
            ofAttempt,
            or(isUnanswered, and(eq(generations.status, "submitted"), eq(generations.requestId, requestId))),
          ),
        )
        .returning({ runId: generations.runId, accountId: generations.accountId }),
      kept: db
        .update(generations)
        .set({
          ...{ requestId, wastedMicros: wastedElsewhere, updatedAt: time },
          // Whoever asks again may come when fal.ai has forgotten it.
          keptResult: result && fitsMessage(result) ? result : null,
        })
        .where(and(ofAttempt, wasUnanswered))
        .returning({ runId: generations.runId }),
      touched: after("kept", (changed) =>
        touchRuns(
          db,
          sql`${runs.id} = (SELECT run_id FROM generations WHERE generations.id = ${id}) AND ${changed}`,
          time,
        ),
      ),
    }),
  );
  const [{ accountId } = {}] = adopted;
  if (accountId !== undefined) {
    const carried = result && (await toCarry(services, { id, accountId, attempt }, result));
    await queues.send("steps", [{ message: { generationId: id, ...(carried ? { result: carried } : {}) } }]);
  }
  return (adopted[0] ?? kept[0])?.runId;
}
