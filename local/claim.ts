/** What one program at a time may have: a stack's folder, because two would share its data, or a port. */
import { mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { checkWritable, diskTrouble } from "./disk-trouble.ts";
import { ROOT } from "./paths.ts";

/** Kept here, because a database that nothing refers to is closed by garbage collection, which frees its lock. */
const held = new Set<DatabaseSync>();

/**
 * Claims what `file` stands for, until the returned function is called or this process ends in any way. Throws at once
 * when it is claimed already, also by this process.
 */
export function claim(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  // SQLite takes its lock atomically, and the system frees it when the process is killed.
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw error;
  }
  held.add(lock);
  return () => {
    if (held.delete(lock)) lock.close();
  };
}

/** SQLite's code for a lock that another connection has. */
const SQLITE_BUSY = 5;

/** Whether `claim` threw because somebody else has what it was asked for. */
export const isClaimed = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;

/**
 * Claims a stack's folder, as `claim` does. Throws a sentence for whoever starts a second stack in it, or in one that
 * cannot be written to.
 */
export function claimState(state: string): () => void {
  checkWritable(state);
  const file = join(state, "claim.sqlite");
  try {
    return claim(file);
  } catch (cause) {
    const folder = relative(ROOT, state);
    throw new Error(
      isClaimed(cause)
        ? `Another Backline is up, or just starting, on the data in ${folder}: stop it first.`
        : (diskTrouble(cause) ?? `The data in ${folder} cannot be opened: ${String(cause)}`),
      { cause },
    );
  }
}
