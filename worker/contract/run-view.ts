/** A run as callers see it, made from its rows. Pure. */
import type { RunRow } from "../db/rows.ts";
import { generations } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { ArchivedRun, RunOutput, StepName } from "../domain/run.ts";
import { candidateNamed } from "../fal/model.ts";
import { modelNamed } from "../fal/models.ts";
import { type NamedStep, stepNamed, stepsOf, typicalSecondsOf } from "../steps/index.ts";
import { expectedEnd } from "./expected-end.ts";
import type { RunBody, RunDetailBody } from "./run.ts";

/** The columns of a generation that a run shows. */
export const GENERATION_SUMMARY = {
  id: generations.id,
  runId: generations.runId,
  step: generations.step,
  model: generations.model,
  candidate: generations.candidate,
  costMicros: generations.costMicros,
  wastedMicros: generations.wastedMicros,
};
export type GenerationSummary = Pick<typeof generations.$inferSelect, keyof typeof GENERATION_SUMMARY>;

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));
const cents = (micros: number) => Math.round(micros / 100) / 100;

/** The share of a step that counts as done while it waits for fal.ai, whose progress is unknown until it ends. */
const WAITING_FRACTION = 0.3;

/** What is shown of a run's row. */
export type ShownRun = Omit<RunRow, "outputs"> & {
  /** Of its outputs: the image, where there is one. */
  image?: MediaRef | null;
};

/** What is kept in the row of a run that is over when its steps and generations go. */
export const summaryOf = (run: ShownRun, paid: GenerationSummary[]): ArchivedRun => {
  const steps = stepsOf(run.steps);
  const sum = (micros: (generation: GenerationSummary) => number) =>
    paid.reduce((total, generation) => total + micros(generation), 0);
  return {
    progress: progressOf(run, steps),
    currentStep: currentStep(run, steps),
    costMicros: sum(({ costMicros }) => costMicros),
    wastedMicros: sum(({ wastedMicros }) => wastedMicros),
  };
};

/**
 * Depends on the rows alone, not on the time: as long as a run's version stays the same, so does its body. A run that is
 * archived can be shown without its steps: then it tells no steps, and of its log only when it was created and ended.
 */
function viewRun(run: ShownRun, paid: GenerationSummary[], url: (ref: string) => string): RunBody {
  const shown = stepsOf(run.steps);
  const summary = (shown.length === 0 && run.archived) || summaryOf(run, paid);
  return {
    id: run.id,
    status: run.status,
    taskIdentifier: "create-content",
    createdAt: iso(run.createdAt),
    updatedAt: iso(run.updatedAt),
    startedAt: isoOrNull(run.startedAt),
    finishedAt: isoOrNull(run.finishedAt),
    tags: [`template:${run.request.template}`, `artist:${run.artistId}`, ...(run.request.tags ?? [])],
    metadata: {
      currentStep: summary.currentStep,
      progress: summary.progress,
      expectedAt: isoOrNull(expectedEnd(run, shown)),
      imageUrl: run.output ? url(run.output.imageUrl) : run.image ? url(run.image) : null,
      logs: logsOf(run, shown),
      steps: shown.map((step) => viewStep(step, paid)),
      estimateInCents: cents(run.estimateMicros),
      waiting:
        run.waitsFor === null || run.waitsSince === null ? null : { for: run.waitsFor, since: iso(run.waitsSince) },
      version: run.version,
      wastedInCents: cents(summary.wastedMicros),
      custom: run.request.metadata ?? {},
    },
    costInCents: cents(summary.costMicros),
    durationMs: run.startedAt === null ? 0 : Math.max(0, (run.finishedAt ?? run.updatedAt) - run.startedAt),
    batchId: run.batchId,
    idempotencyKey: run.idempotencyKey,
    isTest: run.isTest,
    deletedAt: isoOrNull(run.deletedAt),
    choices: {
      reference: run.choices.referenceId ?? null,
      mood: run.choices.mood,
      movement: run.choices.movement,
    },
  };
}

/**
 * The run with payload, output and error. `publicUrl` turns the media refs that rows hold into URLs. Depends on the
 * rows alone.
 */
export function viewRunDetail(
  run: ShownRun,
  paid: GenerationSummary[],
  publicUrl: (ref: MediaRef) => string,
): RunDetailBody {
  // The row holds media refs; they become URLs here.
  const url = (ref: string) => publicUrl(ref as MediaRef);
  const view = viewRun(run, paid, url);
  return {
    ...view,
    payload: { ...run.request },
    output: run.output && viewOutput(run, run.output, url),
    error: run.error && {
      message: run.error.message,
      name: run.error.code,
      code: run.error.code,
      step: run.error.step ?? null,
      retryable: run.error.retryable,
      costInCents: view.costInCents,
    },
  };
}

