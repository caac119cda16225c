/** Moves a run on: pass after pass, until each of its steps is done or waits for somebody who sends for the run. */
import type { LyricsStyle } from "../../renderer/contract/job.ts";
import type { StoredMedia } from "../domain/media.ts";
import { mixWarnings } from "../domain/mix.ts";
import type { RunOutput, ShownLyrics } from "../domain/run.ts";
import { isActive } from "../domain/run.ts";
import { describe } from "../log.ts";
import type { Services } from "../services.ts";
import type { StepOutputs } from "../steps/step.ts";
import { advanceClaimed, advanceGeneration } from "./advance-generation.ts";
import { commitRun, type Written } from "./commit-run.ts";
import { contextOf, type FoundRun, findRun, type RunContext } from "./context.ts";
import { type Cut, type CutEnd, type Pass, performSteps } from "./perform-steps.ts";
import { cutClip } from "./render-task.ts";

/**
 * Performs the steps of a run that can be performed, and those that become ready as a result; consumers of `steps` leave
 * those that wait for a renderer to the others. A step that fails is postponed or ends its run; it does not throw. Throws
 * when the database or a queue fails; the message must then come again. Idempotent.
 */
export async function advanceRun(services: Services, runId: string, queue: "steps" | "renders"): Promise<void> {
  let cutEnds: CutEnd[] = [];
  let wasPooled = false;
  for (;;) {
    const found = await findRun(services, runId);
    if (!found || !isActive(found.run.status)) {
      // It was canceled while its render was given to the pool.
      if (wasPooled) await services.renderer.cancelRenders([runId]);
      // Or the pool has not heard that its render was taken.
      else if (queue === "renders") await forgetRender(services, runId);
      return;
    }
    const pass = await performSteps(services, found, queue, cutEnds);
    wasPooled ||= pass.pooled !== null;
    const written = pass.isChanged ? await commitRun(services, found.run, pass, outputOfRun(found, pass)) : undefined;
    if (pass.isChanged && !written) continue;
    for (const line of pass.lines) line(services.log);
    if (!written) return;
    const done = await carryOut(services, found, pass, written);
    cutEnds = done.cutEnds;
    if (cutEnds.length === 0 && !done.isMoreToDo) return;
  }
}

/** Does what the pass has found to do, now that it is written. */
async function carryOut(
  services: Services,
  { run }: FoundRun,
  pass: Pass,
  { begun, missed }: Written,
): Promise<{ cutEnds: CutEnd[]; isMoreToDo: boolean }> {
  const { queues, log, media, now } = services;
  const { id: runId, accountId } = run;
  if (pass.failure) {
    log.error("run_failed", pass.failure.message, { runId, step: pass.failure.step, code: pass.failure.code });
    return { cutEnds: [], isMoreToDo: false };
  }
  if (pass.isCompleted) {
    const { video } = pass.outputs.render ?? {};
    log.info("run_completed", { runId, video: video && media.publicUrl(video) });
    await forgetRender(services, runId);
    return { cutEnds: [], isMoreToDo: false };
  }
  for (const { queue, delaySeconds } of pass.sends) {
    await queues.send(queue, [{ message: { runId }, ...(delaySeconds ? { delaySeconds } : {}) }]);
  }
  const cutting = Promise.all(pass.cuts.map((cut) => perform(services, { accountId, runId }, cut)));
  const asking = Promise.all([
    ...begun.map((generation) => advanceClaimed(services, generation, { generationId: generation.id })),
    // Asked for again, or left behind by whoever asked: it is nobody's turn but ours.
    ...pass.joined
      .filter(({ id, dueAt }) => dueAt <= now() && !missed.includes(id))
      .map(({ id }) => advanceGeneration(services, { generationId: id })),
  ]);
  const [cutEnds, settled] = await Promise.all([cutting, asking]);
  const runIds = new Set(settled.flat());
  const others = [...runIds].filter((id) => id !== runId);
  await queues.send(
    "steps",
    others.map((id) => ({ message: { runId: id } })),
  );
  return { cutEnds, isMoreToDo: missed.length > 0 || runIds.has(runId) };
}

async function perform(
  services: Services,
  run: { accountId: string; runId: string },
  { name, fence, task }: Cut,
): Promise<CutEnd> {
  try {
    return { name, fence, output: await cutClip(services, { ...run, fence }, task) };
  } catch (error) {
    return { name, fence, error };
  }
}

/** The end of its render was taken note of. If that is not heard, the pool sends for the run again, in vain. */
async function forgetRender({ renderer, log }: Services, runId: string): Promise<void> {
  await renderer.forgetRender(runId).catch((error: unknown) => {
    log.warn("render_not_forgotten", { runId, reason: describe(error) });
  });
}

const outputOfRun = (found: FoundRun, { isCompleted, failure, outputs }: Pass): RunOutput | undefined =>
  isCompleted && !failure ? summarize(contextOf(found, outputs), outputs) : undefined;

/** The output of a completed run. Files are stored as media refs, and become URLs when they are shown. */
function summarize({ artistSlug, songFilename, run, song }: RunContext, outputs: Partial<StepOutputs>): RunOutput {
  const { render, clip, caption, lyrics } = outputs;
  const { lyrics: style = "off" } = run.request;
  const image = (outputs["upscale-image"] ?? outputs.image)?.image;
  if (!render || !clip || !image) throw new Error("A rendered run has every output");
  return {
    artistSlug,
    videoSourceUrl: render.video,
    posterUrl: render.poster,
    renderedVideoBytes: render.bytes,
    width: render.width,
    height: render.height,
    durationSeconds: render.durationSeconds,
    imageUrl: image.ref,
    ...(render.posterBytes === undefined ? {} : { sizes: sizesOf(render.posterBytes, image) }),
    captionText: caption?.text ?? "",
    audio: {
      songTitle: song.title,
      songFilename,
      startSeconds: clip.startSeconds,
      durationSeconds: clip.durationSeconds,
      clipLyrics: clip.lyrics,
      clipMood: clip.mood,
    },
    ...(lyrics && style !== "off" ? { lyrics: shownLyrics(style, lyrics) } : {}),
    warnings: [...mixWarnings(song.mix), ...(clip.warnings ?? []), ...(lyrics?.warnings ?? []), ...render.warnings],
  };
}

const sizesOf = (posterBytes: number, { bytes, width, height }: StoredMedia): NonNullable<RunOutput["sizes"]> => [
  posterBytes,
  ...([bytes, width ?? null, height ?? null] as const),
];

const shownLyrics = (style: LyricsStyle, { source, lines }: StepOutputs["lyrics"]): ShownLyrics => ({
  style,
  source,
  lines: lines.map(({ text, start, end, timed, confidence }) => ({
    ...{ text, startSeconds: start, endSeconds: end, timed, confidence },
  })),
});
