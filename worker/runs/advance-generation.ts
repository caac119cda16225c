/** Takes a generation one step further: submits it, or asks fal.ai how it is doing and keeps what came of it. */

import { type Failure, PermanentError, TransientError } from "../domain/failure.ts";
import { type MediaRef, parseRef, resolveMediaInputs } from "../domain/media.ts";
import { FalAnswer, FalSilence } from "../fal/client.ts";
import { isModelError, judge, provesNotAccepted } from "../fal/errors.ts";
import { costMicros, type Model, modelNamed } from "../fal/models.ts";
import { describe, type LogFields } from "../log.ts";
import { copyMedia } from "../media/copy.ts";
import type { Services } from "../services.ts";
import {
  beginSubmit,
  type ClaimedGeneration,
  claimGeneration,
  type Generation,
  recordRequest,
  releaseGeneration,
  settleGeneration,
} from "./generations.ts";
import { generationFile } from "./media-keys.ts";
import { backoffSeconds, MOST_ATTEMPTS, MOST_FAILURES, SECONDS, scaledMs } from "./timing.ts";

/** After so many server errors in a row that do not look like a model's, a result is taken to be one. */
const GATEWAY_ERRORS = 3;

/** What became of one look at a generation. */
type Outcome =
  /** Look again when it is due; `change` is written with the release. */
  { kind: "later"; change?: Parameters<typeof releaseGeneration>[3] } | { kind: "settled"; runIds: string[] };

export async function advanceGeneration(services: Services, id: string): Promise<void> {
  const claimedAt = services.now();
  const generation = await claimGeneration(services, id);
  if (!generation) return;
  const outcome = await look(services, generation).catch((error: unknown) => surprise(services, generation, error));
  if (outcome.kind === "settled") {
    await services.queues.send(
      "steps",
      outcome.runIds.map((runId) => ({ message: { runId } })),
    );
    return;
  }
  const dueAt = await releaseGeneration(services, generation, claimedAt, outcome.change);
  if (dueAt === undefined) return;
  await services.queues.send("steps", [
    { message: { generationId: id }, delaySeconds: Math.max(0, (dueAt - services.now()) / 1000) },
  ]);
}

function look(services: Services, generation: ClaimedGeneration): Promise<Outcome> {
  const model = modelNamed(generation.model);
  if (generation.status === "pending") return submit(services, generation, model);
  if (generation.status === "submitting") {
    // Due means that the deadline passed: no reply, no callback. It may have been accepted and paid for all the same.
    report(services, "possible_double_charge", generation, { reason: "no answer to the submit by its deadline" });
    return submitAgain(services, wasted(generation, model), model, {
      code: "fal_unavailable",
      message: "fal.ai did not answer the request before its deadline.",
      retryable: true,
    });
  }
  return poll(services, generation, model);
}

async function submit(services: Services, generation: Generation, model: Model<unknown, unknown>): Promise<Outcome> {
  const { fal, settings } = services;
  const input = await resolveMediaInputs(generation.input, (ref) => inputUrl(services, ref));
  if (!(await beginSubmit(services, generation, model.deadlineSeconds))) {
    // Either another claim took over, and this changes nothing, or every run that wanted it has ended meanwhile.
    return fail(services, generation, {
      code: "no_longer_needed",
      message: "Every run that wanted this had ended.",
      retryable: true,
    });
  }
  const attempt = generation.attempt + 1;
  report(services, "generation_submitting", generation, { attempt });
  try {
    const requestId = await fal.submit(model.id, input, {
      startWithinSeconds: model.deadlineSeconds,
      ...(settings.FAL_INPUTS === "upload"
        ? {}
        : { callbackUrl: `${settings.PUBLIC_ORIGIN}/callbacks/fal/${generation.id}/${attempt}` }),
    });
    await recordRequest(services, generation, requestId, scaledMs(services, model.typicalSeconds * 2));
    report(services, "generation_submitted", generation, { attempt, requestId });
    return { kind: "later" };
  } catch (error) {
    if (error instanceof FalAnswer && provesNotAccepted(error)) {
      const verdict = judge(error);
      report(services, "generation_refused", generation, { attempt, status: error.status });
      if (verdict.kind === "permanent") return fail(services, generation, verdict.failure);
      return tryLater(services, generation, "pending", verdict.failure, verdict.delaySeconds);
    }
    if (error instanceof FalAnswer || error instanceof FalSilence) {
      // It may have been accepted: its callback names this attempt and adopts it, or its deadline passes.
      report(services, "submit_unanswered", generation, { attempt, reason: describe(error) });
      return { kind: "later" };
    }
    throw error;
  }
}

