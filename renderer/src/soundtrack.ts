/**
 * The finished sound: the requested stretch at -14 LUFS, true peak below -1 dBTP, as AAC ready to be laid under the
 * picture.
 *
 * It is measured, then gets one static gain followed by a limiter, so that the music keeps its own dynamics (no
 * pumping). What counts is the loudness of the encoded sound. So this cheap pass is repeated, with gain and ceiling
 * corrected by what was measured, until it fits. The picture is encoded once, afterwards.
 */
import { stat } from "node:fs/promises";
import type { RenderJob } from "../contract/job.ts";
import type { Mix } from "../contract/song-analysis.ts";
import { input, runFfmpeg } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import { mixFilter } from "./listening/mix.ts";
import { EBUR128, type Loudness, LUFS_FLOOR, measureLoudness, readLoudness } from "./loudness.ts";
import type { MediaFile } from "./media.ts";

export const TARGET_LUFS = -14;
export const CEILING_DBTP = -1;
export const SAMPLE_RATE = 48_000;

const TOLERANCE_LU = 0.2;
const PASSES = 7;
/** More gain than this would raise mostly noise, so a stretch that needs it counts as silent. */
const MAX_GAIN_DB = 42;
/** More gain than this is worth a warning, because the noise floor comes up with it. */
const MUCH_GAIN_DB = 20;
/** The AAC encoder's priming: the decoder puts this many samples before the first one that was encoded. */
const AAC_PRIMING = 1024;
const ATTACK_MS = 5;
/** The limiter works at 4 times the sample rate, where sample peaks are true peaks within 0.1 dB or so. */
const OVERSAMPLING = 4;

export interface Stretch {
  startSeconds: number;
  durationSeconds: number;
  /** How much of it is heard: the rest is silent. All of it by default. */
  soundSeconds?: number;
  /** Seconds over which the sound fades in, and out until its end. */
  fadeIn: number;
  fadeOut: number;
  /** How the channels of the source are mixed. Missing: as they are. */
  mix?: Mix;
}

export interface Soundtrack {
  file: MediaFile;
  loudness: Loudness;
  warnings: string[];
}

/**
 * Makes the soundtrack from the first audio stream of `source`, in `directory`. `onFraction` receives how far it is, 0
 * to 1. Throws JobError.
 */
export async function makeSoundtrack(
  source: MediaFile,
  stretch: Stretch,
  directory: string,
  signal: AbortSignal,
  onFraction: (fraction: number) => void = () => {},
): Promise<Soundtrack> {
  const raw = await extract(source, stretch, `${directory}/sound.wav`, signal);
  onFraction(0.3);
  const warnings: string[] = [];
  const missing = stretch.durationSeconds - raw.seconds;
  if (missing > 0.5) warnings.push(`The sound ends ${missing.toFixed(1)} s before the picture; the rest is silent.`);
  const wanted = TARGET_LUFS - raw.loudness.integratedLufs;
  if (raw.loudness.integratedLufs <= LUFS_FLOOR || wanted > MAX_GAIN_DB) {
    throw new JobError("audio_silent", "The chosen stretch of sound is silent.");
  }
  if (wanted > MUCH_GAIN_DB)
    warnings.push(`The sound was very quiet and had to be raised by ${Math.round(wanted)} dB.`);

  const file: MediaFile = { path: `${directory}/sound.m4a`, demuxer: "mov" };
  let gain = wanted;
  let ceiling = CEILING_DBTP - 0.5;
  for (let pass = 1; ; pass++) {
    const limited = raw.loudness.truePeakDb + gain > ceiling - 0.2;
    await encode(raw.file, file.path, masterFilters(stretch, gain, limited ? ceiling : undefined), signal);
    const loudness = await measureLoudness(file, "internal", signal);
    onFraction(0.3 + 0.7 * (1 - 0.5 ** pass));
    const off = TARGET_LUFS - loudness.integratedLufs;
    const over = loudness.truePeakDb - (CEILING_DBTP - 0.1);
    if ((Math.abs(off) <= TOLERANCE_LU && over <= 0) || pass === PASSES) return { file, loudness, warnings };
    // The harder the limiter works, the less of an added decibel is heard.
    if (Math.abs(off) > TOLERANCE_LU / 2) gain += off * (limited && off > 0 ? 1.4 : 1);
    if (over > 0) ceiling -= over + 0.1;
  }
}

/** The requested stretch, mixed, otherwise unchanged, as 48 kHz stereo, with its loudness. */
async function extract(source: MediaFile, stretch: Stretch, path: string, signal: AbortSignal) {
  const { startSeconds, durationSeconds, mix = "as is" } = stretch;
  const seek = startSeconds > 0 ? ["-ss", String(startSeconds)] : [];
  const { stderr } = await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "info", ...input(source, ...seek), "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1",
      "-af", [toStereo, mixFilter(mix) ?? [], `atrim=end_sample=${samples(durationSeconds)}`, EBUR128].flat().join(","),
      "-c:a", "pcm_f32le", "-ar", String(SAMPLE_RATE), "-ac", "2", "-f", "wav", path],
    { signal, blame: "audio_unreadable" },
  ).catch((error: unknown) => {
    throw error instanceof JobError && error.message.includes("matches no streams") ? nothingThere(0) : error;
  });
  const seconds = (await pcmBytes(path)) / (SAMPLE_RATE * 2 * 4);
  if (seconds < 0.01) throw nothingThere(startSeconds);
  return { file: { path, demuxer: "wav" }, seconds, loudness: readLoudness(stderr) };
}