/** The output, with its files as a list of them, too. */
function viewOutput(
  { accountId, request: { template, lipsync } }: ShownRun,
  { sizes, ...output }: RunOutput,
  url: (ref: string) => string,
): RunDetailBody["output"] {
  const videoSourceUrl = url(output.videoSourceUrl);
  const posterUrl = url(output.posterUrl);
  const imageUrl = url(output.imageUrl);
  const [posterBytes = null, imageBytes = null, imageWidth = null, imageHeight = null] = sizes ?? [];
  const { width, height, renderedVideoBytes: bytes } = output;
  return {
    ...{ status: "completed", accountId, artistSlug: output.artistSlug, template, lipsync },
    ...output,
    ...{ videoSourceUrl, posterUrl, imageUrl },
    files: [
      { kind: "video", url: videoSourceUrl, width, height, bytes, contentType: "video/mp4" },
      { kind: "poster", url: posterUrl, width, height, bytes: posterBytes, contentType: "image/jpeg" },
      {
        ...{ kind: "image", url: imageUrl, width: imageWidth, height: imageHeight, bytes: imageBytes },
        contentType: "image/png",
      },
    ],
  };
}

function viewStep(step: NamedStep, paid: GenerationSummary[]) {
  const { title } = stepNamed(step.name);
  const calls = paid.filter((generation) => generation.step === step.name);
  const [call] = calls;
  return {
    name: step.name,
    title,
    status: step.status,
    startedAt: isoOrNull(step.startedAt),
    finishedAt: isoOrNull(step.finishedAt),
    durationMs: step.startedAt !== null && step.finishedAt !== null ? step.finishedAt - step.startedAt : null,
    failures: step.failures,
    model: call ? candidateNamed(modelNamed(call.model), call.candidate).name : null,
    costInCents: cents(calls.reduce((sum, { costMicros }) => sum + costMicros, 0)),
    note: step.note,
    error: step.error && { code: step.error.code, message: step.error.message },
  };
}

/**
 * The longest step under way, or the step that failed. For a canceled or timed-out run, the one that was under way
 * when it ended. Null when the run is completed.
 */
function currentStep(run: ShownRun, steps: NamedStep[]): StepName | null {
  if (run.status === "COMPLETED") return null;
  const failed = steps.find(({ status }) => status === "failed");
  if (failed) return failed.name;
  const underWay = steps.filter(({ status }) => status === "running" || status === "waiting");
  const candidates = underWay.length > 0 ? underWay : steps.filter(({ status }) => status === "ready");
  const seconds = ({ name }: NamedStep) => typicalSecondsOf(name, run.request);
  const longest = candidates.toSorted((a, b) => seconds(b) - seconds(a))[0];
  return longest?.name ?? null;
}

/** The share of the steps that is done, by the time that each takes. Neither steps nor fractions go backwards, so this never does. */
function progressOf(run: ShownRun, steps: NamedStep[]): number {
  if (run.status === "COMPLETED") return 1;
  let whole = 0;
  let through = 0;
  for (const step of steps) {
    const typicalSeconds = typicalSecondsOf(step.name, run.request);
    whole += typicalSeconds;
    if (step.status === "done") through += typicalSeconds;
    else if (step.startedAt !== null) through += typicalSeconds * Math.max(WAITING_FRACTION, step.fraction);
  }
  return whole === 0 ? 0 : Math.min(0.99, Math.round((through / whole) * 1000) / 1000);
}

function logsOf(run: ShownRun, steps: NamedStep[]): string[] {
  const events: { at: number; text: string }[] = [{ at: run.createdAt, text: "Queued" }];
  for (const step of steps) {
    const { title } = stepNamed(step.name);
    if (step.startedAt !== null) events.push({ at: step.startedAt, text: `${title} …` });
    if (step.finishedAt === null || step.startedAt === null) continue;
    const seconds = ((step.finishedAt - step.startedAt) / 1000).toFixed(1);
    const again = step.failures > 0 ? ` after ${step.failures} failed ${step.failures === 1 ? "try" : "tries"}` : "";
    const outcome = step.status === "failed" ? `failed: ${step.error?.message}` : `done in ${seconds} s${again}`;
    events.push({ at: step.finishedAt, text: `${title}: ${outcome}` });
  }
  if (run.finishedAt !== null) events.push({ at: run.finishedAt, text: run.status.toLowerCase().replace("_", " ") });
  return events.sort((a, b) => a.at - b.at).map(({ at, text }) => `${iso(at)} ${text}`);
}
