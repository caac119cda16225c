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

/** Measures `work` done by the processes under `pid`; that process itself is counted only if it is not this one. */
export async function measure(pid: number, work: () => Promise<unknown>): Promise<Cost> {
  const own = pid === process.pid;
  const [cpu, begun] = [cpuOf(pid), performance.now()];
  const before = own ? process.cpuUsage() : undefined;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, (own ? 0 : peakOf(pid)) + children(pid).reduce((sum, child) => sum + peakOf(child), 0));
  }, 50);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  const spent = before ? process.cpuUsage(before) : { user: 0, system: 0 };
  return {
    wallSeconds: (performance.now() - begun) / 1000,
    cpuSeconds: cpuOf(pid) - cpu - (spent.user + spent.system) / 1e6,
    peakMegabytes: peak,
  };
}
