/** Hands a task to the renderer and makes sure that R2 holds what it says it delivered. */

import type { DeliveredFile } from "../../renderer/contract/job.ts";
import type { StepRow } from "../db/rows.ts";
import { TransientError } from "../domain/failure.ts";
import type { MediaRef } from "../domain/media.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";
import type { RenderTask, StepOutputs } from "../steps/step.ts";
import { SECONDS } from "../timing.ts";
import { clipFile, posterFile, videoFile } from "./object-keys.ts";
import { recordFraction } from "./steps.ts";

/** Progress is worth a database write only when a person would see the difference. */
const WORTH_NOTING = 0.2;

/**
 * Has the renderer do the task, and returns the step's output once storage holds what was delivered. Throws
 * PermanentError or TransientError.
 */
export async function performRenderTask(
  services: Services,
  step: StepRow,
  task: RenderTask,
): Promise<StepOutputs["cut"] | StepOutputs["render"]> {
  const { media, renderer } = services;
  const readUrl = ({ media: ref }: { media: MediaRef }) => media.readUrl(ref, SECONDS.renderUrl);
  const writeUrl = (ref: MediaRef, contentType: string) => media.writeUrl(ref, contentType, SECONDS.renderUrl);
  const onProgress = progressRecorder(services, step);

  if (task.kind === "cut") {
    const audio = clipFile(step.accountId, step.runId, step.fence);
    const result = await renderer.cut(
      step.runId,
      {
        audio: {
          url: await readUrl(task.audio),
          startSeconds: task.startSeconds,
          durationSeconds: task.durationSeconds,
        },
        deliver: { audio: await writeUrl(audio, "audio/wav") },
      },
      onProgress,
    );
    await confirmDelivered(services, audio, result.audio);
    return { audio };
  }

  const video = videoFile(step.runId, step.fence);
  const poster = posterFile(step.runId, step.fence);
  const result = await renderer.render(
    step.runId,
    {
      video: { url: await readUrl(task.video) },
      audio: task.audio && { url: await readUrl(task.audio.song), startSeconds: task.audio.startSeconds },
      caption: task.caption,
      output: task.output,
      deliver: { video: await writeUrl(video, "video/mp4"), poster: await writeUrl(poster, "image/jpeg") },
    },
    onProgress,
  );
  await Promise.all([
    confirmDelivered(services, video, result.video),
    confirmDelivered(services, poster, result.poster),
  ]);
  const { bytes, width, height, durationSeconds } = result.video;
  return { video, poster, bytes, width, height, durationSeconds, warnings: result.warnings };
}

async function confirmDelivered({ media }: Services, ref: MediaRef, file: DeliveredFile): Promise<void> {
  const { bucket, key } = media.bucket(ref);
  // Retried, because a hiccup of this check is no reason to make a delivered video again.
  const object = await retry<R2Object | null>(() => bucket.head(key));
  if (object?.size === file.bytes && object.etag === file.md5) return;
  throw new TransientError({
    code: "render_not_delivered",
    message: object
      ? `The renderer delivered ${file.bytes} bytes, but storage holds ${object.size} other ones.`
      : "The renderer said it delivered a file that storage does not hold.",
    retryable: true,
  });
}

function progressRecorder(services: Services, step: StepRow): (fraction: number) => void {
  let noted = 0;
  return (fraction) => {
    if (fraction < noted + WORTH_NOTING) return;
    noted = fraction;
    recordFraction(services, step, fraction).catch((error: unknown) => {
      services.log.warn("progress_not_recorded", { runId: step.runId, reason: String(error) });
    });
  };
}
