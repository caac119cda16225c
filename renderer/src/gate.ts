/**
 * The last check of a finished file before anyone else sees it, and its poster, both from the file itself. All of it is
 * read, and all of the sound decoded; of the picture a few keyframes, from which the poster is chosen, too. Where these
 * show nothing, or nothing that moves, every keyframe is decoded before it is said of the whole video.
 */

import type { Box } from "./captions/layout.ts";
import { input, runFfmpeg, tellable } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import { copyKeyframes } from "./keyframes.ts";
import { EBUR128, type Loudness, LUFS_FLOOR, readLoudness } from "./loudness.ts";
import type { MediaFile } from "./media.ts";
import { type Frame, groupLength } from "./picture.ts";
import { type Packet, type Probe, probe, type Rate } from "./probe.ts";
import { CEILING_DBTP, TARGET_LUFS } from "./soundtrack.ts";

export interface Expected extends Frame {
  durationSeconds: number;
  rate: Rate;
  frames: number;
  /** Decode every frame: for a picture that was copied, and so never decoded before. */
  thorough: boolean;
  /** Each must show something; none: the video is one. In frames. */
  shots?: readonly { startFrame: number; frames: number }[];
  /** What was drawn over the picture: it says nothing of whether there is one, and whether that moves. */
  drawn: readonly Box[];
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
  const probed = await probe(file, "gate_undecodable", signal, true);
  checkShape(probed, expected);
  const look = (pictures: Packet[] | "all") => lookAt(file, expected, pictures, directory, signal);
  const keyframes = probed.packets.filter(({ stream, isKey }) => isKey && stream === probed.video?.index);
  const shown = shownBy(expected);
  const few = fewOf(keyframes.length, expected);
  let seen = await look(expected.thorough ? "all" : few.flatMap((at) => keyframes[at] ?? []));
  const isSuspect = faultOf(seen.looks, shown) ?? blackShot(seen.looks, few, shown, expected);
  if (!expected.thorough && isSuspect) seen = await look(keyframes);
  const fault =
    faultOf(seen.looks, shown) ?? (isSuspect && blackShot(seen.looks, [...keyframes.keys()], shown, expected));
  if (fault) throw fault;
  checkSound(seen.loudness);
  const contrasts = seen.candidates.map((at) => contrast(seen.looks[at] ?? Buffer.alloc(0)));
  return {
    loudness: seen.loudness,
    poster: `${directory}/poster-${contrasts.indexOf(Math.max(...contrasts)) + 1}.jpg`,
  };
}

/** The places of a few among `count`, evenly spread. */
const spread = (count: number): number[] => [
  ...new Set(Array.from({ length: CANDIDATES }, (_, at) => Math.floor(((at + 0.5) * count) / CANDIDATES))),
];

/** Which shot a keyframe is of; 0 where the video is one. */
const shotAt = (keyframe: number, { shots = [], rate }: Expected): number =>
  shots.findLastIndex(({ startFrame }) => startFrame <= keyframe * groupLength(rate));

/** The places of a few keyframes among `count`: evenly spread, or of each shot two that are. */
function fewOf(count: number, expected: Expected): number[] {
  if (!expected.shots) return spread(count);
  const byShot = Map.groupBy(Array(count).keys(), (at) => shotAt(at, expected));
  return [...byShot.values()].flatMap((ats) => {
    const [one, other] = [ats[Math.floor(ats.length / 4)], ats[Math.floor((3 * ats.length) / 4)]];
    return [...new Set([one, other])].flatMap((at) => at ?? []);
  });
}

interface Seen {
  loudness: Loudness;
  /** The pictures, small and grey. */
  looks: Buffer[];
  /** Which of them were written to `poster-1.jpg`, `poster-2.jpg` …, as large as the video. */
  candidates: number[];
}