/** The URL under which fal.ai reads one of our files. */
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

async function poll(
  services: Services,
  generation: ClaimedGeneration,
  model: Model<unknown, unknown>,
): Promise<Outcome> {
  const { fal, now } = services;
  const { requestId } = generation;
  if (requestId === null) throw new Error(`Generation ${generation.id} is submitted and has no request id`);
  const past = generation.deadlineAt !== null && now() > generation.deadlineAt;
  try {
    const state = await fal.status(model.id, requestId);
    if (state === "COMPLETED") return await collect(services, generation, model, requestId);
    if (past) {
      await cancelQuietly(services, generation, model, requestId);
      return submitAgain(services, wasted(generation, model), model, {
        code: "fal_timeout",
        message: `fal.ai did not finish within ${Math.round(model.deadlineSeconds / 60)} minutes.`,
        retryable: true,
      });
    }
    // Every run that wanted it is over. It may finish all the same, so it is polled until it is known how it ended.
    if (!generation.isWanted) await cancelQuietly(services, generation, model, requestId);
    return { kind: "later", change: { failures: 0, dueAt: now() + scaledMs(services, pollInterval(model)) } };
  } catch (error) {
    if (!(error instanceof FalAnswer || error instanceof FalSilence)) throw error;
    report(services, "poll_failed", generation, { requestId, reason: describe(error) });
    if (error instanceof FalAnswer && error.status === 404) {
      return submitAgain(services, wasted(generation, model), model, {
        code: "fal_result_expired",
        message: "fal.ai no longer knows the request.",
        retryable: true,
      });
    }
    const unreachable = { code: "fal_unavailable", message: "fal.ai cannot be reached.", retryable: true } as const;
    const verdict = error instanceof FalAnswer ? judge(error) : undefined;
    // The request may well be done: its id stays, so that a retry of the run goes on polling it.
    if (verdict?.kind === "permanent") return fail(services, generation, verdict.failure, requestId);
    // Polling costs nothing and loses nothing: go on until the deadline.
    if (past) return fail(services, generation, unreachable, requestId);
    return { kind: "later", change: pause(services, generation, unreachable, verdict?.delaySeconds) };
  }
}

/** A finished request: its data checked, its files brought home, its price written down. */
async function collect(
  services: Services,
  generation: Generation,
  model: Model<unknown, unknown>,
  requestId: string,
): Promise<Outcome> {
  let result: Awaited<ReturnType<Services["fal"]["result"]>>;
  try {
    result = await services.fal.result(model.id, requestId);
  } catch (error) {
    if (error instanceof FalAnswer && endsRequest(error, generation)) {
      report(services, "request_failed", generation, { requestId, status: error.status });
      const verdict = judge(error);
      return verdict.kind === "permanent"
        ? fail(services, generation, verdict.failure)
        : submitAgain(services, generation, model, verdict.failure);
    }
    throw error;
  }
  const { data, billedUnits } = result;
  const parsed = model.output.safeParse(data);
  const files = parsed.success ? model.media(parsed.data) : [];
  if (!parsed.success || (files.length === 0 && model.producesMedia)) {
    return fail(services, wasted(generation, model), {
      code: "fal_result_without_media",
      message: "The model finished without the result it should have given.",
      retryable: true,
    });
  }
  try {
    const copies = files.map(async ({ name, kind, url }) => {
      const extension = kind === "image" ? "png" : "mp4";
      const ref = generationFile(generation.id, generation.attempt, name, extension);
      return [name, await copyMedia(services.media, url, ref, kind, scaledMs(services, SECONDS.copyTimeout))] as const;
    });
    const media = Object.fromEntries(await Promise.all(copies));
    const cost = costMicros(model, generation.input, { output: parsed.data, media }, billedUnits);
    const output = { data: parsed.data, media };
    const runIds = await settleGeneration(services, generation, { status: "completed", output, costMicros: cost });
    report(services, "generation_completed", generation, {
      requestId,
      costMicros: cost,
      durationMs: services.now() - (generation.submittedAt ?? generation.createdAt),
    });
    return { kind: "settled", runIds };
  } catch (error) {
    if (error instanceof PermanentError) return fail(services, wasted(generation, model), error.failure);
    if (!(error instanceof TransientError)) throw error;
    report(services, "media_not_copied", generation, { requestId, reason: describe(error) });
    if (generation.failures + 1 >= MOST_FAILURES) return fail(services, wasted(generation, model), error.failure);
    return tryLater(services, generation, "submitted", error.failure, error.delaySeconds);
  }
}

