/**
 * The last check of a finished file before anyone else sees it, and its poster: one ffmpeg over the file itself. Of the
 * picture only keyframes are decoded (two a second, a tenth of the cost); of the sound, everything.
 */

import { input, runFfmpeg, tellable } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import { EBUR128, type Loudness, LUFS_FLOOR, readLoudness } from "./loudness.ts";
import type { MediaFile } from "./media.ts";
import { type Frame, groupLength } from "./picture.ts";
import { type Probe, probe, type Rate } from "./probe.ts";
import { CEILING_DBTP, TARGET_LUFS } from "./soundtrack.ts";

export interface Expected extends Frame {
  durationSeconds: number;
  rate: Rate;
  frames: number;
  /** Decode every frame: for a picture that was copied, and so never decoded before. */
  thorough: boolean;
}

const TOLERANCE_LU = 0.5;
const LOOK = { width: 54, height: 96 };
/** Luma, 0-255. A black picture's compression noise stays below this; a starry night does not. */
const BLACK_LUMA = 24;
/** Luma differences that compression alone makes between two pictures of the same thing. */
const STILL_DIFFERENCE = 4;

/** How many pictures the poster is chosen from. */
const CANDIDATES = 4;

export interface Passed {
  loudness: Loudness;
  /** Path of the poster, a JPEG as large as the video. */
  poster: string;
}

/** Checks `file` and makes its poster in `directory`. Throws `gate_*`. */
export async function passGate(
  file: MediaFile,
  expected: Expected,
  directory: string,
  signal: AbortSignal,
): Promise<Passed> {
  const probed = await probe(file, "gate_undecodable", signal);
  checkShape(probed, expected);
  const { frames, rate, thorough } = expected;
  const pictures = thorough ? frames : Math.ceil(frames / groupLength(rate));
  const candidates = Array.from({ length: CANDIDATES }, (_, at) => Math.floor(((at + 0.5) * pictures) / CANDIDATES));
  const { stdout, stderr } = await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "level+info", ...input(file, ...(thorough ? [] : ["-threads", "1", "-skip_frame", "nokey"])), "-filter_complex",
      [
        "[0:v]split[look][poster]",
        `[look]scale=${LOOK.width}:${LOOK.height}:flags=area,format=gray[small]`,
        `[poster]select=${candidates.map((at) => `eq(n\\,${at})`).join("+")},scale=flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc,format=yuvj420p[still]`,
        `[0:a]${EBUR128}[sound]`,
      ].join(";"),
      "-map", "[small]", "-vsync", "0", "-f", "rawvideo", "pipe:1",
      "-map", "[sound]", "-f", "null", "-",
      "-map", "[still]", "-vsync", "0", "-c:v", "mjpeg", "-q:v", "3", "-map_metadata", "-1", "-f", "image2", `${directory}/poster-%d.jpg`],
    { signal, blame: "gate_undecodable" },
  );
  const complaint = /\[(?:error|fatal|panic)\].*/.exec(stderr)?.[0];
  if (complaint) {
    throw new JobError("gate_undecodable", `The finished file does not decode cleanly: ${tellable(complaint)}`);
  }
  const looks = split(stdout);
  checkLook(looks);
  const loudness = readLoudness(stderr);
  checkSound(loudness);
  const contrasts = [...new Set(candidates)].map((at) => contrast(looks[at] ?? Buffer.alloc(0)));
  return { loudness, poster: `${directory}/poster-${contrasts.indexOf(Math.max(...contrasts)) + 1}.jpg` };
}

/** The small pictures in a stream of raw pixels. */
function split(pixels: Buffer): Buffer[] {
  const size = LOOK.width * LOOK.height;
  return Array.from({ length: Math.floor(pixels.length / size) }, (_, at) =>
    pixels.subarray(at * size, (at + 1) * size),
  );
}

/** How much there is to see in a picture: the variance of its luma. Fades to black and flashes of white have little. */
function contrast(picture: Buffer): number {
  if (picture.length === 0) return -1;
  const mean = picture.reduce((sum, luma) => sum + luma, 0) / picture.length;
  return picture.reduce((sum, luma) => sum + (luma - mean) ** 2, 0) / picture.length;
}

function checkShape({ video, audio }: Probe, expected: Expected): void {
  if (!video || !audio) throw new JobError("gate_undecodable", "The finished file lacks its picture or its sound.");
  if (video.width !== expected.width || video.height !== expected.height) {
    throw new JobError("gate_undecodable", `The finished picture is ${video.width}x${video.height}.`);
  }
  const frameSeconds = expected.rate[1] / expected.rate[0];
  const off = (seconds: number | undefined) => Math.abs((seconds ?? 0) - expected.durationSeconds);
  if (
    video.frames !== expected.frames ||
    off(video.durationSeconds) > frameSeconds ||
    off(audio.durationSeconds) > 0.025
  ) {
    throw new JobError(
      "gate_duration",
      `The finished file has ${video.frames} of ${expected.frames} frames and ${audio.durationSeconds} of ${expected.durationSeconds} s of sound.`,
    );
  }
}

function checkLook(pictures: readonly Buffer[]): void {
  const [first] = pictures;
  if (!first) throw new JobError("gate_undecodable", "The finished file has no picture that decodes.");
  if (pictures.every((picture) => picture.every((luma) => luma <= BLACK_LUMA))) {
    throw new JobError("gate_black", "The picture is black from beginning to end.");
  }
  const still = pictures.every((picture) =>
    picture.every((luma, at) => Math.abs(luma - (first[at] ?? 0)) <= STILL_DIFFERENCE),
  );
  if (still && pictures.length > 1) throw new JobError("gate_frozen", "The picture never moves.");
}

function checkSound({ integratedLufs, truePeakDb }: Loudness): void {
  if (integratedLufs <= LUFS_FLOOR) throw new JobError("gate_silent", "The sound is silent from beginning to end.");
  if (Math.abs(integratedLufs - TARGET_LUFS) > TOLERANCE_LU || truePeakDb > CEILING_DBTP) {
    throw new JobError("gate_loudness", `The sound is at ${integratedLufs} LUFS with peaks of ${truePeakDb} dBTP.`);
  }
}
