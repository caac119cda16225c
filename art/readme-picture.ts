/**
 * The picture at the top of the README: a frame of each video, side by side.
 * Usage: node commands/run.mjs art/readme-picture.ts <video.mp4> <video.mp4> …
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ffmpegPath } from "../renderer/src/binaries.ts";

const target = join(dirname(fileURLToPath(import.meta.url)), "..", "docs", "videos.jpg");
const videos = process.argv.slice(2);
if (videos.length < 2) {
  console.error("Name two videos or more.");
  process.exit(2);
}
mkdirSync(dirname(target), { recursive: true });
const inputs = videos.flatMap((video) => ["-ss", "3", "-i", video]);
const frames = videos.map((_, at) => `[${at}:v]scale=300:-2,pad=iw+12:ih:6:0:white[f${at}]`).join(";");
const row = videos.map((_, at) => `[f${at}]`).join("");
execFileSync(ffmpegPath(), [
  ...["-v", "error", "-y", ...inputs],
  ...["-filter_complex", `${frames};${row}hstack=inputs=${videos.length}`, "-frames:v", "1", "-q:v", "4", target],
]);
console.log(target);
