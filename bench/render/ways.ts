/**
 * Ways to make the same vertical video of the same file and song, from the command line one would first write to a whole
 * job of ours. Each names the composition it makes, so that its picture can be held against a lossless one of its own.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { RenderJob } from "../../renderer/contract/job.ts";
import { drawCaption } from "../../renderer/src/captions/draw.ts";
import { encodeVideo } from "../../renderer/src/encode.ts";
import { runFfmpeg } from "../../renderer/src/ffmpeg.ts";
import type { MediaFile } from "../../renderer/src/media.ts";
import { writeOverlay } from "../../renderer/src/overlay.ts";
import { type Frame, planPicture } from "../../renderer/src/picture.ts";
import type { VideoStream } from "../../renderer/src/probe.ts";
import { makeSoundtrack } from "../../renderer/src/soundtrack.ts";
import { spawnRenderer } from "../../tests/renderer/process.ts";
import { firstCommand } from "../reference/command.ts";

/** Where the stretch of the song begins, seconds: at its chorus. */
const SONG_START = 29;
const { signal } = new AbortController();

export interface Task {
  folder: string;
  /** Names of files in the folder. */
  input: string;
  song: string;
  video: VideoStream;
  frame: Frame;
  seconds: number;
  /** Without one, and without lyrics, there is nothing to draw. */
  caption: RenderJob["caption"];
  lyrics?: RenderJob["lyrics"];
  /** Where its stretch of the song begins, seconds; else at the chorus. */
  songStart?: number;
}

export interface Way {
  name: string;
  /** The process whose children do the work. */
  pid: number;
  /** Whether that process itself does some of it. */
  takesPart: boolean;
  work(path: string): Promise<unknown>;
  /** Inputs, filter graph and mapping of the picture that the way makes. */
  composition: string[];
}

export const run = (args: string[]) => runFfmpeg(["-v", "error", ...args], { signal, blame: "internal" });

const inFolder = (task: Task, name: string) => join(task.folder, name);
const cutOf = (task: Task) => ["-ss", String(SONG_START), "-i", inFolder(task, task.song)];

/** The command line one would first write. */
export function rival(task: Task): Way {
  const { input, picture, output } = firstCommand({
    ...{ video: { path: inFolder(task, task.input), ...task.video }, frame: task.frame, seconds: task.seconds },
    ...{ song: { path: inFolder(task, task.song), startSeconds: SONG_START }, caption: task.caption?.text },
  });
  return {
    name: "rival",
    pid: process.pid,
    takesPart: false,
    work: (path) => run([...input, ...output, path]),
    composition: [...input.slice(0, 2), ...picture],
  };
}

/** Nothing but decode, crop, scale and encode with our settings, the song cut in. */
export function floor(task: Task): Way {
  const plan = planPicture(task.video, task.frame, task.seconds, []);
  const input = ["-i", inFolder(task, task.input)];
  const picture = ["-filter_complex", plan.graph, "-map", "[picture]"];
  return {
    name: "floor",
    pid: process.pid,
    takesPart: false,
    // biome-ignore format: an option and its value belong on one line
    work: (path) => run([...input, ...cutOf(task), ...picture, "-map", "1:a", ...plan.encoding,
      "-c:a", "aac", "-b:a", "256k", "-t", String(task.seconds), path]),
    composition: [...input, ...picture],
  };
}

/** Our pass over the picture, and the same with everything else that makes the file: caption drawn, sound mastered. */
export async function ours(task: Task): Promise<[pass: Way, made: Way]> {
  const { frame, seconds, video: picture, folder } = task;
  const draw = () => {
    const image = task.caption && drawCaption(task.caption, frame).image;
    return image ? writeOverlay(join(folder, "caption"), image, [{ pixels: image.pixels, fromFrame: 0 }]) : undefined;
  };
  const master = () =>
    makeSoundtrack(
      { path: inFolder(task, task.song), demuxer: "mp3" },
      { startSeconds: SONG_START, durationSeconds: seconds, fadeIn: 0.03, fadeOut: 0.3 },
      folder,
      signal,
    );
  const video = { path: inFolder(task, task.input), demuxer: "mov" };
  const drawn = await draw();
  const overlays = drawn ? [drawn] : [];
  const plan = planPicture(picture, frame, seconds, overlays);
  const { file: sound } = await master();
  const encode = (file: MediaFile, path: string) =>
    encodeVideo({ takes: [{ file: video, picture }], sound: file, overlays, plan }, path, signal, () => {});
  const composition = plan.copy
    ? ["-i", video.path, "-map", "0:v"]
    : // biome-ignore format: an option and its value belong on one line
      ["-i", video.path, "-i", sound.path, ...overlays.flatMap((overlay) => overlay.input), "-filter_complex", plan.graph, "-map", "[picture]"];
  return [
    {
      name: plan.copy ? "copy" : "pass",
      pid: process.pid,
      takesPart: false,
      work: (path) => encode(sound, path),
      composition,
    },
    {
      name: "made",
      pid: process.pid,
      takesPart: true,
      async work(path) {
        await draw();
        const { file } = await master();
        await encode(file, path);
      },
      composition,
    },
  ];
}

export interface Service {
  /** A whole job over HTTP: download, make the file, look at it, make the poster, deliver both. */
  job(task: Task, composition: string[]): Way;
  stop(): Promise<void>;
}

/**
 * A renderer of ours, with further settings, and a server beside it that has the inputs in `folder` and takes the results.
 */
export async function startService(folder: string, settings: Record<string, string> = {}): Promise<Service> {
  const delivered = new Map<string, Buffer>();
  const origin = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://origin").pathname;
    if (request.method !== "PUT") return response.end(readFileSync(join(folder, path)));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    return request.on("end", () => {
      delivered.set(path, Buffer.concat(chunks));
      response.end();
    });
  });
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const renderer = await spawnRenderer({ ALLOWED_ORIGINS: address, CAPACITY: "1", TMPDIR: folder, ...settings });

  async function render(task: Task, path: string): Promise<void> {
    const job: RenderJob = {
      video: { url: `${address}/${task.input}` },
      audio: { url: `${address}/${task.song}`, startSeconds: task.songStart ?? SONG_START },
      caption: task.caption,
      lyrics: task.lyrics ?? null,
      output: { ...task.frame, durationSeconds: task.seconds } as RenderJob["output"],
      deliver: { video: { url: `${address}/out.mp4` }, poster: { url: `${address}/out.jpg` } },
    };
    const response = await fetch(`${renderer.address}/render`, { method: "POST", body: JSON.stringify(job) });
    const last = (await response.text()).trim().split("\n").at(-1) ?? "";
    if (!last.includes('"done"')) throw new Error(last);
    writeFileSync(path, delivered.get("/out.mp4") ?? "");
  }

  return {
    job: (task, composition) => ({
      name: "job",
      pid: renderer.child.pid ?? 0,
      takesPart: true,
      work: (path) => render(task, path),
      composition,
    }),
    async stop() {
      await renderer.stop();
      origin.close();
      origin.closeAllConnections();
    },
  };
}
