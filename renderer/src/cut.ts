/** POST /cut: a stretch of a song as its own WAV file, for models that take the clip as a file. */

import type { z } from "zod";
import type { CutResult, cutJob } from "../contract/job.ts";
import { downloadLimits, type JobContext } from "./context.ts";
import { checkDeliveries, deliver } from "./deliver.ts";
import { download } from "./download.ts";
import { recognize } from "./media.ts";
import { phases } from "./progress.ts";
import { cutWav } from "./soundtrack.ts";

/** A stretch of a song as a WAV file of its own, delivered. Throws JobError. */
export async function cut(job: z.output<typeof cutJob>, context: JobContext): Promise<CutResult> {
  const { directory, signal, egress } = context;
  const progress = phases({ download: 5, cut: 2, deliver: 3 }, context.progress);
  checkDeliveries(job.deliver, egress);
  const source = `${directory}/song`;
  await download(job.audio.url, source, downloadLimits(context), signal, (fraction) => progress("download", fraction));
  const clip = `${directory}/clip.wav`;
  await cutWav(await recognize(source, "audio"), { ...job.audio, sound: job.sound }, clip, signal);
  progress("cut", 1);
  const delivered = await deliver(clip, "audio/wav", job.deliver.audio, egress, signal);
  return { audio: { ...delivered, durationSeconds: job.audio.durationSeconds } };
}
