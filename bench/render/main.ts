/**
 * What a render costs, against a command line as one would first write it and against the least it could cost.
 *   rival  crop, scale, drawtext, libx264 as it comes (preset medium, crf 23), the song cut in
 *   floor  nothing but decode, crop, scale and encode with our settings, the song cut in
 *   pass   our pass over the picture alone: the floor, the caption and the mastered sound laid under it
 *   ours   a whole job over HTTP: download, mastering of the sound, caption, encode, quality gate, poster, delivery
 * All make the same composition of the same landscape file; SSIM is against a lossless render of each one's own.
 * Usage: npm run bench:render [-- --quick | --runs=5]
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { drawCaption } from "../../renderer/src/captions/draw.ts";
import { encodeArguments } from "../../renderer/src/encode.ts";
import { ffmpegVersion, runFfmpeg } from "../../renderer/src/ffmpeg.ts";
import type { RenderJob } from "../../renderer/src/job.ts";
import { type Frame, planPicture } from "../../renderer/src/picture.ts";
import { probe, type VideoStream } from "../../renderer/src/probe.ts";
import { makeSoundtrack } from "../../renderer/src/soundtrack.ts";
import { spawnRenderer } from "../../tests/renderer/process.ts";
import { type Cost, measure } from "./measure.ts";
import { makeScene, makeSong } from "./scene.ts";

const quick = process.argv.includes("--quick");
const RUNS = Number(process.argv.find((one) => one.startsWith("--runs="))?.slice(7) ?? (quick ? 1 : 3));
const TEXT = "I told you I would never leave this town";
const CAPTION = { text: TEXT, style: "clean", placement: "lower" } as const;
const { signal } = new AbortController();

const folder = mkdtempSync(join(tmpdir(), "backline-bench-"));
const run = (args: string[]) => runFfmpeg(["-v", "error", ...args], { signal, blame: "internal" });
const PACKAGES = new URL("../../renderer/node_modules/", import.meta.url).pathname;
const FONT = `${PACKAGES}@fontsource/anton/files/anton-latin-400-normal.woff`;

const median = (values: number[]) => values.sort((one, other) => one - other)[values.length >> 1] ?? 0;

async function ssim(path: string, lossless: string): Promise<number> {
  const { stderr } = await runFfmpeg(
    ["-v", "info", "-i", path, "-i", lossless, "-lavfi", "[0:v][1:v]ssim", "-f", "null", "-"],
    { signal, blame: "internal" },
  );
  return Number(/All:([\d.]+)/.exec(stderr)?.[1]);
}

interface Way {
  name: string;
  /** Does the work and leaves the result at `path`. */
  work: (path: string) => Promise<unknown>;
  /** The filter graph and inputs of the same composition. */
  composition: string[];
  pid: number;
}