/** Decodes the sound and these pictures of `file`. */
async function lookAt(
  file: MediaFile,
  { frames }: Expected,
  pictures: Packet[] | "all",
  directory: string,
  signal: AbortSignal,
): Promise<Seen> {
  const all = pictures === "all";
  const count = all ? frames : pictures.length;
  const candidates = spread(count);
  const source = all
    ? input(file)
    : // A stream without a container, of which no more than the first picture is needed to know what it is.
      // biome-ignore format: an option and its value belong on one line
      ["-threads", "1", ...input(await copyKeyframes(file, pictures, `${directory}/keyframes.h264`), "-probesize", "32"), ...input(file)];
  const { stdout, stderr } = await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "level+info", ...source, "-filter_complex",
      [
        "[0:v]split[look][poster]",
        `[look]scale=${LOOK.width}:${LOOK.height}:flags=area,format=gray[small]`,
        `[poster]select=${candidates.map((at) => `eq(n\\,${at})`).join("+")},${TO_JPEG}[still]`,
        `[${all ? 0 : 1}:a]${EBUR128}[sound]`,
      ].join(";"),
      "-map", "[small]", "-vsync", "0", "-f", "rawvideo", "pipe:1",
      "-map", "[sound]", "-f", "null", "-",
      "-map", "[still]", "-vsync", "0", "-c:v", "mjpeg", "-q:v", "3", "-threads", "1", "-map_metadata", "-1", "-f", "image2", `${directory}/poster-%d.jpg`],
    { signal, blame: "gate_undecodable" },
  );
  const complaint = /\[(?:error|fatal|panic)\].*/.exec(stderr)?.[0];
  if (complaint) {
    throw new JobError("gate_undecodable", `The finished file does not decode cleanly: ${tellable(complaint)}`);
  }
  const looks = split(stdout);
  if (looks.length !== count) {
    throw new JobError("gate_undecodable", `Of ${count} pictures of the finished file, ${looks.length} decode.`);
  }
  return { loudness: readLoudness(stderr), looks, candidates };
}

/** From video to JPEG: the colours of bt601 in the full range. The filter `colorspace` is ten times as fast as `scale`. */
const TO_JPEG = [
  "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
  "colorspace=space=smpte170m:trc=bt709:primaries=bt709:range=jpeg:format=yuv420p",
  "scale=in_range=pc:out_range=pc,format=yuvj420p",
].join(",");

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

function checkShape({ video, audio, packets }: Probe, expected: Expected): void {
  if (!video || !audio) throw new JobError("gate_undecodable", "The finished file lacks its picture or its sound.");
  if (video.width !== expected.width || video.height !== expected.height) {
    throw new JobError("gate_undecodable", `The finished picture is ${video.width}x${video.height}.`);
  }
  for (const { index, frames } of [video, audio]) {
    const there = packets.filter(({ stream }) => stream === index).length;
    if (there !== frames) {
      throw new JobError(
        "gate_undecodable",
        `The finished file has ${there} of the ${frames} packets that it tells of.`,
      );
    }
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

/** The places of a small picture that show the video, and nothing that was drawn over it. */
function shownBy({ width, height, drawn }: Expected): number[] {
  const [across, down] = [LOOK.width / width, LOOK.height / height];
  const isDrawn = (x: number, y: number) =>
    drawn.some(
      ({ left, right, top, bottom }) =>
        x + 1 > left * across && x < right * across && y + 1 > top * down && y < bottom * down,
    );
  return Array.from({ length: LOOK.width * LOOK.height }, (_, at) => at).filter(
    (at) => !isDrawn(at % LOOK.width, Math.floor(at / LOOK.width)),
  );
}

/** What is wrong with these pictures, if they are all that there is of the video; `shown` are the places to look at. */
function faultOf(pictures: readonly Buffer[], shown: readonly number[]): JobError | undefined {
  const [first] = pictures;
  if (!first) return new JobError("gate_undecodable", "The finished file has no picture that decodes.");
  if (pictures.every((picture) => isBlack(picture, shown))) {
    return new JobError("gate_black", "The picture is black from beginning to end.");
  }
  const still = pictures.every((picture) =>
    shown.every((at) => Math.abs((picture[at] ?? 0) - (first[at] ?? 0)) <= STILL_DIFFERENCE),
  );
  return still && pictures.length > 1 ? new JobError("gate_frozen", "The picture never moves.") : undefined;
}

const isBlack = (picture: Buffer, shown: readonly number[]): boolean =>
  shown.every((at) => (picture[at] ?? 0) <= BLACK_LUMA);

/** The first shot of which all these pictures are black. `ats`: which keyframes they are. */
function blackShot(
  pictures: readonly Buffer[],
  ats: readonly number[],
  shown: readonly number[],
  expected: Expected,
): JobError | undefined {
  const black = expected.shots?.findIndex((_, shot) => {
    const ofShot = pictures.filter((_, at) => shotAt(ats[at] ?? 0, expected) === shot);
    return ofShot.length > 0 && ofShot.every((picture) => isBlack(picture, shown));
  });
  if (black === undefined || black < 0) return undefined;
  return new JobError("gate_black", `Shot ${black + 1} is black from beginning to end.`);
}

function checkSound({ integratedLufs, truePeakDb }: Loudness): void {
  if (integratedLufs <= LUFS_FLOOR) throw new JobError("gate_silent", "The sound is silent from beginning to end.");
  if (Math.abs(integratedLufs - TARGET_LUFS) > TOLERANCE_LU || truePeakDb > CEILING_DBTP) {
    throw new JobError("gate_loudness", `The sound is at ${integratedLufs} LUFS with peaks of ${truePeakDb} dBTP.`);
  }
}
