/**
 * What a callback does: the generation it names is looked at, as by a poll. What it says of the result goes along, and is
 * used only when fal.ai cannot be asked for it any more.
 */
import type { CallbackResult } from "../domain/run.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { advanceClaimed } from "./advance-generation.ts";
import { tellAnswered } from "./at-gate.ts";
import { adoptRequest, unansweredSubmit } from "./fal-requests.ts";
import { candidateOf } from "./generation-outcome.ts";
import { type ClaimedGeneration, claimCalled } from "./generations.ts";
import { goOn } from "./go-on.ts";
import { keepResult, toCarry } from "./kept-results.ts";

export type CallbackOutcome =
  /**
   * `runId`: the run that pays for the generation. `goOn` goes on with it, and never throws: fal.ai need not wait for that.
   * Without it, a message does so.
   */
  { kind: "adopted"; runId: string; goOn?: () => Promise<void> } | { kind: "ignored" } | { kind: "unconfirmed" };

/**
 * Claims the generation that fal.ai called about, or records the call for who is at it. `ignored`: nothing waits
 * for that request. `unconfirmed`: fal.ai does not confirm the request now, and should call again.
 */
export async function adoptCallback(
  services: Services,
  generationId: string,
  attempt: number,
  requestId: string,
  result?: CallbackResult,
): Promise<CallbackOutcome> {
  const called = await claimCalled(services, generationId, attempt, requestId);
  if (called) return { kind: "adopted", runId: called.runId, goOn: () => goOnWith(services, called, result) };
  if (!(await isConfirmed(services, generationId, attempt, requestId))) return { kind: "unconfirmed" };
  const runId = await adoptRequest(services, generationId, attempt, requestId, result);
  return runId === undefined ? { kind: "ignored" } : { kind: "adopted", runId };
}

/**
 * Looks at what fal.ai called about, and goes on with the runs that wait for it. Where that breaks off, the row
 * stays due at its first poll, and the sweep has it looked at.
 */
async function goOnWith(services: Services, called: ClaimedGeneration, result?: CallbackResult): Promise<void> {
  const { id: generationId, runId } = called;
  const { log } = services;
  const carried = result && (await toCarry(services, called, result));
  try {
    await goOn(services, await advanceClaimed(services, called, { generationId, ...(carried && { result: carried }) }));
  } catch (error) {
    log.error("callback_broke_off", error, { generationId, runId });
    const lost = (why: unknown) => log.error("result_not_kept", why, { generationId });
    if (carried) await keepResult(services, generationId, carried).catch(lost);
  }
}

/**
 * When a submit went unanswered, the callback is the only source of its request id. If a wrong id were taken on trust,
 * it would replace the right one, and the work under way would be paid for again. So fal.ai is asked about it first.
 */
async function isConfirmed(
  services: Services,
  generationId: string,
  attempt: number,
  requestId: string,
): Promise<boolean> {
  const unanswered = await unansweredSubmit(services, generationId, attempt);
  if (unanswered === undefined) return true;
  try {
    await services.fal.status(candidateOf(unanswered).endpoint, requestId);
    await tellAnswered(services, { error: null });
    return true;
  } catch (error) {
    services.log.warn("callback_unconfirmed", {
      generationId,
      runId: unanswered.runId,
      attempt,
      falRequestId: requestId,
      reason: describe(error),
    });
    return false;
  }
}
