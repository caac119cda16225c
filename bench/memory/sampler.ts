/** How much memory a process and all that it started hold: their proportional share of pages (PSS), as Linux tells it. */
import { familyOf, readOrNothing } from "../processes.ts";

/** Bytes of the process `root` and its descendants. Those that end meanwhile count as nothing. */
function heldBy(root: number): number {
  let kilobytes = 0;
  for (const pid of familyOf(root)) {
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kilobytes * 1024;
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
