/**
 * What a render costs, against a command line as one would first write it and against the least it could cost.
 *   rival  crop, scale, drawtext, libx264 as it comes (preset medium, crf 23), the song cut in
 *   floor  nothing but decode, crop, scale and encode with our settings, the song cut in
 *   pass   our pass over the picture alone: the floor, the caption and the mastered sound laid under it
 *   copy   the same pass where nothing has to be drawn or reshaped: the video stream is taken as it is
 *   made   all that makes the file: caption drawn, sound measured and mastered, the pass
 *   job    a whole job over HTTP: download, the file made, quality gate, poster, delivery
 * SSIM is against a lossless render of each one's own composition. Then where a job's CPU seconds go, program by program,
 * and to Node (its first job apart: fonts are read, code is compiled). Writes out/bench-render.json and a picture of the
 * first command's video beside ours.
 * Usage: npm run bench:render [-- --quick | --runs=5 | --only="1080x1920, 8 s"]
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../local/paths.ts";
import { ffmpegVersion } from "../../renderer/src/ffmpeg.ts";
import type { Frame } from "../../renderer/src/picture.ts";
import { probe } from "../../renderer/src/probe.ts";
import { encode } from "../../seed/encode.ts";
import { perform } from "../../seed/music/song.ts";
import { nightBus } from "../../seed/songs/night-bus.ts";
import { writeResult } from "../result.ts";
import { breakDown, printShares, type Share } from "./breakdown.ts";
import { compare, fileOf, print, type Result } from "./compare.ts";
import { FIT, makeScene } from "./scene.ts";
import { floor, ours, rival, run, startService, type Task } from "./ways.ts";

const quick = process.argv.includes("--quick");
const ROUNDS = Number(process.argv.find((one) => one.startsWith("--runs="))?.slice(7) ?? (quick ? 1 : 3));
const ONLY = process.argv.find((one) => one.startsWith("--only="))?.slice(7) ?? "";
const CAPTION = { text: "I told you I'd never leave this town 🌅", style: "clean", placement: "lower" } as const;
const SMALL: Frame = { width: 720, height: 1280 };
const LARGE: Frame = { width: 1080, height: 1920 };
const SONG = "song.mp3";

/** Landscape as high as the frame is wide is the case that the first command was written for; `fit` needs no change. */
const CASES: { frame: Frame; seconds: number; source: "landscape" | "fit" }[] = [
  { frame: SMALL, seconds: 8, source: "landscape" },
  { frame: SMALL, seconds: 8, source: "fit" },
  { frame: SMALL, seconds: 15, source: "landscape" },
  { frame: LARGE, seconds: 8, source: "landscape" },
  { frame: LARGE, seconds: 15, source: "landscape" },
];

const folder = mkdtempSync(join(tmpdir(), "backline-bench-"));
const service = await startService(folder);
const results: Record<string, { ways: Result[]; shares: Share[] }> = {};

async function prepare({ frame, seconds, source }: (typeof CASES)[number]): Promise<Task> {
  const input = `${source}-${frame.width}-${seconds}.mp4`;
  const path = join(folder, input);
  if (source === "fit") await makeScene(path, frame, seconds, FIT);
  else await makeScene(path, { width: (frame.width * 16) / 9, height: frame.width }, seconds + 0.5);
  const { video } = await probe({ path, demuxer: "mov" }, "video_unreadable", new AbortController().signal);
  if (!video) throw new Error("The scene has no picture.");
  return { folder, input, song: SONG, video, frame, seconds, caption: source === "fit" ? null : CAPTION };
}

/** A frame of each video, the first command's on the left. */
async function picture(left: string, right: string, path: string): Promise<void> {
  // biome-ignore format: an option and its value belong on one line
  await run(["-y", "-ss", "4", "-i", left, "-ss", "4", "-i", right, "-filter_complex", "[0:v][1:v]hstack", "-frames:v", "1",
    "-q:v", "3", path]);
}

try {
  console.log(
    `ffmpeg ${await ffmpegVersion()}, ${cpus().length} x ${cpus()[0]?.model}, medians of ${ROUNDS}, runs interleaved`,
  );
  encode(perform(nightBus), "mp3", join(folder, SONG));
  mkdirSync(join(ROOT, "out"), { recursive: true });
  const titleOf = ({ source, frame, seconds }: (typeof CASES)[number]) =>
    `${source}, ${frame.width}x${frame.height}, ${seconds} s`;
  for (const each of CASES.slice(0, quick ? 2 : undefined).filter((one) => titleOf(one).includes(ONLY))) {
    const task = await prepare(each);
    const [pass, made] = await ours(task);
    const ways = [rival(task), floor(task), pass, made, service.job(task, pass.composition)] as const;
    const megabytes = (statSync(join(folder, task.input)).size / 1e6).toFixed(1);
    const title = titleOf(each);
    // The first job, in which Node compiles and reads fonts, is told by itself below.
    await ways[4].work(fileOf(task, ways[4]));
    const compared = await compare(task, [...ways], ROUNDS);
    print(`${title}, input ${megabytes} MB`, compared);
    const shares = await breakDown(task);
    printShares(shares);
    results[title] = { ways: compared, shares };
    if (each === CASES[0]) {
      await picture(fileOf(task, ways[0]), fileOf(task, ways[4]), join(ROOT, "out", "bench-render.jpg"));
    }
  }
  writeResult("render", results);
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
