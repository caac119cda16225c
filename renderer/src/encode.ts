/** The only pass over the picture: crop, scale, caption and sung words, encode, with the finished sound laid under it. */

import { frameProgress, input, runFfmpeg, runFfprobe } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import type { MediaFile } from "./media.ts";
import type { Overlay } from "./overlay.ts";
import { longestGroup, type PicturePlan, withGlances } from "./picture.ts";
import type { Rate, VideoStream } from "./probe.ts";
import { WITHOUT_EDIT_LIST } from "./soundtrack.ts";

/** A file with its picture. */
export interface Take {
  file: MediaFile;
  picture: VideoStream;
}

export interface EncodeJob {
  /** One, or those that the plan has follow each other. */
  takes: readonly Take[];
  sound: MediaFile;
  /** As the plan has them. */
  overlays: readonly Overlay[];
  plan: PicturePlan;
  /** Receives small pictures of the video while it is encoded, about one a second, as `GLANCE` in RGB. */
  onGlances?: ((chunk: Buffer) => void) | undefined;
}

/** Writes the finished file to `path`. Throws `video_too_short` when the picture ends before the plan does. */
export async function encodeVideo(
  job: EncodeJob,
  path: string,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<void> {
  const { plan } = job;
  let written = 0;
  await runFfmpeg(encodeArguments(job, path), {
    signal,
    blame: "video_unreadable",
    ...(job.onGlances ? { onPipe3: job.onGlances } : {}),
    onStdout: frameProgress((frames) => {
      written = frames;
      onFraction(frames / plan.frames);
    }),
  });
  if (written === 0) throw new JobError("video_without_frames", "The video has no frames that decode.");
  if (written < plan.frames) {
    throw new JobError("video_too_short", `The video has only ${written} of the ${plan.frames} frames it should have.`);
  }
}

/** Up to this size one thread decodes faster than two encode, and threads that wait for each other cost a twentieth. */
const ONE_THREAD_PIXELS = 1920 * 1088;

/** The arguments of the pass: pure, so that they can be tested without running them. */
export function encodeArguments({ takes, sound, overlays, plan, onGlances }: EncodeJob, path: string): string[] {
  const graph = onGlances ? withGlances(plan.graph, takes, plan.frame) : plan.graph;
  // biome-ignore format: an option and its value belong on one line
  return [
    "-v", "error", "-progress", "pipe:1", "-filter_complex_threads", "1",
    ...takes.flatMap(({ file, picture }) =>
      input(file, ...(picture.width * picture.height <= ONE_THREAD_PIXELS ? ["-threads", "1"] : []))),
    ...input(sound),
    ...overlays.flatMap((overlay) => overlay.input),
    ...(plan.copy
      ? ["-map", `0:${takes[0]?.picture.index}`, "-c:v", "copy"]
      : ["-filter_complex", graph, "-map", "[picture]", ...plan.encoding]),
    "-map", `${takes.length}:a:0`, "-c:a", "copy",
    "-map_metadata", "-1", "-map_chapters", "-1",
    ...WITHOUT_EDIT_LIST, "-movflags", "+faststart+negative_cts_offsets+write_colr", "-f", "mp4", path,
    ...(onGlances && !plan.copy ? ["-map", "[glances]", "-vsync", "0", "-f", "rawvideo", "pipe:3"] : []),
  ];
}

/** Whether the file has a keyframe at least every half second. Reads the index, decodes nothing. */
export async function hasFrequentKeyframes(
  video: MediaFile,
  picture: VideoStream,
  rate: Rate,
  signal: AbortSignal,
): Promise<boolean> {
  const { stdout } = await runFfprobe(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "error", "-protocol_whitelist", "file,pipe", "-f", video.demuxer, "-select_streams", String(picture.index),
      "-show_entries", "packet=flags", "-of", "csv=p=0", `file:${video.path}`],
    { signal, blame: "video_unreadable" },
  );
  const flags = stdout.toString("latin1").trim().split("\n");
  const keyframes = flags.flatMap((flag, at) => (flag.startsWith("K") ? [at] : []));
  const gaps = keyframes.map((at, order) => (keyframes[order + 1] ?? flags.length) - at);
  return keyframes[0] === 0 && gaps.every((gap) => gap <= longestGroup(rate));
}
