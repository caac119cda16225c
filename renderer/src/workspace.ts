/** A folder of its own for each job, gone when the job is over, however it ended. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WORKSPACE_PREFIX = "backline-job-";

/** Runs `work` with a new empty folder and removes the folder afterwards. */
export async function withWorkspace<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), WORKSPACE_PREFIX));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
