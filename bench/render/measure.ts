/** What a piece of work costs: time on the wall, CPU seconds of all processes that did it, their peak memory. Linux only. */
import { readdirSync, readFileSync } from "node:fs";

export interface Cost {
  wallSeconds: number;
  cpuSeconds: number;
  peakMegabytes: number;
}

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100;

/** CPU seconds of a process and of its children that have ended. */
function cpuOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may contain blanks; what is counted starts behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user, system, childUser, childSystem] = [11, 12, 13, 14].map((at) => Number(fields[at]));
  return ((user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0)) / TICKS;
}

function children(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return readdirSync("/proc")
      .map(Number)
      .filter((one) => one > 0 && parentOf(one) === pid);
  }
}

function parentOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

/** The most memory a process has held, megabytes. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Measures `work` done by the children of the process `pid`, and by that process itself if it takes part. */
export async function measure(
  { pid, takesPart }: { pid: number; takesPart: boolean },
  work: () => Promise<unknown>,
): Promise<Cost> {
  const spent = () => cpuOf(pid) - (takesPart ? 0 : ownCpu());
  const [cpu, begun] = [spent(), performance.now()];
  let peak = 0;
  const watch = setInterval(() => {
    const memory = (takesPart ? [pid, ...children(pid)] : children(pid)).map(peakOf);
    peak = Math.max(
      peak,
      memory.reduce((sum, each) => sum + each, 0),
    );
  }, 50);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return { wallSeconds: (performance.now() - begun) / 1000, cpuSeconds: spent() - cpu, peakMegabytes: peak };
}

/** CPU seconds of this process without its children. */
function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
