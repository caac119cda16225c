/** Takes a generation one step further, whatever state it is in, and sees to it that somebody looks at it again. */
import { type Failure, PermanentError } from "../domain/failure.ts";
import { modelNamed } from "../fal/models.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { MAX_FAILURES, MAX_SUBMITS } from "../timing.ts";
import { fail, fieldsOf, type GenerationOutcome, pause, report, UNANSWERED, wasted } from "./generation-outcome.ts";
import {
  type ClaimedGeneration,
  claimGeneration,
  type Generation,
  releaseGeneration,
  settleGeneration,
} from "./generations.ts";
import { poll } from "./poll-generation.ts";
import { submit } from "./submit-generation.ts";

/**
 * Takes a generation one step further: submits it, asks fal.ai how it is doing, or ends it; wakes the runs that wait for
 * it, or has it looked at again when it is due. Does nothing where it is not due, settled, or claimed by another.
 * Throws where the database or the queue fails, and the message is to come again.
 */
export async function advanceGeneration(services: Services, id: string): Promise<void> {
  const claimedAt = services.now();
  const generation = await claimGeneration(services, id);
  if (!generation) return;
  const outcome = await look(services, generation).catch((error: unknown) =>
    handleUnexpected(services, generation, error),
  );
  if (outcome.kind === "settled" && outcome.runIds.length > 0) {
    await services.queues.send(
      "steps",
      outcome.runIds.map((runId) => ({ message: { runId } })),
    );
    return;
  }
  // Also where nothing was settled, because a callback had moved the generation on.
  const change = outcome.kind === "later" ? outcome.change : undefined;
  const dueAt = await releaseGeneration(services, generation, claimedAt, change);
  if (dueAt === undefined) return;
  await services.queues.send("steps", [
    { message: { generationId: id }, delaySeconds: Math.max(0, (dueAt - services.now()) / 1000) },
  ]);
}

function look(services: Services, generation: ClaimedGeneration): Promise<GenerationOutcome> {
  const model = modelNamed(generation.model);
  if (generation.status === "pending") return submit(services, generation, model);
  if (generation.status === "submitting") {
    // Due means that the deadline passed: no reply, no callback. It may have been accepted and paid for all the same.
    services.log.warn("possible_double_charge", {
      ...fieldsOf(generation),
      reason: "no answer to the submit by its deadline",
    });
    const lost = wasted(generation, model);
    if (generation.submits < MAX_SUBMITS) {
      // At once and from this status: a callback is believed up to the moment of the next submit.
      report(services, "generation_resubmitted", generation, { code: UNANSWERED.code });
      return submit(services, lost, model);
    }
    return fail(services, lost, UNANSWERED, null, { from: ["submitting"] });
  }
  return poll(services, generation, model);
}

/** Errors nobody foresaw, such as D1 failing: the same again later, and in the end a failure that says so. */
async function handleUnexpected(
  services: Services,
  generation: Generation,
  error: unknown,
): Promise<GenerationOutcome> {
  services.log.error("generation_error", error, fieldsOf(generation));
  if (error instanceof PermanentError) return fail(services, generation, error.failure);
  const failure: Failure = {
    code: "internal_error",
    message: `Something went wrong on our side: ${describe(error)}`,
    retryable: true,
  };
  // Whether a submit was under way is on the row, not in our copy of it: the status stays, and where a submit waits
  // for its callback so does the time until which it waits.
  const { dueAt, ...change } = pause(services, generation, failure);
  if (generation.failures + 1 < MAX_FAILURES) return { kind: "later", change: { ...change, notBefore: dueAt } };
  // A callback may have told the request id since we read the row.
  const settlement = { status: "failed", error: failure, wastedMicros: generation.wastedMicros } as const;
  return {
    kind: "settled",
    runIds: await settleGeneration(services, generation, settlement, { from: ["pending", "submitted"] }),
  };
}
