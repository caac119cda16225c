/**
 * Makes the call that is paid for. It is recorded beforehand, and repeated only with proof that it was not accepted, or
 * when its deadline has passed without an answer.
 */
import { PermanentError } from "../domain/failure.ts";
import { type MediaRef, parseRef, resolveMediaInputs } from "../domain/media.ts";
import { detailOf, FalAnswer, FalSilence } from "../fal/client.ts";
import { judge, provesNotAccepted } from "../fal/errors.ts";
import type { AnyModel } from "../fal/model.ts";
import type { ModelName } from "../fal/models.ts";
import { isRetirement } from "../fal/retired.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { tellGate } from "./at-gate.ts";
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
import type { Generation } from "./generations.ts";

/**
 * Submits a generation, once its row says that a submit is under way. Accepted, or nobody knows: it is looked at later.
 * Refused: it fails, is submitted again later, or to the next candidate where fal.ai no longer has this one, or waits at
 * the gate while fal.ai refuses all calls. Not wanted any more: it is given up. `isProbe`: the gate wants to know whether
 * fal.ai takes calls again. Throws a PermanentError when a file that it needs is gone, and what the database throws.
 */
export async function submit(
  services: Services,
  generation: Generation,
  model: AnyModel,
  isProbe = false,
): Promise<GenerationOutcome> {
  const { fal, settings, candidates, now } = services;
  // What it was passed on to stays. Asked for anew, it goes to whoever is chosen by now. A row's model was written from
  // an Ask.
  const current = generation.submits === 0 ? null : generation.candidate;
  const candidate = candidates.pick(generation.model as ModelName, current, now());
  const input = await resolveMediaInputs(candidate.toInput(generation.input), (ref) => inputUrl(services, ref));
  if (!(await beginSubmit(services, generation, candidate, model.deadlineSeconds))) {
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
      ...(settings.FAL_INPUTS === "upload"
        ? {}
        : { callbackUrl: `${settings.PUBLIC_ORIGIN}/callbacks/fal/${generation.id}/${attempt}` }),
    });
    await recordRequest(services, generation, requestId, scaledMs(services, model.typicalSeconds * 2));
    report(services, "generation_submitted", submitted, { falRequestId: requestId });
    if (isProbe) await tellGate(services, (gate) => gate.heard(null));
    return { kind: "later" };
  } catch (error) {
    if (error instanceof FalAnswer && provesNotAccepted(error)) {
      report(services, "generation_refused", submitted, { status: error.status });
      if (isRetirement(error, candidate, "submit")) {
        return passOn(services, generation, candidate, detailOf(error.body));
      }
      const verdict = judge(error);
      const { trouble } = verdict;
      if (trouble) {
        const submitOf = { generationId: generation.id, accountId: generation.accountId };
        const isHeard = await tellGate(services, (gate) => gate.refused(trouble, submitOf));
        // It was not accepted, and through no fault of its own: it does not count as submitted.
        const change = { submits: generation.submits, error: verdict.failure };
        if (isHeard) return waitAtGate(services, trouble, change);
        return askGateAgain(services, { ...change, status: "pending", waitsFor: trouble });
      }
      if (verdict.kind === "permanent") return fail(services, generation, verdict.failure);
      return retryLater(services, generation, "pending", verdict.failure, verdict.delaySeconds);
    }
    if (error instanceof FalAnswer || error instanceof FalSilence) {
      // It may have been accepted: either its callback names this attempt and is adopted, or its deadline passes.
      report(services, "submit_unanswered", submitted, { reason: describe(error) });
      return { kind: "later" };
    }
    throw error;
  }
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
