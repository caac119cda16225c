/** Performs the ready steps of a run, and those that become ready as a result, until it can only wait. */
import type { StepRow } from "../db/rows.ts";
import { type Failure, PermanentError, TransientError } from "../domain/failure.ts";
import type { RunOutput } from "../domain/run.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import { stepNamed } from "../steps/index.ts";
import type { Answer, StepAction } from "../steps/step.ts";
import { backoffSeconds, MAX_FAILURES, scaledMs } from "../timing.ts";
import { advanceClaimed, advanceGeneration } from "./advance-generation.ts";
import { beginGeneration, findGeneration } from "./ask-generation.ts";
import { answerOf, type ContextRows, contextOf, type RunContext } from "./context.ts";
import { performRenderTask } from "./render-task.ts";
import { claimSteps, completeStep, failStep, postponeStep, waitForGeneration, waitForPool } from "./steps.ts";

/**
 * Performs the ready steps of a run that belong to `queue`, and those that become ready as a result. A step that fails
 * is postponed or ends its run; it does not throw. Throws when the database fails; the message must then come again.
 * Idempotent: each step is claimed first.
 */
export async function advanceRun(services: Services, runId: string, queue: "steps" | "renders"): Promise<void> {
  let known: ContextRows | undefined;
  for (;;) {
    const { claimed, read } = await claimSteps(services, runId, queue, known);
    if (claimed.length === 0) return;
    known = read;
    const readied = await Promise.all(claimed.map((step) => perform(services, step, read)));
    if (!readied.includes(true)) return;
  }
}

/** Whether steps of the same queue may be ready as a result. */
async function perform(services: Services, step: StepRow, read: ContextRows): Promise<boolean> {
  const { log } = services;
  log.info("step_claimed", { runId: step.runId, step: step.name, fence: step.fence, failures: step.failures });
  try {
    const context = contextOf(step.runId, read);
    const asked = await answersSoFar(services, step, context);
    if (asked.kind === "waiting") {
      await advanceGeneration(services, { generationId: asked.generationId });
      return false;
    }
    if (asked.kind === "begun") {
      await advanceClaimed(services, asked.generation, { generationId: asked.generation.id });
      return false;
    }
    if (asked.kind === "outpaced") {
      log.warn("step_outpaced", { runId: step.runId, step: step.name, fence: step.fence });
      return false;
    }
    return await finish(services, step, context, asked);
  } catch (error) {
    await giveBack(services, step, error);
    // What failed may have been the last of what it did, or only the answer to it.
    return true;
  }
}

/**
 * Asks the models what the step asks, until it wants something else or has to wait. Earlier questions are found again
 * by their keys, so a step that is performed a second time gets the same answers without paying for them.
 */
async function answersSoFar(services: Services, step: StepRow, context: RunContext) {
  const definition = stepNamed(step.name);
  const answers: Answer[] = [];
  let generationId: string | null = null;
  for (;;) {
    const action: StepAction<unknown> = definition.next(context, answers);
    if (action.kind !== "ask") return { kind: "action" as const, action, generationId };
    const asker = { accountId: step.accountId, runId: step.runId, step: step.name, waitedFor: step.generationId };
    let generation = await findGeneration(services, asker, action);
    if (!generation) {
      const begun = await beginGeneration(services, step, action);
      if (begun) return { kind: "begun" as const, generation: begun };
      generation = await findGeneration(services, asker, action);
      if (!generation) return { kind: "outpaced" as const };
    }
    if (generation.status === "failed" && generation.error) throw new PermanentError(generation.error);
    if (generation.status !== "completed") {
      const found = await waitForGeneration(services, step, generation.id);
      // An outpaced claimant moves the generation on, too: whoever came after may have left that to us.
      if (found !== "settled") return { kind: "waiting" as const, generationId: generation.id };
      continue;
    }
    answers.push(answerOf(generation));
    generationId = generation.id;
  }
}

