/**
 * Runs ffmpeg and ffprobe: arguments are an array, the process stops when the job stops, and the end of its stderr is
 * kept for the error.
 */
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { ffmpegPath, ffprobePath } from "./binaries.ts";
import { asJobError, JobError, type JobErrorCode } from "./job-error.ts";
import type { MediaFile } from "./media.ts";

/** A SIGTERM that is ignored is followed by SIGKILL after this long. */
const GRACE_MS = 2_000;
const STDERR_TAIL = 16_384;

export interface RunOptions {
  signal: AbortSignal;
  /** Receives stdout as it comes, instead of it being kept. */
  onStdout?: (chunk: Buffer) => void;
  /** Receives what is written to `pipe:3`, as it comes. */
  onPipe3?: (chunk: Buffer) => void;
  /** The code of a failure (exit code not 0) that has no better explanation than that the input is at fault. */
  blame: JobErrorCode;
}

export interface RunResult {
  stdout: Buffer;
  stderr: string;
}

/** Runs ffmpeg to its end. Throws a JobError when it fails, or when `signal` aborts it. */
export const runFfmpeg = (args: readonly string[], options: RunOptions): Promise<RunResult> =>
  run(ffmpegPath(), ["-hide_banner", "-nostdin", "-nostats", "-y", ...args], options);

/** Runs ffprobe to its end. Throws as `runFfmpeg` does. */
export const runFfprobe = (args: readonly string[], options: RunOptions): Promise<RunResult> =>
  run(ffprobePath(), ["-hide_banner", ...args], options);

/** Larger pictures are refused before they are decoded: 8K, in either orientation. */
export const MAX_PIXELS = 8192 * 4320;

/**
 * The arguments that open a local file with exactly the demuxer it was recognized as: only local files, and no picture
 * too large for memory. `maxPixels` in place of MAX_PIXELS.
 */
export const input = (
  { path, demuxer, maxPixels = MAX_PIXELS }: MediaFile & { maxPixels?: number },
  ...before: string[]
) => [
  ...before,
  ...["-protocol_whitelist", "file,pipe", "-max_pixels", String(maxPixels)],
  ...["-f", demuxer, "-i", `file:${path}`],
];

async function run(binary: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal.throwIfAborted();
  const { onPipe3 } = options;
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe", onPipe3 ? "pipe" : "ignore"] });
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout?.on("data", options.onStdout ?? ((chunk: Buffer) => stdout.push(chunk)));
  const pipe3 = onPipe3 && (child.stdio[3] as Readable);
  pipe3?.on("data", (chunk: Buffer) => {
    // As much as waits would be read at one go, and what is made of it may take long: others have a turn in between.
    pipe3.pause();
    onPipe3?.(chunk);
    setImmediate(() => pipe3.resume());
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_TAIL);
  });
  let kill: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill("SIGTERM");
    kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  options.signal.addEventListener("abort", stop, { once: true });
  const { promise, resolve, reject } = Promise.withResolvers<[number | null, NodeJS.Signals | null]>();
  child.once("error", (error) => reject(asJobError(error)));
  child.once("close", (code, signal) => resolve([code, signal]));
  try {
    const [code, killedBy] = await promise;
    options.signal.throwIfAborted();
    if (code === 0) return { stdout: Buffer.concat(stdout), stderr };
    throw explain(code, killedBy, stderr, options.blame);
  } finally {
    clearTimeout(kill);
    options.signal.removeEventListener("abort", stop);
  }
}

/** What ffmpeg said, without paths and memory addresses of the machine, which mean nothing to the caller. */
export const tellable = (text: string): string =>
  text.replaceAll(/ @ 0x[0-9a-f]+/g, "").replaceAll(/(file:)?\/[^\s:']*\//g, "");

function explain(code: number | null, killedBy: string | null, stderr: string, blame: JobErrorCode): JobError {
  const lastWords = tellable(stderr.trim().split("\n").slice(-4).join(" | ")).slice(-600);
  if (/No space left on device|Disk quota exceeded/i.test(stderr)) return new JobError("disk_full", lastWords);
  if (/Picture size .* (is invalid|exceeds)|max_pixels/i.test(stderr))
    return new JobError("video_too_large", lastWords);
  if (/Cannot allocate memory|malloc .*failed|Out of memory/i.test(stderr)) {
    return new JobError("out_of_memory", lastWords);
  }
  // The kernel's out-of-memory killer sends SIGKILL; nobody else does before the job is stopped.
  if (killedBy === "SIGKILL") return new JobError("out_of_memory", `ffmpeg was killed (${killedBy}). ${lastWords}`);
  if (killedBy) return new JobError("process_killed", `ffmpeg was ended by ${killedBy}. ${lastWords}`);
  return new JobError(blame, `ffmpeg exited with ${code}: ${lastWords}`);
}

/** Reads `-progress pipe:1` output and reports the number of frames written so far. */
export function frameProgress(onFrames: (frames: number) => void): (chunk: Buffer) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, frames] = /^frame=\s*(\d+)/.exec(line) ?? [];
      if (frames !== undefined) onFrames(Number(frames));
    }
  };
}

let version: Promise<string> | undefined;

/** ffmpeg's own version, read once. */
export const ffmpegVersion = (): Promise<string> =>
  (version ??= run(ffmpegPath(), ["-version"], { signal: new AbortController().signal, blame: "internal" }).then(
    ({ stdout }) => /^ffmpeg version (\S+)/.exec(stdout.toString("utf8"))?.[1] ?? "unknown",
  ));
