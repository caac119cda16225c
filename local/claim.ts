/** Lets one program at a time keep a stack in a folder: two would share a database, and the emulator's journal. */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ROOT } from "./paths.ts";

/** Kept here, because a database that nothing refers to is closed by garbage collection, which frees its lock. */
const held = new Set<DatabaseSync>();

/**
 * Claims the folder until the returned function is called, or this process ends in any way. Throws at once when another
 * program has claimed it.
 */
export function claimState(state: string): () => void {
  mkdirSync(state, { recursive: true });
  // SQLite takes its lock atomically, and the system frees it when the process is killed.
  const lock = new DatabaseSync(join(state, "claim.sqlite"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new Error(
      `Another Backline is up, or just starting, on the data in ${relative(ROOT, state)}: stop it first.`,
      {
        cause,
      },
    );
  }
  held.add(lock);
  return () => {
    if (held.delete(lock)) lock.close();
  };
}
