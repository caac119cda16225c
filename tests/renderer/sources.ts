/** Small test media, made on the spot by ffmpeg's own generators. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import { ffmpegPath, ffprobePath } from "../../renderer/src/binaries.ts";

const execute = promisify(execFile);

/** Runs ffmpeg and returns what it said. Each element is split at blanks, except arrays, which are taken as they are. */
export async function ffmpeg(...args: (string | string[])[]): Promise<string> {
  const list = args.flatMap((arg) => (typeof arg === "string" ? arg.split(" ") : arg));
  const { stderr } = await execute(ffmpegPath(), ["-hide_banner", "-nostdin", "-y", ...list], { maxBuffer: 1 << 26 });
  return stderr;
}

/** What ffprobe says about the streams, format and packets of a file. */
export async function ffprobe(path: string, ...args: string[]) {
  const { stdout } = await execute(
    ffprobePath(),
    ["-v", "error", "-show_streams", "-show_format", ...args, "-of", "json", path],
    { maxBuffer: 1 << 26 },
  );
  return JSON.parse(stdout) as {
    streams: (Record<string, string | number> & { codec_type: string })[];
    format: Record<string, string>;
    packets?: Record<string, string | number>[];
  };
}

// Before any test moves it.
const TEMPORARY = tmpdir();

const folders: string[] = [];
// Registered while the test file is read: inside another hook it would come too late.
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

/** A folder, removed after the tests of the file that asks. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(TEMPORARY, "backline-test-"));
  folders.push(path);
  return path;
}

export interface VideoOptions {
  size?: string;
  rate?: string;
  seconds?: number;
  /** A lavfi source without size, rate and duration. */
  picture?: string;
  /** Filters behind the source. */
  filters?: string;
  /** An aevalsrc or other lavfi source for the sound; null for none. */
  sound?: string | null;
  /** Further output options. */
  options?: string[];
}

/** Writes a test video to `path` (the container by its extension) and returns the path. */
export async function video(path: string, options: VideoOptions = {}): Promise<string> {
  const { size = "180x320", rate = "24", seconds = 4, picture = "testsrc2", filters = "null", sound = TONE } = options;
  await ffmpeg(
    "-v error",
    ["-f", "lavfi", "-i", `${picture}=s=${size}:r=${rate}:d=${seconds}`],
    sound === null ? [] : ["-f", "lavfi", "-t", String(seconds), "-i", sound],
    ["-vf", filters],
    sound === null ? [] : ["-c:a", path.endsWith("webm") ? "libopus" : "aac", "-b:a", "128k"],
    path.endsWith("webm")
      ? "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M"
      : "-c:v libx264 -preset ultrafast -pix_fmt yuv420p",
    options.options ?? [],
    [path],
  );
  return path;
}

export const TONE = "sine=frequency=330:sample_rate=48000";

/**
 * A second of something like music, again and again: a chord, a bass, a beat. Computing all of it anew would cost more than
 * most of what is done with it.
 */
export const MUSIC =
  "aevalsrc=exprs='0.12*sin(2*PI*220*t)+0.1*sin(2*PI*277*t)+0.1*sin(2*PI*330*t)+0.25*sin(2*PI*55*t)*exp(-3*mod(t,0.5))+0.5*(random(0)-0.5)*exp(-30*mod(t,0.5))|0.12*sin(2*PI*220*t)+0.1*sin(2*PI*278*t)+0.1*sin(2*PI*331*t)+0.25*sin(2*PI*55*t)*exp(-3*mod(t,0.5))+0.5*(random(1)-0.5)*exp(-25*mod(t,0.5))':s=48000:d=1,aloop=loop=-1:size=48000";

/** Writes `seconds` of a lavfi sound to `path` (the container by its extension) and returns the path. */
export async function sound(path: string, source: string, seconds: number, ...options: string[]): Promise<string> {
  await ffmpeg("-v error", ["-f", "lavfi", "-t", String(seconds), "-i", source], options, [path]);
  return path;
}

/** EBU R128 loudness of a file, LUFS and dBTP, measured apart from the renderer's own code. */
export async function loudnessOf(path: string): Promise<{ lufs: number; peak: number }> {
  const said = await ffmpeg(
    "-v info -nostats",
    ["-i", path],
    "-map 0:a -af ebur128=peak=true:framelog=verbose -f null -",
  );
  const summary = said.slice(said.lastIndexOf("Summary:"));
  const number = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  return { lufs: number(/I:\s+(-?[\d.]+)/), peak: number(/Peak:\s+(-?[\d.]+)/) };
}
