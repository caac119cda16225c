/** How much memory a process and all that it started hold: their proportional share of pages (PSS), as Linux tells it. */
import { readdirSync, readFileSync } from "node:fs";

/** Bytes of the process `root` and its descendants. Those that end meanwhile count as nothing. */
function heldBy(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = textOf(`/proc/${entry}/stat`);
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isOurs = (pid: number | undefined): boolean => pid === root || (pid !== undefined && isOurs(parents.get(pid)));
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (isOurs(pid)) kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kilobytes * 1024;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // It ended while we looked.
  }
}

/** The most that is held while `work` is done, bytes. */
export async function peakDuring(root: number, work: () => Promise<unknown>): Promise<number> {
  let peak = heldBy(root);
  const timer = setInterval(() => {
    peak = Math.max(peak, heldBy(root));
  }, 50);
  try {
    await work();
    return peak;
  } finally {
    clearInterval(timer);
  }
}