async function compare(title: string, frame: Frame, input: string, seconds: number, ways: Way[]): Promise<void> {
  const costs = new Map<string, Cost[]>(ways.map(({ name }) => [name, []]));
  for (let round = 0; round < RUNS; round++) {
    for (const way of ways) {
      const cost = await measure(way.pid, () => way.work(join(folder, `${way.name}.mp4`)));
      costs.get(way.name)?.push(cost);
    }
  }
  console.log(
    `\n${title}: ${frame.width}x${frame.height}, ${seconds} s, input ${(statSync(input).size / 1e6).toFixed(1)} MB`,
  );
  console.log("          wall s   CPU s   MB     SSIM     peak MB");
  const cpu: Record<string, number> = {};
  for (const way of ways) {
    const path = join(folder, `${way.name}.mp4`);
    const lossless = join(folder, "lossless.mp4");
    await run([
      ...way.composition,
      "-an",
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-qp",
      "0",
      "-pix_fmt",
      "yuv420p",
      "-t",
      String(seconds),
      lossless,
    ]);
    const of = (pick: (cost: Cost) => number) => median((costs.get(way.name) ?? []).map(pick));
    cpu[way.name] = of(({ cpuSeconds }) => cpuSeconds);
    const cells = [
      of(({ wallSeconds }) => wallSeconds).toFixed(2),
      (cpu[way.name] ?? 0).toFixed(2),
      (statSync(path).size / 1e6).toFixed(2),
      (await ssim(path, lossless)).toFixed(4),
      of(({ peakMegabytes }) => peakMegabytes).toFixed(0),
    ];
    console.log(`${way.name.padEnd(8)} ${cells.map((cell) => cell.padStart(7)).join(" ")}`);
  }
  const { rival = 0, floor = 0, pass = 0, ours = 0 } = cpu;
  const ratios = {
    "rival / pass": rival / pass,
    "rival / ours": rival / ours,
    "pass / floor": pass / floor,
    "ours / floor": ours / floor,
  };
  console.log(
    `CPU: ${Object.entries(ratios)
      .map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`)
      .join(", ")}`,
  );
}

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
const renderer = await spawnRenderer({ ALLOWED_ORIGINS: address, CAPACITY: "1", TMPDIR: folder });

async function renderWith(input: string, frame: Frame, seconds: number, path: string): Promise<void> {
  const job: RenderJob = {
    video: { url: `${address}/${input}` },
    audio: { url: `${address}/song.mp3`, startSeconds: 3 },
    caption: CAPTION,
    output: { ...frame, durationSeconds: seconds } as RenderJob["output"],
    deliver: { video: { url: `${address}/out.mp4` }, poster: { url: `${address}/out.jpg` } },
  };
  const response = await fetch(`${renderer.address}/render`, { method: "POST", body: JSON.stringify(job) });
  const last = (await response.text()).trim().split("\n").at(-1) ?? "";
  if (!last.includes('"done"')) throw new Error(last);
  writeFileSync(path, delivered.get("/out.mp4") ?? "");
}

try {
  console.log(
    `ffmpeg ${await ffmpegVersion()}, ${cpus().length} x ${cpus()[0]?.model}, median of ${RUNS}, runs interleaved`,
  );
  await makeSong(join(folder, "song.mp3"), 30);
  const song = join(folder, "song.mp3");
  for (const [frame, seconds] of [
    [{ width: 720, height: 1280 }, 8],
    [{ width: 720, height: 1280 }, 15],
    [{ width: 1080, height: 1920 }, 8],
    [{ width: 1080, height: 1920 }, 15],
  ].slice(0, quick ? 1 : 4) as [Frame, number][]) {
    const name = `scene-${frame.width}-${seconds}.mp4`;
    const input = join(folder, name);
    // Landscape, as high as the frame is wide: the case that the rival command was written for.
    await makeScene(input, (frame.width * 16) / 9, frame.width, seconds + 0.5);
    const { video } = await probe({ path: input, demuxer: "mov" }, "video_unreadable", signal);
    if (!video) throw new Error("The scene has no picture.");
    await compareAll(name, input, song, frame, seconds, video);
  }
} finally {
  await renderer.stop();
  origin.close();
  origin.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}

async function compareAll(
  name: string,
  input: string,
  song: string,
  frame: Frame,
  seconds: number,
  video: VideoStream,
): Promise<void> {
  const drawn = drawCaption(CAPTION, frame).image;
  if (!drawn) throw new Error("The caption was not drawn.");
  const png = join(folder, "caption.png");
  writeFileSync(png, drawn.png);
  const ours = planPicture(video, frame, seconds, drawn);
  const bare = planPicture(video, frame, seconds, undefined);
  const cropped = Math.round((frame.width * 9) / 16 / 2) * 2;
  const drawtext = `drawtext=fontfile='${FONT}':text='${TEXT}':fontsize=${frame.width / 20}:fontcolor=white:borderw=3:x=(w-text_w)/2:y=h*0.6`;
  const rival = `crop=${cropped}:${frame.width},scale=${frame.width}:${frame.height},${drawtext}`;
  const stretch = { startSeconds: 3, durationSeconds: seconds, fadeIn: 0.03, fadeOut: 0.3 };
  const sound = await makeSoundtrack({ path: song, demuxer: "mp3" }, stretch, folder, signal);
  const cut = ["-ss", "3", "-i", song];
  await compare("landscape", frame, input, seconds, [
    {
      name: "rival",
      pid: process.pid,
      work: (path) =>
        run([
          "-i",
          input,
          ...cut,
          "-map",
          "0:v",
          "-map",
          "1:a",
          "-vf",
          rival,
          "-c:v",
          "libx264",
          "-c:a",
          "aac",
          "-t",
          String(seconds),
          path,
        ]),
      composition: ["-i", input, "-vf", rival],
    },
    {
      name: "floor",
      pid: process.pid,
      // biome-ignore format: an option and its value belong on one line
      work: (path) => run(["-i", input, ...cut, "-filter_complex", bare.graph, "-map", "[picture]", "-map", "1:a",
        ...bare.encoding, "-c:a", "aac", "-b:a", "256k", "-t", String(seconds), path]),
      composition: ["-i", input, "-filter_complex", bare.graph, "-map", "[picture]"],
    },
    {
      name: "pass",
      pid: process.pid,
      work: (path) =>
        run(
          encodeArguments(
            { video: { path: input, demuxer: "mov" }, picture: video, sound: sound.file, caption: png, plan: ours },
            path,
          ),
        ),
      composition: ["-i", input, "-i", song, "-i", png, "-filter_complex", ours.graph, "-map", "[picture]"],
    },
    {
      name: "ours",
      pid: renderer.child.pid ?? 0,
      work: (path) => renderWith(name, frame, seconds, path),
      composition: ["-i", input, "-i", song, "-i", png, "-filter_complex", ours.graph, "-map", "[picture]"],
    },
  ]);
}
