/** Moves a generation on, whatever its status, and makes sure that it is looked at again. */
import { PermanentError } from "../domain/failure.ts";
import type { KeptResult } from "../domain/run.ts";
import type { AnyModel } from "../fal/model.ts";
import { modelNamed } from "../fal/models.ts";
import type { GenerationMessage } from "../queues.ts";
import type { Services } from "../services.ts";
import { MAX_FAILURES, MAX_SUBMITS, SECONDS, scaledMs } from "../timing.ts";
import { askWhetherUp, enterGate, outageSince, tellGate } from "./at-gate.ts";
import {
  askGateAgain,
  candidateOf,
  fail,
  fieldsOf,
  type GenerationOutcome,
  pause,
  report,
  UNANSWERED,
  waitAtGate,
  wasted,
} from "./generation-outcome.ts";
import {
  type ClaimedGeneration,
  claimGeneration,
  type Generation,
  type Release,
  releaseGeneration,
  settleGeneration,
} from "./generations.ts";
import { dropFile, keepResult } from "./kept-results.ts";
import { poll } from "./poll-generation.ts";
import { callsBack } from "./polling.ts";
import { submit } from "./submit-generation.ts";
import { unexpected } from "./unexpected.ts";

/**
 * Moves a generation on: submits it, asks fal.ai how it is doing, or settles it. Gives the runs that can go on then, or has
 * it looked at again when it is due. Does nothing when it is not due (or `isItsTurn` at the gate), settled, or claimed by
 * another. `result`, which its callback said, is kept where fal.ai does not tell it. Throws when the database or the queue
 * fails; the message must then come again.
 */
export async function advanceGeneration(services: Services, message: GenerationMessage): Promise<string[]> {
  const { generationId: id, isItsTurn = false, result } = message;
  const generation = await claimGeneration(services, id, isItsTurn);
  if (generation) return advanceClaimed(services, generation, message);
  // Another may be asking about it, or was refused a moment ago.
  if (result) await keepResult(services, id, result);
  return [];
}

/** The same for a generation that is claimed already. */
export async function advanceClaimed(
  services: Services,
  generation: ClaimedGeneration,
  message: GenerationMessage,
): Promise<string[]> {
  const { generationId: id, result } = message;
  const outcome = await look(services, generation, message).catch((error: unknown) =>
    handleUnexpected(services, generation, error),
  );
  // It may have a slot, which others wait for.
  const isBack = outcome.kind === "later" && outcome.change?.status === "pending" && !outcome.change.waitsFor;
  if (outcome.kind === "settled" || isBack) await tellGate(services, (gate) => gate.leave(id));
  if (outcome.kind === "settled") await dropFile(services, id, result ?? generation.keptResult);
  if (outcome.kind === "settled" && outcome.runIds.length > 0) return outcome.runIds;
  // Also when nothing was settled, because a callback had moved the generation on.
  const change = outcome.kind === "later" ? withResult(outcome.change, generation, result) : undefined;
  const dueAt = outcome.kind === "released" ? outcome.dueAt : await releaseGeneration(services, generation, change);
  if (dueAt !== undefined) await lookAgain(services, id, dueAt, outcome.kind === "released");
  return [];
}

/**
 * Has the generation looked at when it is due. One that was submitted is called back about; where that call is lost, the
 * sweep finds it. It has a message only where fal.ai cannot call, or has done so already.
 */
async function lookAgain(services: Services, id: string, dueAt: number, isSubmitted: boolean): Promise<void> {
  const { settings, queues, now } = services;
  const delaySeconds = Math.max(0, (dueAt - now()) / 1000);
  if (isSubmitted && callsBack(settings) && delaySeconds > 0) return;
  await queues.send("steps", [{ message: { generationId: id }, delaySeconds }]);
}

/** The change, with what the callback said of the request that the generation goes on waiting for. */
const withResult = (change: Release | undefined, { status, requestId }: Generation, result: KeptResult | undefined) =>
  result && result.requestId === requestId && (change?.status ?? status) === "submitted"
    ? { ...change, keptResult: result }
    : change;

