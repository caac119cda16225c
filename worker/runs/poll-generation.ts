/**
 * Asks fal.ai how a request is doing, and collects its result. A callback leads here too: what it said of the result
 * counts only when fal.ai has forgotten it.
 */
import { type Failure, PermanentError, TransientError } from "../domain/failure.ts";
import type { CallbackResult, KeptResult } from "../domain/run.ts";
import { detailOf, FalAnswer, FalSilence } from "../fal/client.ts";
import { isModelError, isNoAnswer, judge, troubleOf, UNAVAILABLE } from "../fal/errors.ts";
import type { FalTrouble } from "../fal/gate-api.ts";
import { type AnyCandidate, type AnyModel, costMicros } from "../fal/model.ts";
import { isRetirement, saysRetired } from "../fal/retired.ts";
import { describe } from "../log.ts";
import { copyMedia } from "../media/copy.ts";
import type { Services } from "../services.ts";
import { MAX_FAILURES, SECONDS, scaledMs } from "../timing.ts";
import { tellAnswered, tellGate, tellUnanswered } from "./at-gate.ts";
import { isDiscarded } from "./discarded.ts";
import {
  candidateOf,
  fail,
  type GenerationOutcome,
  passOn,
  pause,
  report,
  resubmit,
  retryLater,
  wasted,
} from "./generation-outcome.ts";
import { type ClaimedGeneration, type Generation, type Release, settleGeneration } from "./generations.ts";
import { fitsMessage, keptResultOf } from "./kept-results.ts";
import { generationFile } from "./object-keys.ts";
import { nextPollMs } from "./polling.ts";

/**
 * Asks fal.ai about a submitted generation. Finished: collects its result. Past its deadline, or unknown at fal.ai:
 * submits it again if the budget allows. Ended because fal.ai no longer has the model: has the next candidate submitted.
 * Not wanted any more: cancels it. Otherwise it is looked at again later. What fal.ai has forgotten is taken from what its
 * callback said: what was kept of that, or `carried` by the message. Throws for a generation without a request id, and what
 * the database throws.
 */
export async function poll(
  services: Services,
  generation: ClaimedGeneration,
  model: AnyModel,
  carried?: KeptResult,
): Promise<GenerationOutcome> {
  const { fal, now } = services;
  const candidate = candidateOf(generation);
  const { requestId } = generation;
  if (requestId === null) throw new Error(`Generation ${generation.id} is submitted and has no request id`);
  let isAnswered = false;
  const past = generation.deadlineAt !== null && now() > generation.deadlineAt;
  try {
    const { state, failed } = await fal.status(candidate.endpoint, requestId);
    isAnswered = true;
    const asked = await notRefused(services, generation);
    if (state === "COMPLETED") return await collect(services, generation, model, candidate, requestId, failed);
    if (past) {
      await cancelQuietly(services, generation, candidate, requestId);
      return resubmit(services, wasted(generation), {
        code: "fal_timeout",
        message: `fal.ai did not finish within ${Math.round(model.deadlineSeconds / 60)} minutes.`,
        retryable: true,
      });
    }
    // Every run that wanted it is over. It may finish all the same, so it is polled until its end is known.
    if (!generation.isWanted) await cancelQuietly(services, generation, candidate, requestId);
    const dueAt = now() + nextPollMs(services, model, generation);
    // Its time runs when its work has begun: how long the line at fal.ai is says nothing about it.
    const waits = state === "IN_QUEUE" ? { deadlineAt: now() + scaledMs(services, model.deadlineSeconds) } : {};
    return { kind: "later", change: { failures: 0, dueAt, ...waits, ...asked } };
  } catch (error) {
    if (!(error instanceof FalAnswer || error instanceof FalSilence)) throw error;
    report(services, "poll_failed", generation, { falRequestId: requestId, reason: describe(error) });
    if (!isAnswered && !isNoAnswer(error)) await tellAnswered(services, generation);
    if (error instanceof FalAnswer && (error.status === 404 || isRetirement(error, candidate, "result"))) {
      const kept = await keptResultOf(services, generation, carried);
      if (kept) return settleFromKept(services, generation, model, candidate, kept);
    }
    if (error instanceof FalAnswer && isRetirement(error, candidate, "result")) {
      // What became of the request is not known any more.
      return passOn(services, wasted(generation), candidate, detailOf(error.body));
    }
    if (error instanceof FalAnswer && error.status === 404) {
      return resubmit(services, wasted(generation), {
        code: "fal_result_expired",
        message: "fal.ai no longer knows the request.",
        retryable: true,
      });
    }
    const verdict = error instanceof FalAnswer ? judge(error) : undefined;
    if (verdict?.trouble) {
      const { trouble, failure } = verdict;
      await tellGate(services, (gate) => gate.refused(trouble, null));
      return askLater(services, generation, trouble, failure);
    }
    if (!isAnswered && isNoAnswer(error) && (await tellUnanswered(services, generation))) {
      return askLater(services, generation, "fal_down", UNAVAILABLE);
    }
    // The request may well be done: its id stays, so that a retry of the run goes on polling it.
    if (verdict?.kind === "permanent") return fail(services, generation, verdict.failure, requestId);
    // Polling costs nothing and loses nothing: go on until the deadline, and then until the failures are used up.
    if (past && generation.failures + 1 >= MAX_FAILURES) return fail(services, generation, UNAVAILABLE, requestId);
    return { kind: "later", change: pause(services, generation, UNAVAILABLE, verdict?.delaySeconds) };
  }
}

