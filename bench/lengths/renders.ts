/** Videos of shots as the renderer makes them: frames, sound against picture at the last edit point, and what they cost. */
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RenderJob } from "../../renderer/contract/job.ts";
import { runFfmpeg } from "../../renderer/src/ffmpeg.ts";
import type { Frame } from "../../renderer/src/picture.ts";
import { readMp4 } from "../../tests/renderer/mp4.ts";
import { spawnRenderer } from "../../tests/renderer/process.ts";
import { clicksIn, stretchesIn, writeClicks } from "../../tests/support/in-time.ts";
import { IMAGE_TO_VIDEO_FPS } from "../../worker/fal/frames.ts";
import { planShots } from "../../worker/steps/shot-plan.ts";
import { measure } from "../render/measure.ts";
import { makeScene } from "../render/scene.ts";

const COLOURS = ["red", "lime", "blue", "white"] as const;
const CLIP_START = 3.21;
/** Bars of four beats, 97 of them a minute: no edit point falls on a whole frame. */
const BAR_SECONDS = 240 / 97;

export interface Rendered {
  size: string;
  seconds: number;
  shots: number;
  frames: string;
  /** Shots that have another number of frames than planned. */
  wrongShots: number;
  /** How much later the sound is than the picture, milliseconds: at the last edit point, and at most. */
  lastOffsetMs: number;
  largestOffsetMs: number;
  megabytes: number;
  wallSeconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
}

/** Renders a video of each size and length; 8 seconds are one take. One after the other. */
export async function measureRenders(cases: { frame: Frame; seconds: 8 | 15 | 30 | 60 }[]): Promise<Rendered[]> {
  const folder = mkdtempSync(join(tmpdir(), "backline-lengths-"));
  const origin = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? "/", "http://origin").pathname);
    if (request.method !== "PUT") return createReadStream(path).pipe(response);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    return request.on("end", () => {
      writeFileSync(path, Buffer.concat(chunks));
      response.end();
    });
  });
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  const renderer = await spawnRenderer({ ALLOWED_ORIGINS: address, CAPACITY: "1", TMPDIR: folder });
  const post = async (job: RenderJob) => {
    const response = await fetch(`${renderer.address}/render`, { method: "POST", body: JSON.stringify(job) });
    const last = (await response.text()).trim().split("\n").at(-1) ?? "";
    if (!last.includes('"done"')) throw new Error(last);
  };
  const rows: Rendered[] = [];
  try {
    for (const width of new Set(cases.map(({ frame }) => frame.width))) {
      await makeTakes(folder, { width, height: (width / 9) * 16 });
    }
    for (const { frame, seconds } of cases) {
      const downbeats = Array.from({ length: 40 }, (_, bar) => 0.31 + bar * BAR_SECONDS);
      const shots = planShots(seconds, { beats: [], downbeats, changes: [], phrases: [] });
      const edits = shots.slice(1).map(({ startFrame }) => startFrame / IMAGE_TO_VIDEO_FPS);
      writeClicks(
        join(folder, "clicks.wav"),
        seconds + 5,
        edits.map((edit) => CLIP_START + edit),
      );
      const take = (at: number) => ({ url: `${address}/${frame.width}-${COLOURS[at % COLOURS.length]}.mp4` });
      const job: RenderJob = {
        video:
          shots.length === 1
            ? take(0)
            : {
                fps: IMAGE_TO_VIDEO_FPS,
                shots: shots.map(({ startFrame, frames }, at) => ({ ...take(at), startFrame, frames })),
              },
        audio: { url: `${address}/clicks.wav`, startSeconds: CLIP_START },
        caption: { text: "I told you I'd never leave this town 🌅", style: "clean", placement: "lower" },
        output: { ...frame, durationSeconds: seconds } as RenderJob["output"],
        deliver: { video: { url: `${address}/made.mp4` }, poster: { url: `${address}/made.jpg` } },
      };
      const cost = await measure({ pid: renderer.child.pid ?? 0, takesPart: true }, () => post(job));
      const path = join(folder, "made.mp4");
      const stretches = stretchesIn(path);
      const clicks = clicksIn(path, edits);
      let shown = 0;
      const offsets = stretches.slice(0, -1).map(([, frames], at) => {
        shown += frames;
        return ((clicks[at] ?? Number.NaN) - shown / IMAGE_TO_VIDEO_FPS) * 1000;
      });
      rows.push({
        ...{ size: `${frame.width}x${frame.height}`, seconds, shots: shots.length },
        frames: `${readMp4(path).tracks[0]?.times.length} of ${seconds * IMAGE_TO_VIDEO_FPS}`,
        wrongShots: shots.filter(({ frames }, at) => stretches[at]?.[1] !== frames).length,
        lastOffsetMs: rounded(offsets.at(-1) ?? 0, 1),
        largestOffsetMs: rounded(Math.max(0, ...offsets.map(Math.abs)), 1),
        megabytes: rounded(statSync(path).size / 1e6, 1),
        wallSeconds: rounded(cost.wallSeconds, 1),
        cpuSeconds: rounded(cost.cpuSeconds, 2),
        peakMegabytes: rounded(cost.peakMegabytes, 0),
      });
    }
    return rows;
  } finally {
    await renderer.stop();
    origin.close();
    origin.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Takes of eight seconds that cost what footage costs, each with a patch of a colour of its own in its middle. */
async function makeTakes(folder: string, frame: Frame): Promise<void> {
  const scene = join(folder, `${frame.width}.mp4`);
  await makeScene(scene, frame, 8);
  for (const colour of COLOURS) {
    // biome-ignore format: an option and its value belong on one line
    await runFfmpeg(["-v", "error", "-i", scene, "-an", "-vf", `drawbox=x=(iw-64)/2:y=(ih-64)/2:w=64:h=64:c=${colour}:t=fill`,
      "-c:v", "libx264", "-preset", "fast", "-crf", "17", "-movflags", "+faststart", join(folder, `${frame.width}-${colour}.mp4`)],
      { signal: new AbortController().signal, blame: "internal" });
  }
}
