/** POST /render: from a job to a finished, checked and delivered video. The order of the work, and nothing else. */
import type { z } from "zod";
import type { RenderResult, renderJob } from "../contract/job.ts";
import { downloadLimits, type JobContext } from "./context.ts";
import { checkDeliveries, deliver } from "./deliver.ts";
import { download } from "./download.ts";
import type { Take } from "./encode.ts";
import { encodeCaptioned } from "./encode-captioned.ts";
import { passGate } from "./gate.ts";
import { JobError } from "./job-error.ts";
import { type MediaFile, recognize } from "./media.ts";
import { isTooShort, outputRate } from "./picture.ts";
import { type Probe, probe, type Rate, type VideoStream } from "./probe.ts";
import { phases } from "./progress.ts";
import { makeSoundtrack, type Stretch } from "./soundtrack.ts";

type Job = z.output<typeof renderJob>;

/** Makes and delivers one video with its poster. Throws JobError. */
export async function render(job: Job, context: JobContext): Promise<RenderResult> {
  const { directory, signal, egress } = context;
  const progress = phases({ download: 15, sound: 10, encode: 60, gate: 7, deliver: 8 }, context.progress);
  const { width, height, durationSeconds } = job.output;

  checkDeliveries(job.deliver, egress);
  const { videos, song } = await fetchInputs(job, context, (fraction) => progress("download", fraction));
  const probes = await Promise.all(videos.map((file) => probe(file, "video_unreadable", signal)));
  const checked = probes.map((probed, at) => checkVideo(probed, job, at));
  const takes = videos.flatMap((file, at): Take[] => (checked[at] ? [{ file, picture: checked[at] }] : []));

  const sound = await makeSoundtrack(
    song ?? onlyOne(videos),
    {
      startSeconds: job.audio?.startSeconds ?? 0,
      durationSeconds,
      mix: job.audio?.mix ?? "as is",
      ...soundOf(job),
    },
    directory,
    signal,
    (fraction) => progress("sound", fraction),
  );

  const finished: MediaFile = { path: `${directory}/finished.mp4`, demuxer: "mov" };
  const { plan, places, warnings } = await encodeCaptioned(
    {
      takes,
      shots: "shots" in job.video ? job.video : undefined,
      sound: sound.file,
      caption: job.caption,
      lyrics: job.lyrics,
      frame: { width, height },
      seconds: durationSeconds,
      directory,
    },
    finished.path,
    signal,
    (fraction) => progress("encode", fraction),
  );

  const { loudness, poster } = await passGate(
    finished,
    {
      width,
      height,
      durationSeconds,
      rate: plan.rate,
      frames: plan.frames,
      thorough: plan.copy,
      drawn: places,
      ...("shots" in job.video ? { shots: job.video.shots } : {}),
    },
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
    warnings: [...sound.warnings, ...warnings],
  };
}

/** What is heard of the sound. A job that does not say has it fade in and out: just enough not to click, if it belongs to lips. */
function soundOf({ sound, audio, output }: Job): Pick<Stretch, "soundSeconds" | "fadeIn" | "fadeOut"> {
  if (!sound) return audio ? { fadeIn: 0.03, fadeOut: 0.3 } : { fadeIn: 0.01, fadeOut: 0.05 };
  const { seconds, fadeIn, fadeOut } = sound;
  return { soundSeconds: Math.min(seconds, output.durationSeconds), fadeIn, fadeOut };
}

/** Throws when there are more or fewer. */
function onlyOne<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`There are ${items.length}, not one`);
  return item;
}

/** Downloads the videos and the song, all at the same time, and recognizes each. */
async function fetchInputs(job: Job, context: JobContext, onFraction: (fraction: number) => void) {
  const limits = downloadLimits(context);
  const urls = "shots" in job.video ? job.video.shots.map(({ url }) => url) : [job.video.url];
  const wanted = [
    ...urls.map((url, at) => ({ url, name: `video-${at + 1}`, kind: "video" as const })),
    ...(job.audio ? [{ url: job.audio.url, name: "song", kind: "audio" as const }] : []),
  ];
  const far = wanted.map(() => 0);
  const files = await Promise.all(
    wanted.map(async ({ url, name, kind }, at): Promise<MediaFile> => {
      const path = `${context.directory}/${name}`;
      await download(url, path, limits, context.signal, (fraction) => {
        far[at] = fraction;
        onFraction(far.reduce((sum, each) => sum + each, 0) / far.length);
      });
      return recognize(path, kind);
    }),
  );
  return { videos: files.slice(0, urls.length), song: job.audio ? files.at(-1) : undefined };
}

/** The video stream, if it can become what the job asks for. Throws a JobError if not. `at`: which of its files it is. */
function checkVideo({ video, audio, durationSeconds }: Probe, job: Job, at: number): VideoStream {
  const shot = "shots" in job.video ? job.video.shots[at] : undefined;
  const what = shot ? `The video of shot ${at + 1}` : "The video";
  if (!video || video.frames === 0) throw new JobError("video_without_frames", `${what} has no picture.`);
  if (!job.audio && !audio) {
    throw new JobError("video_without_sound", `${what} has no sound, and the job lays none under it.`);
  }
  const actual = video.durationSeconds ?? durationSeconds;
  const rate: Rate = "shots" in job.video ? [job.video.fps, 1] : outputRate(video);
  const asked = shot ? (shot.frames * rate[1]) / rate[0] : job.output.durationSeconds;
  if (actual !== undefined && isTooShort(actual + Math.max(0, video.startSeconds), asked, rate)) {
    throw new JobError("video_too_short", `${what} lasts ${actual.toFixed(2)} s, not ${Number(asked.toFixed(2))} s.`);
  }
  return video;
}