/** A failed request gives its error as its result; so does a gateway that has a bad moment, but not time after time. */
const endsRequest = ({ status, body }: FalAnswer, { failures }: Generation): boolean => {
  if ([401, 403, 404, 429].includes(status)) return false;
  return status < 500 || isModelError(body) || failures >= GATEWAY_ERRORS;
};

/** The generation with the price of its current attempt counted as lost: it may be billed, and gave nothing of use. */
const wasted = (generation: Generation, model: Model<unknown, unknown>): Generation => ({
  ...generation,
  wastedMicros: generation.wastedMicros + Math.round(model.units(generation.input) * model.unitPrice * 1e6),
});

/** Submits once more, where the budget allows; the request id goes, because it will never give a result. */
async function submitAgain(
  services: Services,
  generation: Generation,
  model: Model<unknown, unknown>,
  failure: Failure,
): Promise<Outcome> {
  if (generation.submits >= MOST_ATTEMPTS) return fail(services, generation, failure);
  report(services, "generation_submitted_again", generation, { code: failure.code });
  if (generation.status === "submitting") return submit(services, generation, model);
  return {
    kind: "later",
    change: {
      ...pause(services, generation, failure),
      status: "pending",
      requestId: null,
      wastedMicros: generation.wastedMicros,
    },
  };
}

/** The same again after a pause, until the budget for errors in passing is used up. */
async function tryLater(
  services: Services,
  generation: Generation,
  status: "pending" | "submitted",
  failure: Failure,
  delaySeconds?: number,
): Promise<Outcome> {
  if (generation.failures + 1 >= MOST_FAILURES) return fail(services, generation, failure);
  return { kind: "later", change: { ...pause(services, generation, failure, delaySeconds), status } };
}

const pause = (services: Services, generation: Generation, error: Failure, delaySeconds?: number) => ({
  error,
  failures: generation.failures + 1,
  dueAt: services.now() + scaledMs(services, delaySeconds ?? backoffSeconds(generation.failures)),
});

async function fail(
  services: Services,
  generation: Generation,
  error: Failure,
  requestId: string | null = null,
): Promise<Outcome> {
  report(services, "generation_failed", generation, { code: error.code, reason: error.message });
  const { wastedMicros } = generation;
  const runIds = await settleGeneration(services, generation, { status: "failed", error, requestId, wastedMicros });
  return { kind: "settled", runIds };
}

/** Errors nobody foresaw, such as D1 failing: the same again later, and in the end a failure that says so. */
async function surprise(services: Services, generation: Generation, error: unknown): Promise<Outcome> {
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
  if (generation.failures + 1 < MOST_FAILURES) return { kind: "later", change: { ...change, notBefore: dueAt } };
  const { requestId, wastedMicros } = generation;
  const settlement = { status: "failed", error: failure, requestId, wastedMicros } as const;
  return {
    kind: "settled",
    runIds: await settleGeneration(services, generation, settlement, ["pending", "submitted"]),
  };
}

async function cancelQuietly(
  services: Services,
  generation: Generation,
  model: Model<unknown, unknown>,
  requestId: string,
): Promise<void> {
  try {
    await services.fal.cancel(model.id, requestId);
  } catch (error) {
    // Already finished, unknown, or out of reach: it is given up either way.
    report(services, "cancel_refused", generation, { requestId, reason: describe(error) });
  }
}

/** Seconds between polls: the callback is what normally ends the wait. */
const pollInterval = ({ typicalSeconds }: Model<unknown, unknown>) => Math.max(10, typicalSeconds);

const fieldsOf = ({ id, runId, step, model, attempt }: Generation): LogFields => ({
  generationId: id,
  runId,
  step,
  model,
  attempt,
});

const report = ({ log }: Services, event: string, generation: Generation, fields: LogFields) =>
  log.info(event, { ...fieldsOf(generation), ...fields });
