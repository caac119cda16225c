/** A folder of its own for each job, gone when the job is over, however it ended. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The process that a folder belongs to is part of its name. */
const WORKSPACE = /^backline-job-(\d+)-/;

/** Runs `work` with a new empty folder and removes the folder afterwards. */
export async function withWorkspace<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), `backline-job-${process.pid}-`));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes the folders of processes that were killed. To be called before the first job. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(WORKSPACE.exec(name)?.[1]);
    // A folder with our own process id is left from an earlier process that had the same one.
    if (pid === process.pid || (pid > 0 && !isAlive(pid))) {
      await rm(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: alive, and another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