/**
 * Cuts the stretch out of `source` as a 48 kHz stereo 16-bit WAV file of exactly that length, mixed, otherwise untouched.
 * `sound`: what is heard of it.
 */
export async function cutWav(
  source: MediaFile,
  {
    startSeconds,
    durationSeconds,
    mix = "as is",
    sound,
  }: Pick<Stretch, "startSeconds" | "durationSeconds" | "mix"> & { sound?: RenderJob["sound"] },
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const probePath = `${path}.raw.wav`;
  await extract(source, { startSeconds, durationSeconds, fadeIn: 0, fadeOut: 0, mix }, probePath, signal);
  // biome-ignore format: an option and its value belong on one line
  await runFfmpeg(
    ["-v", "error", ...input({ path: probePath, demuxer: "wav" }), "-map", "0:a:0", "-map_metadata", "-1",
      "-af", `${sound ? `${fades(sound.seconds, sound)},` : ""}apad,atrim=end_sample=${samples(durationSeconds)}`, "-c:a", "pcm_s16le", "-bitexact", "-f", "wav", path],
    { signal, blame: "internal" },
  );
}

async function encode(source: MediaFile, path: string, filters: string, signal: AbortSignal): Promise<void> {
  // biome-ignore format: an option and its value belong on one line
  await runFfmpeg(
    ["-v", "error", ...input(source), "-map", "0:a:0", "-map_metadata", "-1", "-af", filters,
      "-c:a", "aac", "-profile:a", "aac_low", "-b:a", "256k", "-ar", String(SAMPLE_RATE), "-ac", "2",
      ...WITHOUT_EDIT_LIST, "-f", "mp4", path],
    { signal, blame: "internal" },
  );
}

/**
 * Makes both streams start at 0 without an edit list. By default, some versions of ffmpeg shift one stream by the
 * reordering delay of the other.
 */
export const WITHOUT_EDIT_LIST = ["-avoid_negative_ts", "disabled", "-use_editlist", "0"];

/** Fills gaps and late starts, so that the sound keeps time, whatever its sample rate and number of channels. */
const toStereo = `aresample=${SAMPLE_RATE}:async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts=stereo`;

const samples = (seconds: number): number => Math.round(seconds * SAMPLE_RATE);

/**
 * The filters of one pass: gain, limiter (unless nothing reaches the ceiling), fades, exact length. The first samples
 * are left out, because the encoder's priming takes their place: what follows is in sync to the sample.
 */
function masterFilters(stretch: Stretch, gainDb: number, ceilingDb: number | undefined): string {
  const length = samples(stretch.durationSeconds);
  const rate = SAMPLE_RATE * OVERSAMPLING;
  const limiter =
    ceilingDb === undefined
      ? []
      : [
          // Trailing silence pushes the last samples out of the limiter's look-ahead; its delay is then cut off at the
          // start.
          `apad=pad_len=${samples(0.1)}`,
          `aresample=${rate}`,
          `alimiter=limit=${(10 ** (ceilingDb / 20)).toFixed(5)}:attack=${ATTACK_MS}:release=80:level=0`,
          `atrim=start_sample=${(rate * ATTACK_MS) / 1000}`,
          "asetpts=PTS-STARTPTS",
          `aresample=${SAMPLE_RATE}`,
        ];
  return [
    `volume=${gainDb.toFixed(2)}dB`,
    ...limiter,
    "apad",
    `atrim=start_sample=${AAC_PRIMING}:end_sample=${length}`,
    "asetpts=PTS-STARTPTS",
    fades((stretch.soundSeconds ?? stretch.durationSeconds) - AAC_PRIMING / SAMPLE_RATE, stretch),
  ].join(",");
}

/** Filters that fade in from the start, and out until so many seconds; then there is silence. */
const fades = (seconds: number, { fadeIn, fadeOut }: Pick<Stretch, "fadeIn" | "fadeOut">): string =>
  `afade=t=in:d=${fadeIn},afade=t=out:st=${(seconds - fadeOut).toFixed(4)}:d=${fadeOut}`;

function nothingThere(startSeconds: number): JobError {
  return startSeconds > 0
    ? new JobError("audio_start_past_end", `The sound ends before ${startSeconds} s.`)
    : new JobError("audio_without_samples", "The sound has no samples.");
}

async function pcmBytes(path: string): Promise<number> {
  const { size } = await stat(path);
  return Math.max(0, size - 128);
}
