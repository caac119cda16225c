/** Child processes of the local stack: started, waited for until they answer, and ended for certain. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

export interface Service {
  name: string;
  pid: number;
  /** Resolves when the process has ended, however it did. */
  ended: Promise<void>;
  /** SIGTERM, and SIGKILL when that is ignored for five seconds. */
  stop(): Promise<void>;
  /** As a crash would: SIGKILL at once. */
  kill(): Promise<void>;
}

export interface ServiceOptions {
  name: string;
  /** Arguments of node. */
  args: string[];
  env?: Record<string, string>;
  cwd: string;
  /** Everything it prints is appended here. */
  logFile: string;
  /** Also told of each line that it prints. */
  onLine?: ((line: string) => void) | undefined;
}

export function startService({ name, args, env, cwd, logFile, onLine }: ServiceOptions): Service {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  // A process group of its own: Ctrl-C in the terminal reaches only the program that started the stack, which then
  // stops its services in order; and a kill reaches what the service itself started, such as workerd and ffmpeg.
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  if (onLine) for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", onLine);
  // The group would outlive the program that started it, so it is ended even when that program exits early.
  const endGroup = () => void signalGroup(child, "SIGKILL");
  process.once("exit", endGroup);
  const ended = new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("exit", () => resolve());
  }).then(() => {
    process.off("exit", endGroup);
  });
  if (child.pid === undefined) throw new Error(`${name} could not be started`);
  const { pid } = child;
  return {
    name,
    pid,
    ended,
    async stop() {
      signalGroup(child, "SIGTERM");
      const force = setTimeout(() => signalGroup(child, "SIGKILL"), 5000);
      await ended;
      clearTimeout(force);
      // Ends what the service itself started and left behind.
      await killGroup(child);
    },
    async kill() {
      await killGroup(child);
      await ended;
    },
  };
}

/** Returns whether any process of the group was still there. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: every process of the group has ended.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

/** Kills the whole group, and waits until it is gone: until then its ports are not free. */
async function killGroup(child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + 5000;
  while (signalGroup(child, "SIGKILL") && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether `url` answers 2xx within `timeoutMs`; false when `signal` aborts. */
export async function answers(url: string, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
  const either = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
  try {
    const answer = await fetch(url, { signal: either });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // Nobody there, or not in time: whoever asks has to know no more.
  }
}

/** Waits until `url` answers 2xx. Throws when the service ends first, or takes longer than `seconds`. */
export async function untilAnswers(service: Service, url: string, logFile: string, seconds = 60): Promise<void> {
  const giveUpAt = Date.now() + seconds * 1000;
  let hasEnded = false;
  service.ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded && Date.now() < giveUpAt) {
    if (await answers(url, 2000)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const what = hasEnded ? "ended at once" : `did not answer in ${seconds} s`;
  // With the end of it, because the log may lie in a folder that is deleted next.
  const end = existsSync(logFile) ? readFileSync(logFile, "utf8").slice(-2000) : "";
  throw new Error(`${service.name} ${what}: see ${logFile}\n${end}`);
}