/** fal.ai lets us ask about nothing now. What it works on goes on, so it is asked again, and no time of its own passes. */
function askLater(
  services: Services,
  { deadlineAt }: Generation,
  trouble: FalTrouble,
  error: Failure,
): GenerationOutcome {
  const pauseMs = scaledMs(services, SECONDS.refusedPoll);
  const later = deadlineAt === null ? {} : { deadlineAt: deadlineAt + pauseMs };
  return { kind: "later", change: { error, dueAt: services.now() + pauseMs, ...later, waitsFor: trouble } };
}

/** What changes when fal.ai lets us ask again. */
async function notRefused(services: Services, generation: Generation): Promise<Release> {
  await tellAnswered(services, generation);
  const trouble = troubleOf(generation.error);
  if (!trouble) return {};
  // That it tells of requests does not say that it takes new ones: without a balance it does the first only.
  if (trouble === "fal_key") await tellGate(services, (gate) => gate.heard("fal_key"));
  return { error: null, waitsFor: null };
}

/** What fal.ai no longer tells was said by the callback: the request ends as it would have ended. */
async function settleFromKept(
  services: Services,
  generation: Generation,
  model: AnyModel,
  candidate: AnyCandidate,
  { requestId, status, payload, billedUnits }: CallbackResult,
): Promise<GenerationOutcome> {
  report(services, "kept_result_used", generation, { falRequestId: requestId, status });
  return status < 400
    ? useResult(services, generation, model, candidate, requestId, { data: payload, billedUnits })
    : endFailed(services, generation, candidate, requestId, new FalAnswer(status, payload, new Headers()));
}

/** Collects a finished request. */
async function collect(
  services: Services,
  generation: Generation,
  model: AnyModel,
  candidate: AnyCandidate,
  requestId: string,
  failed: boolean,
): Promise<GenerationOutcome> {
  let result: Awaited<ReturnType<Services["fal"]["result"]>>;
  try {
    result = await services.fal.result(candidate.endpoint, requestId);
  } catch (error) {
    if (error instanceof FalAnswer && (isRetirement(error, candidate, "result") || endsRequest(error, failed))) {
      return endFailed(services, generation, candidate, requestId, error);
    }
    throw error;
  }
  return useResult(services, generation, model, candidate, requestId, result);
}

/** The request ended in an error: the next candidate is asked where this one is retired, or it is submitted again, or fails. */
async function endFailed(
  services: Services,
  generation: Generation,
  candidate: AnyCandidate,
  requestId: string,
  error: FalAnswer,
): Promise<GenerationOutcome> {
  report(services, "generation_request_failed", generation, { falRequestId: requestId, status: error.status });
  if (isRetirement(error, candidate, "result")) {
    const isBilled = Number(error.headers.get("x-fal-billable-units")) > 0;
    return passOn(services, isBilled ? wasted(generation) : generation, candidate, detailOf(error.body));
  }
  const verdict = judge(error);
  return verdict.kind === "permanent"
    ? fail(services, generation, verdict.failure)
    : resubmit(services, generation, verdict.failure);
}

