/** What a song is like: its exact length, its format, and how loud each second of it is. */
import type { z } from "zod";
import type { AnalyzeResult, analyzeJob } from "../contract/job.ts";
import { downloadLimits, type JobContext } from "./context.ts";
import { download } from "./download.ts";
import { input, runFfmpeg } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import { LUFS_FLOOR, readLoudness } from "./loudness.ts";
import { type MediaFile, recognize } from "./media.ts";
import { probe } from "./probe.ts";
import { phases } from "./progress.ts";

/** Analyzes the audio file at `path`. Throws a `JobError` when it is not one. */
export async function analyzeFile(
  path: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<AnalyzeResult> {
  return analyze(await recognize(path, "audio"), signal);
}

/** Analyzes a recognized file. */
export async function analyze(file: MediaFile, signal: AbortSignal): Promise<AnalyzeResult> {
  const { audio } = await probe(file, "audio_unreadable", signal);
  if (!audio) throw new JobError("audio_without_samples", "The file has no sound.");
  // One channel comes out of both loudspeakers at full level; ffmpeg's own mix would make it 3 dB quieter than heard.
  const stereo = audio.channels === 1 ? "pan=stereo|c0=c0|c1=c0" : "aformat=channel_layouts=stereo";
  const { stdout, stderr } = await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    [
      "-v", "info",
      ...input(file),
      "-map", "0:a:0", "-vn", "-sn", "-dn",
      "-af", `aresample=48000,${stereo},ebur128=metadata=1:framelog=verbose,ametadata=mode=print:key=lavfi.r128.M:file=-`,
      "-f", "null", "-",
    ],
    { signal, blame: "audio_unreadable" },
  );
  const momentary = readMomentary(stdout.toString("latin1"));
  const last = momentary.at(-1);
  const durationSeconds = readDuration(stderr) ?? last?.seconds ?? 0;
  if (durationSeconds <= 0) throw new JobError("audio_without_samples", "The sound has no samples.");
  return {
    durationSeconds,
    sampleRate: audio.sampleRate,
    channels: audio.channels,
    integratedLufs: readLoudness(stderr).integratedLufs,
    loudness: perSecond(momentary, durationSeconds),
  };
}

interface MomentaryLoudness {
  seconds: number;
  lufs: number;
}

/** The momentary values that ametadata printed: a line with the time, then one with the value. */
function readMomentary(text: string): MomentaryLoudness[] {
  return [...text.matchAll(/pts_time:(-?[\d.]+)\s+lavfi\.r128\.M=(\S+)/g)].map(([, seconds, lufs]) => ({
    seconds: Number(seconds),
    lufs: Number(lufs),
  }));
}

/** The end of what was decoded, because containers (MP3 above all) only estimate it. */
function readDuration(stderr: string): number | undefined {
  const [, hours, minutes, seconds] = [...stderr.matchAll(/time=(\d+):(\d\d):(\d\d\.\d+)/g)].at(-1) ?? [];
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** One value per whole second: the mean power of the values within it. */
function perSecond(moments: readonly MomentaryLoudness[], durationSeconds: number): number[] {
  const power = Array.from({ length: Math.max(1, Math.floor(durationSeconds)) }, () => ({ sum: 0, count: 0 }));
  for (const { seconds, lufs } of moments) {
    const slot = power[Math.floor(seconds)];
    if (!slot) continue;
    slot.sum += Number.isFinite(lufs) ? 10 ** (lufs / 10) : 0;
    slot.count += 1;
  }
  return power.map(({ sum, count }) => {
    const mean = count === 0 ? 0 : sum / count;
    return mean > 0 ? Math.max(LUFS_FLOOR, Math.round(100 * Math.log10(mean)) / 10) : LUFS_FLOOR;
  });
}

/** POST /analyze. */
export async function analyzeSong(job: z.output<typeof analyzeJob>, context: JobContext): Promise<AnalyzeResult> {
  const progress = phases({ download: 1, analyze: 1 }, context.progress);
  const source = `${context.directory}/song`;
  await download(job.audio.url, source, downloadLimits(context), context.signal, (fraction) =>
    progress("download", fraction),
  );
  return analyze(await recognize(source, "audio"), context.signal);
}
