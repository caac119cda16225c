/** Does the same task in several ways, in turns, and tells what each costs and what its picture is worth. */

import { statSync } from "node:fs";
import { join } from "node:path";
import { runFfmpeg } from "../../renderer/src/ffmpeg.ts";
import { median } from "../median.ts";
import { type Cost, measure } from "./measure.ts";
import { run, type Task, type Way } from "./ways.ts";

export interface Result extends Cost {
  name: string;
  megabytes: number;
  /** Against a lossless render of the way's own composition. */
  ssim: number;
}

/** Medians of `rounds`, in which the ways take turns so that a busy spell meets all of them. */
export async function compare(task: Task, ways: Way[], rounds: number): Promise<Result[]> {
  const costs = ways.map((): Cost[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, way] of ways.entries()) {
      costs[at]?.push(await measure(way, () => way.work(fileOf(task, way))));
    }
  }
  const results: Result[] = [];
  for (const [at, way] of ways.entries()) {
    const of = (pick: (cost: Cost) => number) => median((costs[at] ?? []).map(pick));
    results.push({
      name: way.name,
      wallSeconds: of(({ wallSeconds }) => wallSeconds),
      cpuSeconds: of(({ cpuSeconds }) => cpuSeconds),
      peakMegabytes: of(({ peakMegabytes }) => peakMegabytes),
      megabytes: statSync(fileOf(task, way)).size / 1e6,
      ssim: await ssim(task, way),
    });
  }
  return results;
}

export const fileOf = (task: Task, way: Way) => join(task.folder, `${way.name}.mp4`);

async function ssim(task: Task, way: Way): Promise<number> {
  const lossless = join(task.folder, "lossless.mp4");
  // biome-ignore format: an option and its value belong on one line
  await run([...way.composition, "-an", "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p",
    "-t", String(task.seconds), lossless]);
  const { stderr } = await runFfmpeg(
    ["-v", "info", "-i", fileOf(task, way), "-i", lossless, "-lavfi", "[0:v][1:v]ssim", "-f", "null", "-"],
    { signal: new AbortController().signal, blame: "internal" },
  );
  return Number(/All:([\d.]+)/.exec(stderr)?.[1]);
}

export function print(title: string, results: Result[]): void {
  const cpu = Object.fromEntries(results.map(({ name, cpuSeconds }) => [name, cpuSeconds]));
  const ratio = (one: number | undefined, other: number | undefined) => ((one ?? 0) / (other || 1)).toFixed(2);
  console.log(`\n${title}\n         wall s   CPU s      MB    SSIM  peak MB  rival / it  it / floor`);
  for (const { name, wallSeconds, cpuSeconds, megabytes, ssim, peakMegabytes } of results) {
    const cells = [
      wallSeconds.toFixed(2).padStart(6),
      cpuSeconds.toFixed(2).padStart(7),
      megabytes.toFixed(2).padStart(7),
      ssim.toFixed(4).padStart(7),
      peakMegabytes.toFixed(0).padStart(8),
      ratio(cpu.rival, cpuSeconds).padStart(11),
      ratio(cpuSeconds, cpu.floor).padStart(11),
    ];
    console.log(`${name.padEnd(8)} ${cells.join(" ")}`);
  }
}