/** Uses what a request came to: its data is validated, its files are copied, its price is recorded. */
async function useResult(
  services: Services,
  generation: Generation,
  model: AnyModel,
  candidate: AnyCandidate,
  requestId: string,
  { data, billedUnits }: Awaited<ReturnType<Services["fal"]["result"]>>,
): Promise<GenerationOutcome> {
  const parsed = candidate.output.safeParse(data);
  const complaint = parsed.success ? model.complaint?.(parsed.data) : undefined;
  if (complaint !== undefined && saysRetired(complaint, candidate)) {
    return passOn(services, billedUnits ? wasted(generation) : generation, candidate, complaint);
  }
  if (complaint !== undefined) {
    return resubmit(services, wasted(generation), {
      code: "fal_model_error",
      message: `The model failed: ${complaint}`,
      retryable: true,
    });
  }
  const made = parsed.success ? model.media(parsed.data) : [];
  // What it cost counts, and nobody wants its files.
  const files = isDiscarded(generation) ? [] : made;
  if (!parsed.success || (made.length === 0 && model.producesMedia)) {
    return fail(services, wasted(generation), {
      code: "fal_result_without_media",
      message: "The model finished without the result it should have given.",
      retryable: true,
    });
  }
  try {
    const copies = files.map(async ({ name, kind, url }) => {
      const extension = kind === "image" ? "png" : "mp4";
      const ref = generationFile(generation.id, generation.attempt, name, extension);
      const called = `${generation.step}_${generation.runId}.${extension}`;
      const timeoutMs = scaledMs(services, SECONDS.copyTimeout);
      return [name, await copyMedia(services.media, url, ref, { kind, name: called, timeoutMs })] as const;
    });
    const media = Object.fromEntries(await Promise.all(copies));
    const cost = costMicros(candidate, generation.input, { output: parsed.data, media }, billedUnits);
    const output = { data: parsed.data, media };
    const runIds = await settleGeneration(services, generation, { status: "completed", output, costMicros: cost });
    report(services, "generation_completed", generation, {
      falRequestId: requestId,
      costMicros: cost,
      durationMs: services.now() - (generation.submittedAt ?? generation.createdAt),
    });
    return { kind: "settled", runIds };
  } catch (error) {
    if (error instanceof PermanentError) return fail(services, wasted(generation), error.failure);
    if (!(error instanceof TransientError)) throw error;
    report(services, "media_not_copied", generation, { falRequestId: requestId, reason: describe(error) });
    if (generation.failures + 1 >= MAX_FAILURES && error.failure.code === "media_unreadable") {
      return fail(services, wasted(generation), error.failure);
    }
    // It is paid for, and only not copied yet, so it keeps its request: a retry of the run goes on copying.
    if (generation.failures + 1 >= MAX_FAILURES) return fail(services, generation, error.failure, requestId);
    const again = await retryLater(services, generation, "submitted", error.failure, error.delaySeconds);
    // fal.ai may have forgotten the result by then, and its files not.
    const kept = { requestId, status: 200, payload: data, billedUnits };
    return again.kind === "later" && fitsMessage(kept)
      ? { ...again, change: { ...again.change, keptResult: kept } }
      : again;
  }
}

/**
 * Whether the error ends the request: a failed request gives its error as its result. A gateway that has a bad moment
 * says nothing about the request.
 */
const endsRequest = ({ status, body }: FalAnswer, failed: boolean): boolean =>
  ![401, 403, 404, 429].includes(status) && (failed || status < 500 || isModelError(body));

async function cancelQuietly(
  services: Services,
  generation: Generation,
  candidate: AnyCandidate,
  requestId: string,
): Promise<void> {
  try {
    await services.fal.cancel(candidate.endpoint, requestId);
  } catch (error) {
    // Already finished, unknown, or out of reach: it is given up either way.
    report(services, "cancel_refused", generation, { falRequestId: requestId, reason: describe(error) });
  }
}
