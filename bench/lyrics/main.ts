/**
 * Sung words in finished files: eight seconds of each of the seed's nine songs, in three styles, made by the renderer
 * from the true times of their words. Reads from the frames on which frame each word is seen to begin, and compares it
 * with the song. Instrumentals get words on their beats. Then what the words cost, against a caption alone.
 * Writes out/bench-lyrics.json. Ends with 1 if a word is more than a frame away, or a style costs more than 1.15.
 * `--only=scripts` makes twelve clips in Arabic, Hebrew, Hindi, Thai, Japanese and Korean, and a sheet of their frames.
 * Usage: npm run bench:lyrics [-- --rounds=4 | --only=frames | --only=cost [--widths=720,1080] | --only=scripts | --keep]
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../../local/paths.ts";
import { probe, type Rate } from "../../renderer/src/probe.ts";
import { encode } from "../../seed/encode.ts";
import { perform } from "../../seed/music/song.ts";
import { BELOW_IS_STILL, readBack, type SeenWord } from "../../tests/renderer/lyrics/readback.ts";
import { run, startService } from "../render/ways.ts";
import { writeResult } from "../result.ts";
import { CLIP_SECONDS, type Clip, clips } from "./clips.ts";
import { costs, type Ratio } from "./cost.ts";
import { makeClips } from "./scripts.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "4" },
    only: { type: "string" },
    /** Of the pictures whose cost is measured. */
    widths: { type: "string", default: "720" },
    /** Leaves the videos in out/lyrics/. */
    keep: { type: "boolean", default: false },
  },
});
const STYLES = ["highlight", "pop", "fill"] as const;
/** By turns: the frames that words are rounded to differ. */
const RATES: Rate[] = [
  [24, 1],
  [30_000, 1001],
  [25, 1],
];
const FRAME = { width: 720, height: 1280 };
const MAX_COST = 1.15;

const folder = mkdtempSync(join(tmpdir(), "backline-lyrics-"));
const kept = join(ROOT, "out", "lyrics");

interface Video {
  song: string;
  words: "sung" | "on beats";
  style: string;
  fps: string;
  count: number;
  /** Words that were seen to begin on their frame; a frame away; further away, or never. */
  exact: number;
  near: number;
  wrong: number;
  /** Of all that were seen, frames. */
  worst: number;
}

function judge(clip: Clip, style: string, rate: Rate, words: readonly SeenWord[]): Video {
  const away = words.map(({ due, seen }) => (seen === undefined ? Number.POSITIVE_INFINITY : Math.abs(seen - due)));
  const count = (is: (frames: number) => boolean) => away.filter(is).length;
  return {
    ...{ song: clip.song.slug, words: clip.isMadeUp ? "on beats" : "sung", style, fps: (rate[0] / rate[1]).toFixed(2) },
    ...{ count: words.length, exact: count((frames) => frames === 0), near: count((frames) => frames === 1) },
    wrong: count((frames) => frames > 1),
    worst: Math.max(0, ...away.filter(Number.isFinite)),
  };
}

/** Makes and reads the videos of one song. */
async function videosOf(clip: Clip, rate: Rate, service: Awaited<ReturnType<typeof startService>>): Promise<Video[]> {
  const song = `${clip.song.slug}.${clip.song.format}`;
  encode(perform(clip.song), clip.song.format, join(folder, song));
  const input = `${clip.song.slug}.mp4`;
  // biome-ignore format: an option and its value belong on one line
  await run(["-f", "lavfi", "-i", `testsrc2=s=${FRAME.width}x${FRAME.height}:r=${rate[0]}/${rate[1]}:d=${CLIP_SECONDS + 0.5}`,
    "-vf", BELOW_IS_STILL, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", join(folder, input)]);
  const { video } = await probe(
    { path: join(folder, input), demuxer: "mov" },
    "video_unreadable",
    new AbortController().signal,
  );
  if (!video) throw new Error("The source has no picture.");
  const videos: Video[] = [];
  for (const style of STYLES) {
    const lyrics = { style, lines: clip.lines };
    const path = join(values.keep ? kept : folder, `${clip.song.slug}-${style}.mp4`);
    const task = {
      folder,
      input,
      song,
      songStart: clip.start,
      video,
      frame: FRAME,
      seconds: CLIP_SECONDS,
      caption: null,
      lyrics,
    };
    await service.job(task, []).work(path);
    const frames = Math.round((CLIP_SECONDS * rate[0]) / rate[1]);
    videos.push(judge(clip, style, rate, await readBack(path, lyrics, { rate, frames, width: FRAME.width })));
  }
  return videos;
}

async function readAll(all: readonly Clip[]): Promise<Video[]> {
  const service = await startService(folder);
  try {
    const videos: Video[] = [];
    for (const [at, clip] of all.entries()) {
      videos.push(...(await videosOf(clip, RATES[at % RATES.length] ?? [24, 1], service)));
    }
    return videos;
  } finally {
    await service.stop();
  }
}

function printCosts(ratios: readonly Ratio[]): void {
  console.log("\nCPU of a whole job with caption and words, by that with the caption alone");
  console.table(
    ratios.map(({ size, style, cpuSeconds, ratio, halves, lowerQuartiles }) => ({
      ...{ size, style, "CPU s": cpuSeconds.toFixed(2), ratio: ratio.toFixed(3) },
      ...{ halves: halves.map((half) => half.toFixed(3)).join(" "), "lower quartiles": lowerQuartiles.toFixed(3) },
    })),
  );
}

async function measureAll(): Promise<void> {
  const all = clips();
  const videos = values.only === "cost" ? [] : await readAll(all);
  if (videos.length > 0) console.table(videos);
  const sum = (pick: (video: Video) => number) => videos.reduce((total, video) => total + pick(video), 0);
  const told = {
    ...{ videos: videos.length, words: sum(({ count }) => count), exact: sum(({ exact }) => exact) },
    ...{ near: sum(({ near }) => near), wrong: sum(({ wrong }) => wrong) },
  };
  if (videos.length > 0) {
    console.log(
      `${told.videos} videos, ${told.words} words: ${told.exact} begin on their very frame, ${told.near} one frame away, ${told.wrong} further.`,
    );
  }
  const busiest = all.filter(({ isMadeUp }) => !isMadeUp).sort((one, other) => wordsIn(other) - wordsIn(one))[0];
  const ratios =
    busiest && values.only !== "frames"
      ? await costs(busiest, folder, Number(values.rounds), values.widths.split(",").map(Number))
      : [];
  if (ratios.length > 0) printCosts(ratios);
  writeResult("lyrics", { frames: { ...told, each: videos }, cost: ratios });
  const isGood = told.wrong === 0 && ratios.every(({ ratio }) => ratio <= MAX_COST);
  process.exitCode = isGood ? 0 : 1;
}

try {
  mkdirSync(kept, { recursive: true });
  if (values.only !== "scripts") await measureAll();
  else await makeClips(values.keep ? kept : folder, join(kept, "scripts.jpg"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function wordsIn({ lines }: Clip): number {
  return lines.reduce((sum, { words }) => sum + words.length, 0);
}
