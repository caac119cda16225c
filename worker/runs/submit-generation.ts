/**
 * Makes the call that is paid for. It is recorded beforehand, and repeated only with proof that it was not accepted, or
 * when its deadline has passed without an answer.
 */
import { PermanentError } from "../domain/failure.ts";
import { type MediaRef, parseRef, resolveMediaInputs } from "../domain/media.ts";
import { detailOf, FalAnswer, FalSilence } from "../fal/client.ts";
import { isNoAnswer, judge, provesNotAccepted, troubleOf, UNAVAILABLE } from "../fal/errors.ts";
import type { AnyModel } from "../fal/model.ts";
import type { ModelName } from "../fal/models.ts";
import { isRetirement } from "../fal/retired.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { tellAnswered, tellGate, tellUnanswered } from "./at-gate.ts";
import { beginSubmit, recordRequest } from "./fal-requests.ts";
import {
  abandon,
  askGateAgain,
  fail,
  type GenerationOutcome,
  passOn,
  report,
  retryLater,
  waitAtGate,
} from "./generation-outcome.ts";
import type { ClaimedGeneration, Generation } from "./generations.ts";
import { callsBack, firstPollMs } from "./polling.ts";

/** How a generation comes to be submitted. */
export interface Turn {
  /** The gate wants to know whether fal.ai takes calls again. */
  isProbe?: boolean;
  /** It waited for its turn, and its runs say so. */
  hasWaited?: boolean;
}

/**
 * Submits a generation, once its row says that a submit is under way. Accepted, or nobody knows: it is looked at later.
 * Refused: it fails, is submitted again later, or to the next candidate where fal.ai no longer has this one, or waits at
 * the gate while fal.ai refuses all calls. Not wanted any more: it is given up. Throws a PermanentError when a file that it
 * needs is gone, and what the database throws.
 */
export async function submit(
  services: Services,
  generation: ClaimedGeneration,
  model: AnyModel,
  { isProbe = false, hasWaited = false }: Turn = {},
): Promise<GenerationOutcome> {
  const { fal, settings, candidates, now } = services;
  // What it was passed on to stays. Asked for anew, it goes to whoever is chosen by now. A row's model was written from
  // an Ask.
  const current = generation.submits === 0 ? null : generation.candidate;
  const candidate = candidates.pick(generation.model as ModelName, current, now());
  let input: unknown;
  try {
    input = await resolveMediaInputs(candidate.toInput(generation.input), (ref) => inputUrl(services, ref));
  } catch (error) {
    // A file was not taken: nothing was submitted.
    if (!(error instanceof FalAnswer || error instanceof FalSilence)) throw error;
    report(services, "generation_refused", generation, { reason: describe(error) });
    if (generation.status === "pending") return turnDown(services, generation, error);
    // Its last submit may still be found by its callback, until the next one begins.
    return { kind: "later", change: { dueAt: now() + scaledMs(services, SECONDS.refusedPoll) } };
  }
  const { deadlineSeconds } = model;
  const pollInMs = firstPollMs(services, model);
  if (!(await beginSubmit(services, generation, candidate, { deadlineSeconds, pollInMs }))) {
    // Every run that wanted it has ended meanwhile. Or another claim came after, or a callback came at the last moment;
    // then this changes nothing.
    return abandon(services, generation);
  }
  const attempt = generation.attempt + 1;
  const submitted = { ...generation, candidate: candidate.name, attempt };
  report(services, "generation_submitting", submitted, {});
  try {
    const requestId = await fal.submit(candidate.endpoint, input, {
      startWithinSeconds: model.deadlineSeconds,
      ...(!callsBack(settings)
        ? {}
        : { callbackUrl: `${settings.PUBLIC_ORIGIN}/callbacks/fal/${generation.id}/${attempt}` }),
    });
    const clearsError = troubleOf(generation.error) !== undefined;
    const dueAt = await recordRequest(services, generation, requestId, {
      endsWait: hasWaited || clearsError,
      clearsError,
    });
    report(services, "generation_submitted", submitted, { falRequestId: requestId });
    if (isProbe) await tellGate(services, (gate) => gate.heard(null));
    else await tellAnswered(services, generation);
    return { kind: "released", dueAt };
  } catch (error) {
    if (error instanceof FalAnswer && provesNotAccepted(error)) {
      report(services, "generation_refused", submitted, { status: error.status });
      await tellAnswered(services, generation);
      if (isRetirement(error, candidate, "submit")) {
        return passOn(services, generation, candidate, detailOf(error.body));
      }
      return turnDown(services, generation, error);
    }
    if (error instanceof FalAnswer || error instanceof FalSilence) {
      // It may have been accepted: either its callback names this attempt and is adopted, or its deadline passes.
      report(services, "submit_unanswered", submitted, { reason: describe(error) });
      const isDown = await tellUnanswered(services, generation);
      return { kind: "later", change: { error: UNAVAILABLE, ...(isDown ? { waitsFor: "fal_down" } : {}) } };
    }
    throw error;
  }
}

/**
 * Nothing was accepted. The generation waits at the gate while fal.ai takes no call, fails where it would be refused again,
 * or is submitted again later.
 */
async function turnDown(
  services: Services,
  generation: Generation,
  error: FalAnswer | FalSilence,
): Promise<GenerationOutcome> {
  const verdict = error instanceof FalAnswer ? judge(error) : undefined;
  const isDown = isNoAnswer(error) && (await tellUnanswered(services, generation));
  const trouble = isDown ? "fal_down" : verdict?.trouble;
  const failure = isNoAnswer(error) ? UNAVAILABLE : (verdict?.failure ?? UNAVAILABLE);
  if (trouble) {
    const submitOf = { generationId: generation.id, accountId: generation.accountId };
    const isHeard = await tellGate(services, (gate) => gate.refused(trouble, submitOf));
    // Through no fault of its own: it does not count as submitted.
    const change = { submits: generation.submits, error: failure };
    if (isHeard) return waitAtGate(services, trouble, change);
    return askGateAgain(services, { ...change, status: "pending", waitsFor: trouble });
  }
  if (verdict?.kind === "permanent") return fail(services, generation, failure);
  return retryLater(services, generation, "pending", failure, verdict?.delaySeconds);
}

/** The URL at which fal.ai reads one of our files. */
async function inputUrl({ media, fal, settings }: Services, ref: MediaRef): Promise<string> {
  if (settings.FAL_INPUTS === "presigned") return media.readUrl(ref, SECONDS.falUrl);
  const file = await media.read(ref);
  if (!file) {
    throw new PermanentError({
      code: "input_missing",
      message: `A file this needs is gone: ${ref}.`,
      retryable: false,
    });
  }
  const { key } = parseRef(ref);
  return fal.upload(file, key.slice(key.lastIndexOf("/") + 1));
}
