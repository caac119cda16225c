/** The outcomes of moving a generation on, and how each is recorded. */
import type { Failure } from "../domain/failure.ts";
import type { Wait } from "../domain/run.ts";
import { endpointOf, expectedMicros, type Model } from "../fal/models.ts";
import type { LogFields } from "../log.ts";
import type { Services } from "../services.ts";
import { backoffSeconds, MAX_FAILURES, MAX_SUBMITS, SECONDS, scaledMs } from "../timing.ts";
import { type Generation, type Release, type SettleOnly, settleGeneration } from "./generations.ts";

/** The outcome of moving a generation on. */
export type GenerationOutcome =
  /** Look again when it is due; `change` is written with the release. */
  { kind: "later"; change?: Release } | { kind: "settled"; runIds: string[] };

/**
 * Has the generation submitted once more, if the budget allows. Its request id is dropped, because it will never give a
 * result.
 */
export async function resubmit(
  services: Services,
  generation: Generation,
  failure: Failure,
): Promise<GenerationOutcome> {
  const from = generation.status;
  if (generation.submits >= MAX_SUBMITS) return fail(services, generation, failure, null, { from: [from] });
  report(services, "generation_resubmitted", generation, { code: failure.code });
  return {
    kind: "later",
    change: {
      ...pause(services, generation, failure),
      from,
      status: "pending",
      requestId: null,
      wastedMicros: generation.wastedMicros,
    },
  };
}

/** Retries after a pause, until the budget for transient errors is used up. */
export async function retryLater(
  services: Services,
  generation: Generation,
  status: "pending" | "submitted",
  failure: Failure,
  delaySeconds?: number,
): Promise<GenerationOutcome> {
  if (generation.failures + 1 >= MAX_FAILURES) return fail(services, generation, failure);
  return { kind: "later", change: { ...pause(services, generation, failure, delaySeconds), status } };
}

/** It waits for its turn at the gate, which sends for it; and asks by itself again only when that was long ago. */
export const waitAtGate = (services: Services, waitsFor: Wait, change: Release = {}): GenerationOutcome => ({
  kind: "later",
  change: {
    ...{ ...change, status: "pending", waitsFor },
    dueAt: services.now() + scaledMs(services, SECONDS.gateAskedAgain),
  },
});

/** What is written when a generation is to be looked at again after an error: in `delaySeconds`, or after a backoff. */
export const pause = (services: Services, generation: Generation, error: Failure, delaySeconds?: number) => ({
  error,
  failures: generation.failures + 1,
  dueAt: services.now() + scaledMs(services, delaySeconds ?? backoffSeconds(generation.failures)),
});

/**
 * Settles the generation as failed, and wakes the runs that wait for it. With a request id, a retry goes on polling
 * that request.
 */
export async function fail(
  services: Services,
  generation: Generation,
  error: Failure,
  requestId: string | null = null,
  only?: SettleOnly,
): Promise<GenerationOutcome> {
  report(services, "generation_failed", generation, { code: error.code, reason: error.message });
  const { wastedMicros } = generation;
  const runIds = await settleGeneration(
    services,
    generation,
    { status: "failed", error, requestId, wastedMicros },
    only,
  );
  return { kind: "settled", runIds };
}

/**
 * Gives up a generation before it is submitted, because every run that waited for it has ended. A run that was retried
 * meanwhile keeps it open.
 */
export const abandon = (services: Services, generation: Generation): Promise<GenerationOutcome> =>
  fail(services, generation, generation.status === "submitting" ? UNANSWERED : NO_LONGER_NEEDED, null, {
    from: ["pending", "submitting"],
    unwanted: true,
  });

/**
 * Nobody knows whether fal.ai accepted the request. If it calls back later, the request id is recorded, and a retry
 * finds it.
 */
export const UNANSWERED: Failure = {
  code: "fal_unanswered",
  message: "fal.ai did not answer the request before its deadline.",
  retryable: true,
};

const NO_LONGER_NEEDED: Failure = {
  code: "no_longer_needed",
  message: "Every run that wanted this had ended.",
  retryable: true,
};

/**
 * The generation with the price of its current attempt counted as wasted: it may be billed, and gave nothing of use.
 */
export const wasted = (generation: Generation, model: Model<unknown, unknown>): Generation => ({
  ...generation,
  wastedMicros: generation.wastedMicros + expectedMicros(model, generation.input),
});

/** The fields of every log line about a generation. */
export const fieldsOf = ({ id, runId, step, model, attempt }: Generation): LogFields => ({
  generationId: id,
  runId,
  step,
  model,
  falModel: endpointOf(model),
  attempt,
});

/** Logs what became of a generation. */
export const report = ({ log }: Services, event: string, generation: Generation, fields: LogFields) =>
  log.info(event, { ...fieldsOf(generation), ...fields });
