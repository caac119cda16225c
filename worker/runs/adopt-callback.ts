/** What a callback does: it makes the generation that it names due. Nothing else in it is believed. */
import { modelNamed } from "../fal/models.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { adoptRequest, modelOfUnanswered } from "./generations.ts";

/**
 * Notes that fal.ai called about a request of this attempt, and has the generation looked at. `ignored`: it is for
 * nothing we wait for. `unconfirmed`: fal.ai does not know the request now, and should call again.
 */
export async function adoptCallback(
  services: Services,
  generationId: string,
  attempt: number,
  requestId: string,
): Promise<"adopted" | "ignored" | "unconfirmed"> {
  if (!(await isConfirmed(services, generationId, attempt, requestId))) return "unconfirmed";
  return (await adoptRequest(services, generationId, attempt, requestId)) ? "adopted" : "ignored";
}

/**
 * Where a submit went unanswered, the callback is the only word on its request's id. Taken on trust, a wrong one would
 * take the place of the right one, and what is under way would be paid for again: so fal.ai is asked for it first.
 */
async function isConfirmed(
  services: Services,
  generationId: string,
  attempt: number,
  requestId: string,
): Promise<boolean> {
  const model = await modelOfUnanswered(services, generationId, attempt);
  if (model === undefined) return true;
  try {
    await services.fal.status(modelNamed(model).id, requestId);
    return true;
  } catch (error) {
    services.log.warn("callback_unconfirmed", {
      generationId,
      attempt,
      falRequestId: requestId,
      reason: describe(error),
    });
    return false;
  }
}
