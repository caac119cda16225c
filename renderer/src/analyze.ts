/** What a song is like: its exact length and format, how loud it is when, and its beats, bars and sections. */
import type { z } from "zod";
import type { analyzeJob } from "../contract/job.ts";
import type { HeardFile, SongAnalysis } from "../contract/song-analysis.ts";
import { downloadLimits, type JobContext } from "./context.ts";
import { download } from "./download.ts";
import { input, runFfmpeg } from "./ffmpeg.ts";
import { JobError } from "./job-error.ts";
import { chooseMix, mixGainDb } from "./listening/mix.ts";
import { pairsOf } from "./listening/pairs.ts";
import { findSilences } from "./listening/silences.ts";
import { LISTENING_RATE, Listener, MAX_HEARD_SECONDS } from "./listening/spectra.ts";
import { understand } from "./listening/understand.ts";
import { LUFS_FLOOR, readLoudness } from "./loudness.ts";
import { type MediaFile, recognize } from "./media.ts";
import { probe } from "./probe.ts";
import { phases } from "./progress.ts";
import { readTags } from "./tags.ts";

/** Analyzes the audio file at `path`. Throws a `JobError` when it is not one. */
export async function analyzeFile(
  path: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<SongAnalysis> {
  return analyze(await recognize(path, "audio"), signal);
}

/** Analyzes a recognized file, which is decoded once. `onFraction` receives how far it is, 0 to 1. */
export async function analyze(
  file: MediaFile,
  signal: AbortSignal,
  onFraction: (fraction: number) => void = () => {},
): Promise<SongAnalysis> {
  const { audio, durationSeconds: announced = MAX_HEARD_SECONDS } = await probe(file, "audio_unreadable", signal);
  if (!audio) throw new JobError("audio_without_samples", "The file has no sound.");
  // One channel comes out of both loudspeakers at full level; ffmpeg's own mix would make it 3 dB quieter than heard.
  const stereo = audio.channels === 1 ? "pan=stereo|c0=c0|c1=c0" : "aformat=channel_layouts=stereo";
  const listener = new Listener();
  const listen = (pairs: Float32Array) => {
    listener.push(pairs);
    onFraction(listener.seconds / announced);
  };
  const { stdout, stderr } = await runFfmpeg(
    // biome-ignore format: an option and its value belong on one line
    [
      "-v", "info",
      ...input(file),
      "-filter_complex", [
        // Fills gaps and late starts, as the soundtrack does, so that both count the same seconds.
        `[0:a:0]aresample=48000:async=1:first_pts=0,${stereo},asplit[measured][heard]`,
        "[measured]ebur128=metadata=1:framelog=verbose,ametadata=mode=print:key=lavfi.r128.M:file=-[loudness]",
        `[heard]aresample=${LISTENING_RATE}[samples]`,
      ].join(";"),
      "-map", "[loudness]", "-f", "null", "-",
      "-map", "[samples]", "-ac", "2", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:3",
    ],
    { signal, blame: "audio_unreadable", onPipe3: pairsOf(listen) },
  );
  const spectra = listener.finish();
  const durationSeconds = Math.round(spectra.seconds * 1000) / 1000;
  if (durationSeconds <= 0) throw new JobError("audio_without_samples", "The sound has no samples.");
  const { mix, monoLossDb } = chooseMix(spectra.channels);
  const louder = mixGainDb(mix);
  const loudness = readMomentary(stdout.toString("latin1"), durationSeconds).map((lufs) => tenths(lufs + louder));
  const integratedLufs = tenths(readLoudness(stderr).integratedLufs + louder);
  const silences = findSilences(loudness, integratedLufs, durationSeconds);
  return {
    durationSeconds,
    sampleRate: audio.sampleRate,
    channels: audio.channels,
    integratedLufs,
    loudness,
    silences,
    mix,
    monoLossDb,
    // Nobody takes songs that long.
    ...(listener.isPastHearing
      ? { grid: null, sections: [{ start: 0, end: durationSeconds, energy: 1, change: 0 }] }
      : await understand(spectra, { loudness, silences }, durationSeconds)),
  };
}

const tenths = (lufs: number): number => Math.max(LUFS_FLOOR, Math.round(lufs * 10) / 10);

/**
 * The momentary values that ametadata printed, a line with the time and then one with the value, each moved to the
 * middle of what it takes in: one per tenth of a second.
 */
function readMomentary(text: string, durationSeconds: number): number[] {
  const values = Array.from({ length: Math.floor(durationSeconds * 10) + 1 }, () => Number.NaN);
  for (const [, seconds, lufs] of text.matchAll(/pts_time:(-?[\d.]+)\s+lavfi\.r128\.M=(\S+)/g)) {
    // It is told with the tenth of a second that ends the 0.4 s it was measured over.
    const middle = Math.round(Number(seconds) * 10) - 1;
    if (middle >= 0 && middle < values.length) values[middle] = Number.isNaN(Number(lufs)) ? LUFS_FLOOR : Number(lufs);
  }
  // At the very end nothing more is measured.
  let last = LUFS_FLOOR;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** POST /analyze. */
export async function analyzeSong(job: z.output<typeof analyzeJob>, context: JobContext): Promise<HeardFile> {
  const progress = phases({ download: 1, analyze: 1 }, context.progress);
  const source = `${context.directory}/song`;
  await download(job.audio.url, source, downloadLimits(context), context.signal, (fraction) =>
    progress("download", fraction),
  );
  const file = await recognize(source, "audio");
  const analysis = await analyze(file, context.signal, (fraction) => progress("analyze", fraction));
  return { ...analysis, tags: await readTags(file, context.signal) };
}
