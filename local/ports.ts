/** Ports for the services of local stacks. Several programs look for some at the same time, so each claims its own. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Below the ports that systems give to outgoing connections, which might take one before its service does. */
const PORTS = { first: 20_000, count: 12_000 };

/** A file per port that was handed out, with the id of the process that has it: its service may not listen yet. */
const CLAIMS = join(tmpdir(), "backline-ports");
const claimed = new Set<number>();
process.once("exit", () => {
  for (const port of claimed) rmSync(join(CLAIMS, String(port)), { force: true });
});

/** A port that nobody listens on: `preferred`, or any other when that is taken or not given. */
export async function freePort(preferred?: number): Promise<number> {
  const wanted = preferred ?? PORTS.first + Math.floor(Math.random() * PORTS.count);
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  // A preferred port may be one that was handed out here: whoever asks for it was given it before.
  if (isFree && ((preferred !== undefined && claimed.has(preferred)) || claim(wanted))) return wanted;
  return freePort();
}

/** False: this process or another one that is alive has it. */
function claim(port: number): boolean {
  if (claimed.has(port)) return false;
  mkdirSync(CLAIMS, { recursive: true });
  const file = join(CLAIMS, String(port));
  if (!write(file)) {
    if (isAlive(Number(readOwner(file)))) return false;
    // Left behind by a process that was killed.
    rmSync(file, { force: true });
    if (!write(file)) return false;
  }
  claimed.add(port);
  return true;
}

/** False: the file is there already. */
function write(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Empty when its owner has just let go of it, or has not written its id yet. */
function readOwner(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Whether there is a process of this id. What is no id counts as one that lives: its claim may just be written. */
function isAlive(pid: number): boolean {
  if (!(pid > 0)) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is there, too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
