/** POST /render: from a job to a finished, checked and delivered video. The order of the work, and nothing else. */
import { writeFile } from "node:fs/promises";
import type { z } from "zod";
import type { RenderResult, renderJob } from "../contract/job.ts";
import { drawCaption } from "./captions/draw.ts";
import { downloadLimits, type JobContext } from "./context.ts";
import { checkDeliveries, deliver } from "./deliver.ts";
import { download } from "./download.ts";
import { encodeVideo, hasFrequentKeyframes } from "./encode.ts";
import { passGate } from "./gate.ts";
import { JobError } from "./job-error.ts";
import { type MediaFile, recognize } from "./media.ts";
import { isTooShort, outputRate, planPicture } from "./picture.ts";
import { type Probe, probe, type VideoStream } from "./probe.ts";
import { phases } from "./progress.ts";
import { makeSoundtrack } from "./soundtrack.ts";

type Job = z.output<typeof renderJob>;

/** Makes and delivers one video with its poster. Throws JobError. */
export async function render(job: Job, context: JobContext): Promise<RenderResult> {
  const { directory, signal, egress } = context;
  const progress = phases({ download: 15, sound: 10, encode: 60, gate: 7, deliver: 8 }, context.progress);
  const { width, height, durationSeconds } = job.output;

  checkDeliveries(job.deliver, egress);
  const { video, song } = await fetchInputs(job, context, (fraction) => progress("download", fraction));
  const probed = await probe(video, "video_unreadable", signal);
  const picture = checkVideo(probed, job);

  const sound = await makeSoundtrack(
    song ?? video,
    {
      startSeconds: job.audio?.startSeconds ?? 0,
      durationSeconds,
      mix: job.audio?.mix ?? "as is",
      // Sound that belongs to lips fades just enough not to click; a clip from a song fades gently in and out.
      ...(song ? { fadeIn: 0.03, fadeOut: 0.3 } : { fadeIn: 0.01, fadeOut: 0.05 }),
    },
    directory,
    signal,
    (fraction) => progress("sound", fraction),
  );

  const caption = job.caption && drawCaption(job.caption, { width, height });
  const overlay = caption?.image && { x: caption.image.x, y: caption.image.y, path: `${directory}/caption.png` };
  if (caption?.image && overlay) await writeFile(overlay.path, caption.image.png);

  const drafted = planPicture(picture, { width, height }, durationSeconds, overlay ?? undefined);
  const plan = { ...drafted, copy: drafted.copy && (await hasFrequentKeyframes(video, picture, drafted.rate, signal)) };
  const finished: MediaFile = { path: `${directory}/finished.mp4`, demuxer: "mov" };
  await encodeVideo(
    { video, picture, sound: sound.file, caption: overlay?.path, plan },
    finished.path,
    signal,
    (fraction) => progress("encode", fraction),
  );

  const { loudness, poster } = await passGate(
    finished,
    { width, height, durationSeconds, rate: plan.rate, frames: plan.frames, thorough: plan.copy },
    directory,
    signal,
  );
  progress("gate", 1);

  const [deliveredVideo, deliveredPoster] = await Promise.all([
    deliver(finished.path, "video/mp4", job.deliver.video, egress, signal),
    deliver(poster, "image/jpeg", job.deliver.poster, egress, signal),
  ]);
  progress("deliver", 1);
  return {
    video: { ...deliveredVideo, width, height, durationSeconds },
    poster: { ...deliveredPoster, width, height },
    loudness,
    warnings: [...sound.warnings, ...(caption?.warnings ?? [])],
  };
}

/** Downloads the video and the song, at the same time, and recognizes both. */
async function fetchInputs(job: Job, context: JobContext, onFraction: (fraction: number) => void) {
  const limits = downloadLimits(context);
  const far = { video: 0, song: 0 };
  const get = async (name: "video" | "song", url: string, kind: "video" | "audio"): Promise<MediaFile> => {
    const path = `${context.directory}/${name}`;
    await download(url, path, limits, context.signal, (fraction) => {
      far[name] = fraction;
      onFraction(job.audio ? (far.video + far.song) / 2 : far.video);
    });
    return recognize(path, kind);
  };
  const [video, song] = await Promise.all([
    get("video", job.video.url, "video"),
    job.audio ? get("song", job.audio.url, "audio") : null,
  ]);
  return { video, song };
}

/** The video stream, if it can become what the job asks for. Throws a JobError if not. */
function checkVideo({ video, audio, durationSeconds }: Probe, job: Job): VideoStream {
  if (!video || video.frames === 0) throw new JobError("video_without_frames", "The video file has no picture.");
  if (!job.audio && !audio) {
    throw new JobError("video_without_sound", "The video has no sound, and the job lays none under it.");
  }
  const actual = video.durationSeconds ?? durationSeconds;
  const asked = job.output.durationSeconds;
  if (actual !== undefined && isTooShort(actual + Math.max(0, video.startSeconds), asked, outputRate(video))) {
    throw new JobError("video_too_short", `The video lasts ${actual.toFixed(2)} s, not ${asked} s.`);
  }
  return video;
}