/** Whether steps of the same queue may be ready as a result. */
async function finish(
  services: Services,
  step: StepRow,
  context: RunContext,
  { action, generationId }: { action: StepAction<unknown>; generationId: string | null },
): Promise<boolean> {
  const { queues, log } = services;
  if (action.kind === "ask") throw new Error("A step that asks is not finished");
  const finished =
    action.kind === "done" ? action : { ...(await performRenderTask(services, step, action)), note: null };
  if (finished.kind === "pooled") {
    await waitForPool(services, step, finished.waits);
    return false;
  }
  const { output, note } = finished;
  const runOutput =
    step.name === "render"
      ? summarize({ ...context, outputs: { ...context.outputs, render: output } as RunContext["outputs"] })
      : undefined;
  const readied = await completeStep(services, step, { output, note, generationId }, runOutput);
  if (!readied) {
    log.warn("step_outpaced", { runId: step.runId, step: step.name, fence: step.fence });
    // Or it was completed by this very claim, and the reply was lost.
    return true;
  }
  log.info("step_done", {
    runId: step.runId,
    step: step.name,
    fence: step.fence,
    durationMs: services.now() - (step.startedAt ?? services.now()),
  });
  if (runOutput) {
    log.info("run_completed", { runId: step.runId });
    await forgetRender(services, step.runId);
  }
  // Steps of the same queue are claimed by the loop that performed this one.
  const others = new Set(readied.map(({ queue }) => queue).filter((queue) => queue !== step.queue));
  for (const queue of others) await queues.send(queue, [{ message: { runId: step.runId } }]);
  return readied.some(({ queue }) => queue === step.queue);
}

/** The end of its render was taken note of. If that is not heard, the pool sends for the run again, in vain. */
async function forgetRender({ renderer, log }: Services, runId: string): Promise<void> {
  await renderer.forgetRender(runId).catch((error: unknown) => {
    log.warn("render_not_forgotten", { runId, reason: describe(error) });
  });
}

/** The output of a completed run. Files are stored as media refs, and become URLs when they are shown. */
function summarize({ accountId, artistSlug, songFilename, run, song, outputs }: RunContext): RunOutput {
  const { render, clip, caption } = outputs;
  const image = (outputs["upscale-image"] ?? outputs.image)?.image;
  if (!render || !clip || !image) throw new Error("A rendered run has every output");
  return {
    status: "completed",
    accountId,
    artistSlug,
    template: run.request.template,
    lipsync: run.request.lipsync,
    videoSourceUrl: render.video,
    posterUrl: render.poster,
    renderedVideoBytes: render.bytes,
    width: render.width,
    height: render.height,
    durationSeconds: render.durationSeconds,
    imageUrl: image.ref,
    captionText: caption?.text ?? "",
    audio: {
      songTitle: song.title,
      songFilename,
      startSeconds: clip.startSeconds,
      durationSeconds: clip.durationSeconds,
      clipLyrics: clip.lyrics,
      clipMood: clip.mood,
    },
    warnings: render.warnings,
  };
}

async function giveBack(services: Services, step: StepRow, error: unknown): Promise<void> {
  const { log, queues, now } = services;
  const fields = { runId: step.runId, step: step.name, fence: step.fence };
  const failure: Failure =
    error instanceof PermanentError || error instanceof TransientError
      ? error.failure
      : { code: "internal_error", message: `Something went wrong on our side: ${describe(error)}`, retryable: true };
  const busy = error instanceof TransientError && error.busy;
  const spent = !busy && step.failures + 1 >= MAX_FAILURES;
  if (error instanceof PermanentError || spent) {
    if (await failStep(services, step, failure)) log.error("run_failed", error, { ...fields, code: failure.code });
    return;
  }
  const seconds = (error instanceof TransientError && error.delaySeconds) || backoffSeconds(step.failures);
  const dueAt = now() + scaledMs(services, seconds);
  log.warn("step_postponed", { ...fields, code: failure.code, reason: describe(error), seconds });
  if (await postponeStep(services, step, failure, dueAt, busy)) {
    await queues.send(step.queue, [{ message: { runId: step.runId }, delaySeconds: (dueAt - now()) / 1000 }]);
  }
}