function look(
  services: Services,
  generation: ClaimedGeneration,
  { isItsTurn = false, result }: GenerationMessage,
): Promise<GenerationOutcome> {
  const model = modelNamed(generation.model);
  if (generation.status === "pending") return submitInTurn(services, generation, model, isItsTurn);
  if (generation.status === "submitting") return resubmitUnanswered(services, generation, model);
  return poll(services, generation, model, result);
}

/**
 * The deadline passed without a reply or a callback: the generation is submitted again, or fails. It may have been accepted
 * and paid for all the same. While fal.ai could not be asked, nor could call back, its time did not run.
 */
async function resubmitUnanswered(
  services: Services,
  generation: ClaimedGeneration,
  model: AnyModel,
): Promise<GenerationOutcome> {
  const { now } = services;
  const submittedAt = generation.submittedAt ?? generation.createdAt;
  const outage = await outageSince(services, submittedAt);
  if (!outage) return askGateAgain(services);
  if (outage.isOpen) {
    // Others that wait find out whether it is over; but there may be none.
    if (outage.hasRested) await askWhetherUp(services, candidateOf(generation), null);
    return { kind: "later", change: { dueAt: now() + scaledMs(services, SECONDS.refusedPoll) } };
  }
  const deadlineAt = submittedAt + scaledMs(services, model.deadlineSeconds) + outage.ms;
  if (now() < deadlineAt) return { kind: "later", change: { dueAt: deadlineAt, deadlineAt, waitsFor: null } };
  services.log.warn("possible_double_charge", {
    ...fieldsOf(generation),
    reason: "no answer to the submit by its deadline",
  });
  const lost = wasted(generation);
  if (generation.submits < MAX_SUBMITS) {
    // Submitted at once and from this status, because a callback is accepted until the next submit begins.
    report(services, "generation_resubmitted", generation, { code: UNANSWERED.code });
    return submit(services, lost, model);
  }
  return fail(services, lost, UNANSWERED, null, { from: ["submitting"] });
}

/** Submits the generation if fal.ai has a slot for it; otherwise its runs say what they wait for, and it is sent for. */
async function submitInTurn(
  services: Services,
  generation: ClaimedGeneration,
  model: AnyModel,
  hasWaited: boolean,
): Promise<GenerationOutcome> {
  // It would only take the turn of one that is wanted.
  if (!generation.isWanted) return submit(services, generation, model);
  const { accountId } = generation;
  const entered = await enterGate(services, generation);
  if (!entered) return askGateAgain(services);
  if (entered.kind === "wait") return waitAtGate(services, entered.waitsFor, { waitMs: entered.aboutMs });
  if (entered.isDown) {
    const isUp = await askWhetherUp(services, candidateOf(generation), { generationId: generation.id, accountId });
    if (isUp === undefined) return askGateAgain(services);
    if (!isUp) return waitAtGate(services, "fal_down");
  }
  const outcome = await submit(services, generation, model, { isProbe: entered.isProbe, hasWaited });
  if (!hasWaited || outcome.kind !== "later") return outcome;
  return { kind: "later", change: { waitsFor: null, ...outcome.change } };
}

/** Unexpected errors, such as D1 failing: retried later, and in the end a failure that says so. */
async function handleUnexpected(
  services: Services,
  generation: Generation,
  error: unknown,
): Promise<GenerationOutcome> {
  services.log.error("generation_error", error, fieldsOf(generation));
  if (error instanceof PermanentError) return fail(services, generation, error.failure);
  const failure = unexpected(error);
  // Only the row knows whether a submit was under way, not our copy of it. So the status stays, and a submit that waits
  // for its callback goes on waiting until its deadline. A request that was only asked about is asked about again.
  const { dueAt, ...change } = pause(services, generation, failure);
  const isAsked = generation.status === "submitted";
  if (generation.failures + 1 < MAX_FAILURES) {
    return { kind: "later", change: { ...change, ...(isAsked ? { dueAt } : { notBefore: dueAt }) } };
  }
  // A callback may have brought the request id since we read the row.
  const settlement = { status: "failed", error: failure, wastedMicros: generation.wastedMicros } as const;
  return {
    kind: "settled",
    runIds: await settleGeneration(services, generation, settlement, { from: ["pending", "submitted"] }),
  };
}
