/** What Linux tells of processes below /proc. */
import { readdirSync, readFileSync } from "node:fs";

/** The text of a file there; nothing when its process ended while we looked. */
export function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Every process there is, with the one that started it. */
export function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readOrNothing(`/proc/${entry}/stat`);
    // Behind the name, which is in brackets and may hold anything.
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  return parents;
}
