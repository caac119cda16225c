/**
 * How much memory a renderer needs, for the size of its container: idle, at a usual render, and at the most that it can
 * be given at once (the largest video that it takes, and the largest pictures and longest songs in every small place). And
 * how long it keeps others waiting while it listens to the longest song. Linux only. Writes out/bench-memory.json.
 * Usage: npm run bench:memory
 */
import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PictureJob, RenderJob } from "../../renderer/contract/job.ts";
import { ffmpegPath } from "../../renderer/src/binaries.ts";
import { spawnRenderer } from "../../tests/renderer/process.ts";
import { writeResult } from "../result.ts";
import { peakDuring } from "./sampler.ts";

const SMALL_PLACES = 4;

const folder = mkdtempSync(join(tmpdir(), "backline-memory-"));
const make = (...args: string[]) => execFileSync(ffmpegPath(), ["-v", "error", "-y", ...args]);
const file = (name: string) => join(folder, name);
const noise = (size: string) => ["-f", "lavfi", "-i", `testsrc2=s=${size}:r=25`];
const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];
make(...noise("1080x1920"), "-t", "8", ...H264, file("usual.mp4"));
make(...noise("8192x4320"), "-t", "1.2", ...H264, "-refs", "4", file("largest.mp4"));
make(...noise("8192x8192"), "-frames:v", "1", file("largest.png"));
make("-f", "lavfi", "-i", "anoisesrc=r=48000:d=600", "-ac", "2", "-b:a", "192k", file("song.mp3"));
// Something with beats, of which more is to be found out than of noise.
const strokes = "0.4*sin(2*PI*110*t)*exp(-3*mod(t\\,0.5))+0.3*(random(0)-0.5)*exp(-30*mod(t\\,0.25))";
make("-f", "lavfi", "-i", `aevalsrc=${strokes}:s=44100:d=890`, "-b:a", "128k", file("longest.mp3"));

const origin = createServer((request, response) => {
  if (request.method !== "PUT") {
    return createReadStream(file(new URL(request.url ?? "/", "http://origin").pathname)).pipe(response);
  }
  request.resume();
  return request.on("end", () => response.end());
});
await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
const renderer = await spawnRenderer({
  ...{ ALLOWED_ORIGINS: address, CAPACITY: "1", SMALL_CAPACITY: String(SMALL_PLACES), TMPDIR: folder },
});

async function ask(path: string, job: object): Promise<void> {
  const response = await fetch(`${renderer.address}/${path}`, { method: "POST", body: JSON.stringify(job) });
  const last = (await response.text()).trim().split("\n").at(-1) ?? "";
  if (!last.includes('"done"')) throw new Error(`${path}: ${last}`);
}

const render = (video: string, durationSeconds: number) =>
  ask("render", {
    video: { url: `${address}/${video}` },
    audio: { url: `${address}/song.mp3`, startSeconds: 3 },
    caption: { text: "I told you I'd never leave this town 🌅", style: "clean", placement: "lower" },
    output: { width: 1080, height: 1920, durationSeconds },
    deliver: { video: { url: `${address}/out.mp4` }, poster: { url: `${address}/out.jpg` } },
  } satisfies RenderJob);
const picture = () =>
  ask("picture", {
    picture: { url: `${address}/largest.png` },
    turn: { orientation: 6, deliver: { picture: { url: `${address}/turned.png` } } },
  } satisfies PictureJob);
const analyze = (song = "song.mp3") => ask("analyze", { audio: { url: `${address}/${song}` } });
const fourTimes = (work: () => Promise<void>) => Promise.all(Array.from({ length: SMALL_PLACES }, work));

/** The longest that the renderer, asked again and again, took to say that it is well while something is done, milliseconds. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const state = { isOver: false };
  const asked = (async () => {
    while (!state.isOver) {
      const begun = performance.now();
      await (await fetch(`${renderer.address}/health`)).arrayBuffer();
      longest = Math.max(longest, performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  await work();
  state.isOver = true;
  await asked;
  return longest;
}

try {
  const pid = renderer.child.pid ?? 0;
  const peaks: Record<string, number> = {
    idle: await peakDuring(pid, async () => {}),
    "a usual render (1080x1920, 8 s)": await peakDuring(pid, () => render("usual.mp4", 8)),
    "one largest video (8192x4320)": await peakDuring(pid, () => render("largest.mp4", 1)),
    "one largest picture (8192x8192), turned": await peakDuring(pid, picture),
    "four songs of ten minutes measured": await peakDuring(pid, () => fourTimes(() => analyze())),
    "a usual render and four largest pictures": await peakDuring(pid, () =>
      Promise.all([render("usual.mp4", 8), fourTimes(picture)]),
    ),
    "a largest video and four largest pictures": await peakDuring(pid, () =>
      Promise.all([render("largest.mp4", 1), fourTimes(picture)]),
    ),
  };
  const mebibytes = Object.fromEntries(
    Object.entries(peaks).map(([what, bytes]) => [what, Math.round(bytes / 1024 / 1024)]),
  );
  console.table(mebibytes);
  const waits = {
    "nothing (for five seconds)": await longestWait(() => new Promise((resolve) => setTimeout(resolve, 5000))),
    "a song of 890 s measured": await longestWait(() => analyze("longest.mp3")),
    "a usual render": await longestWait(() => render("usual.mp4", 8)),
  };
  const longestWaitMs = Object.fromEntries(Object.entries(waits).map(([what, ms]) => [what, Math.round(ms)]));
  console.table(longestWaitMs);
  writeResult("memory", { mebibytes, longestWaitMs });
} finally {
  await renderer.stop();
  origin.close();
  origin.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
