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

/** The process `root` and all that it started, directly or not, as far as they are alive. */
export function familyOf(root: number): number[] {
  const parents = parentsOfAll();
  const isOurs = (pid: number | undefined): boolean => pid === root || (pid !== undefined && isOurs(parents.get(pid)));
  return [...parents.keys()].filter(isOurs);
}

/** Milliseconds of a clock tick in /proc: the same on every Linux that Node runs on. */
const TICK_MS = 10;

/** CPU time that these processes and all that they started have taken, milliseconds, to the clock tick. */
export function cpuMsOf(...roots: number[]): number {
  let ticks = 0;
  for (const pid of roots.flatMap(familyOf)) {
    const stat = readOrNothing(`/proc/${pid}/stat`);
    // What is counted starts behind the name; of children that ended, it is their parent's.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    for (const at of [11, 12, 13, 14]) ticks += Number(fields[at] ?? 0);
  }
  return ticks * TICK_MS;
}
