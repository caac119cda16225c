/** The outcomes of moving a generation on, and how each is recorded. */
import type { Failure } from "../domain/failure.ts";
import type { Wait } from "../domain/run.ts";
import { type AnyCandidate, candidateNamed, expectedMicros } from "../fal/model.ts";
import { type ModelName, modelNamed } from "../fal/models.ts";
import type { LogFields } from "../log.ts";
import type { Services } from "../services.ts";
import { backoffSeconds, MAX_FAILURES, MAX_SUBMITS, SECONDS, scaledMs } from "../timing.ts";
import { type Generation, type Release, type SettleOnly, settleGeneration } from "./generations.ts";

/** The outcome of moving a generation on. */
export type GenerationOutcome =
  /** Look again when it is due; `change` is written with the release. */
  | { kind: "later"; change?: Release }
  /** Released already, and due then; undefined: it is another's. */
  | { kind: "released"; dueAt: number | undefined }
  | { kind: "settled"; runIds: string[] };

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

/**
 * Has the generation submitted to the next candidate, because fal.ai no longer has `retired`, and nothing was made. Fails
 * it when none is left.
 */
export async function passOn(
  services: Services,
  generation: Generation,
  retired: AnyCandidate,
  detail: string,
): Promise<GenerationOutcome> {
  const { candidates, log, now } = services;
  // A pending one was being submitted.
  const from = generation.status === "submitted" ? "submitted" : "submitting";
  // A row's model was written from an Ask.
  const name = generation.model as ModelName;
  const isNews = candidates.retire(retired.name, now());
  const successor = candidates.successor(name, retired.name, now());
  if (isNews) {
    const about = { ...fieldsOf({ ...generation, candidate: retired.name }), successor: successor?.name ?? null };
    log.error("model_retired", `fal.ai no longer has ${retired.name}: ${detail}`, about);
  }
  const error: Failure = {
    code: "fal_model_retired",
    message: `fal.ai no longer has the model ${retired.name}, and no other is left: ${detail}`,
    retryable: true,
  };
  if (!successor) return fail(services, generation, error, null, { from: [from] });
  report(services, "generation_passed_on", generation, { retired: retired.name, successor: successor.name });
  return {
    kind: "later",
    change: {
      from,
      status: "pending",
      requestId: null,
      candidate: successor.name,
      dueAt: now(),
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

/** The gate could not be reached: it is asked again in a moment. */
export const askGateAgain = (services: Services, change: Release = {}): GenerationOutcome => ({
  kind: "later",
  change: { ...change, dueAt: services.now() + scaledMs(services, SECONDS.gateUnreachable) },
});

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
export const wasted = <Each extends Generation>(generation: Each): Each => ({
  ...generation,
  wastedMicros: generation.wastedMicros + expectedMicros(candidateOf(generation), generation.input),
});

/** Whom the generation's last submit went to, or its first one will. */
export const candidateOf = ({ model, candidate }: Pick<Generation, "model" | "candidate">): AnyCandidate =>
  candidateNamed(modelNamed(model), candidate);

/** The fields of every log line about a generation. */
export function fieldsOf(generation: Generation): LogFields {
  const { id, runId, step, model, attempt } = generation;
  const { name, endpoint } = candidateOf(generation);
  return { generationId: id, runId, step, model, falModel: endpoint, candidate: name, attempt };
}

/** Logs what became of a generation. */
export const report = ({ log }: Services, event: string, generation: Generation, fields: LogFields) =>
  log.info(event, { ...fieldsOf(generation), ...fields });
