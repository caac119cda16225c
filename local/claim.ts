/** One program at a time keeps a stack in a folder: two would share a database, and an emulator's books. */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ROOT } from "./paths.ts";

/** Held here, because one that nobody refers to any more is closed, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Claims the folder until the function it gives is called, or this process ends, however it does. Throws at once when
 * another program has claimed it.
 */
export function claimState(state: string): () => void {
  mkdirSync(state, { recursive: true });
  // A lock of SQLite's is taken in one step, and the system takes it back from a process that was killed.
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
