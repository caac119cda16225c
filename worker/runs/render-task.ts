/** Has a renderer do a task, and makes sure that R2 holds what it says it delivered. */

import type { DeliveredFile } from "../../renderer/contract/job.ts";
import { TransientError } from "../domain/failure.ts";
import type { MediaRef } from "../domain/media.ts";
import { mixOf } from "../domain/mix.ts";
import { deliveryFault } from "../media/delivered.ts";
import { errorOf } from "../rendering/renderer.ts";
import type { Services } from "../services.ts";
import type { RenderTask, StepOutputs } from "../steps/step.ts";
import { SECONDS } from "../timing.ts";
import { clipFile } from "./object-keys.ts";

/** Whose job it is. `fence`: of the step's beginning. */
export interface JobOf {
  accountId: string;
  runId: string;
  fence: number;
}

export type TakenRender =
  | { kind: "done"; output: StepOutputs["render"] }
  /** The pool has the render, and sends for the run when it is over. `waits`: for a place, for about so long; null: nobody knows. */
  | { kind: "pooled"; waits: { aboutMs: number | null } | null };

/**
 * Gives a render to the pool, or takes it back: then it is the step's output, and storage holds what was delivered. Throws
 * PermanentError or TransientError, or what the pool's object does.
 */
export async function takeRender(
  services: Services,
  { accountId, runId, fence }: JobOf,
  { kind: _, ...job }: Extract<RenderTask, { kind: "render" }>,
): Promise<TakenRender> {
  const asked = await services.renderer.render({ accountId, runId, fence, ...job });
  if (asked.kind === "running") return { kind: "pooled", waits: null };
  if (asked.kind === "waiting") return { kind: "pooled", waits: { aboutMs: asked.aboutMs } };
  if (asked.kind === "failed") throw errorOf(asked.error);
  const { result, video, poster } = asked;
  try {
    await Promise.all([
      confirmDelivered(services, video, result.video),
      confirmDelivered(services, poster, result.poster),
    ]);
  } catch (error) {
    // Asked again, the pool would say the same again.
    await services.renderer.forgetRender(runId);
    throw error;
  }
  const { bytes, width, height, durationSeconds } = result.video;
  const sizes = { bytes, width, height, durationSeconds, posterBytes: result.poster.bytes };
  return { kind: "done", output: { video, poster, ...sizes, warnings: result.warnings } };
}

/** Has a clip cut; gives the step's output once storage holds it. Throws as `takeRender` does. */
export async function cutClip(
  { media, renderer, ...services }: Services,
  { accountId, runId, fence }: JobOf,
  task: Extract<RenderTask, { kind: "cut" }>,
): Promise<StepOutputs["cut"]> {
  const audio = clipFile(accountId, runId, fence);
  const { startSeconds, durationSeconds, mix } = task;
  const result = await renderer.cut({
    audio: {
      url: await media.readUrl(task.audio.media, SECONDS.renderUrl),
      startSeconds,
      durationSeconds,
      ...mixOf(mix),
    },
    deliver: { audio: await media.writeUrl(audio, { contentType: "audio/wav" }, SECONDS.renderUrl) },
    ...(task.sound ? { sound: task.sound } : {}),
  });
  await confirmDelivered({ media, renderer, ...services }, audio, result.audio);
  return { audio };
}

async function confirmDelivered({ media }: Services, ref: MediaRef, file: DeliveredFile): Promise<void> {
  const message = await deliveryFault(media, ref, file);
  if (message) throw new TransientError({ code: "render_not_delivered", message, retryable: true });
}
