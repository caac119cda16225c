/** A renderer as a process of its own, as the container runs it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { HUGE_PAGES } from "../../local/huge-pages.ts";
import { freePort } from "../../local/ports.ts";

export interface RendererProcess {
  address: string;
  child: ChildProcess;
  said: () => string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

const RENDERER = fileURLToPath(new URL("../../renderer/", import.meta.url));

export async function spawnRenderer(environment: Record<string, string>, root = RENDERER): Promise<RendererProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, ["src/main.ts"], {
    cwd: root,
    env: { ...process.env, ...HUGE_PAGES, PORT: String(port), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const address = `http://127.0.0.1:${port}`;
  const exited = once(child, "exit");
  for (let waited = 0; !said.includes("Renderer on port"); waited += 20) {
    if (child.exitCode !== null || waited > 10_000) throw new Error(`The renderer did not start: ${said}`);
    await sleep(20);
  }
  return {
    address,
    child,
    said: () => said,
    async stop() {
      if (child.exitCode === null) child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}

/** The command lines of the children of this process. */
export function childCommands(): string[] {
  if (!existsSync("/proc/self/stat")) {
    return execFileSync("ps", ["-Ao", "ppid=,args="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => Number.parseInt(line, 10) === process.pid);
  }
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return parent === process.pid ? [readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
    } catch {
      return []; // It ended while we looked.
    }
  });
}
