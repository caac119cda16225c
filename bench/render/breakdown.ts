/**
 * Where the CPU seconds of a whole job go: to each ffmpeg and ffprobe that it starts, and to Node itself. The programs are
 * run by scripts that note what each cost, which adds some milliseconds; so these jobs are not those that are compared.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ffmpegPath, ffprobePath } from "../../renderer/src/binaries.ts";
import { median } from "../median.ts";
import { readOrNothing } from "../processes.ts";
import { startService, type Task } from "./ways.ts";

export interface Share {
  /** "Node", or a program with what it read and wrote. */
  what: string;
  cpuSeconds: number;
}

const JOBS = 5;

/** The shares of a job of `task`, medians of several. The first job, in which Node compiles and reads fonts, is a share of its own. */
export async function breakDown(task: Task): Promise<Share[]> {
  const notes = join(task.folder, "notes");
  mkdirSync(notes, { recursive: true });
  const service = await startService(task.folder, {
    FFMPEG_PATH: noting(ffmpegPath(), notes),
    FFPROBE_PATH: noting(ffprobePath(), notes),
  });
  try {
    const job = service.job(task, []);
    const oneJob = async (): Promise<Share[]> => {
      const before = cpuOfThreads(job.pid);
      await job.work(join(task.folder, "broken-down.mp4"));
      return [{ what: "Node", cpuSeconds: cpuOfThreads(job.pid) - before }, ...collect(notes)];
    };
    const [first] = await oneJob();
    const jobs: Share[][] = [];
    for (let done = 0; done < JOBS; done++) jobs.push(await oneJob());
    const medians = (jobs[0] ?? []).map(({ what }, at) => ({
      what,
      cpuSeconds: median(jobs.map((shares) => shares[at]?.cpuSeconds ?? 0)),
    }));
    return [...medians, { what: "Node, in its first job", cpuSeconds: first?.cpuSeconds ?? 0 }];
  } finally {
    await service.stop();
  }
}

/** A script that runs `program`, and leaves its CPU seconds (user, system) and its arguments in a file in `notes`. */
function noting(program: string, notes: string): string {
  const path = join(notes, "..", `noting-${basename(program)}`);
  const lines = [
    "#!/bin/bash",
    "TIMEFORMAT='%3U %3S'",
    `note="${notes}/$$"`,
    `{ time "${program}" "$@" 2>&3; } 3>&2 2>"$note"`,
    "code=$?",
    `printf '%s\\n' ${basename(program)} "$@" >>"$note"`,
    "exit $code",
  ];
  writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o755 });
  return path;
}

/** Reads and removes the notes, in the order in which the programs were started. */
function collect(notes: string): Share[] {
  const names = readdirSync(notes).sort((one, other) => Number(one) - Number(other));
  const shares = names.map((name) => {
    const [spent = "", program = "", ...args] = readFileSync(join(notes, name), "utf8").trim().split("\n");
    const cpuSeconds = spent.split(" ").reduce((sum, one) => sum + Number(one), 0);
    return { what: `${program} ${filesOf(args)}`, cpuSeconds };
  });
  for (const name of names) rmSync(join(notes, name));
  return shares;
}

/** The files that a command reads, and the last that it writes: `video, caption → finished.mp4`. */
function filesOf(args: string[]): string {
  const read = [...new Set(args.filter((arg) => arg.startsWith("file:")).map((arg) => basename(arg)))].join(", ");
  const last = args.at(-1) ?? "";
  if (last.startsWith("file:")) return read;
  return `${read} → ${last === "-" ? "nothing" : basename(last)}`;
}

/** CPU seconds of a process's own threads, without its children. */
function cpuOfThreads(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readOrNothing(`/proc/${pid}/task/${thread}/schedstat`).split(" ")[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
}

export function printShares(shares: Share[]): void {
  console.log("where a job's CPU seconds go");
  for (const { what, cpuSeconds } of shares) console.log(`${cpuSeconds.toFixed(3).padStart(8)}  ${what}`);
}
