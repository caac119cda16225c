/**
 * What a callback does: it makes the generation it names due. What it says of the result goes along, and is used only when
 * fal.ai cannot be asked for it any more.
 */
import type { CallbackResult } from "../domain/run.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { tellAnswered } from "./at-gate.ts";
import { adoptRequest, unansweredSubmit } from "./fal-requests.ts";
import { candidateOf } from "./generation-outcome.ts";

export type CallbackOutcome =
  /** `runId`: the run that pays for the generation. */
  { kind: "adopted"; runId: string } | { kind: "ignored" } | { kind: "unconfirmed" };

/**
 * Records that fal.ai called about a request of this attempt, and makes the generation due. `ignored`: nothing waits
 * for that request. `unconfirmed`: fal.ai does not confirm the request now, and should call again.
 */
export async function adoptCallback(
  services: Services,
  generationId: string,
  attempt: number,
  requestId: string,
  result?: CallbackResult,
): Promise<CallbackOutcome> {
  if (!(await isConfirmed(services, generationId, attempt, requestId))) return { kind: "unconfirmed" };
  const runId = await adoptRequest(services, generationId, attempt, requestId, result);
  return runId === undefined ? { kind: "ignored" } : { kind: "adopted", runId };
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
