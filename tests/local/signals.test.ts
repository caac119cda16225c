/** What `npm run …` starts ends with it: however npm is told to stop, no process stays behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ROOT } from "../../local/paths.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a service, as the stack does, and tells the pids of both. */
const PROGRAM = `
  import { startService } from ${JSON.stringify(join(ROOT, "local", "process.ts"))};
  const { pid, stop } = startService({ name: "service", args: ["-e", "setInterval(() => {}, 1000)"],
    cwd: ${JSON.stringify(folder)}, logFile: ${JSON.stringify(join(folder, "service.log"))} });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop().then(() => process.exit(0)));
  console.log("pids", process.pid, pid);`;

beforeAll(() => {
  const program = join(folder, "program.mjs");
  writeFileSync(program, PROGRAM);
  const script = `node ${JSON.stringify(join(ROOT, "commands", "run.mjs"))} ${JSON.stringify(program)}`;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "of-the-test", scripts: { start: script } }));
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const npmOf = ({ pid }: ChildProcess): number => pid ?? 0;

test.each<[string, (npm: ChildProcess) => void]>([
  ["SIGTERM to npm", (npm) => void npm.kill("SIGTERM")],
  ["SIGKILL to npm", (npm) => void npm.kill("SIGKILL")],
  ["Ctrl-C in its terminal", (npm) => void process.kill(-npmOf(npm), "SIGINT")],
  ["the end of its terminal", (npm) => void process.kill(-npmOf(npm), "SIGHUP")],
])("%s ends the program and its services", async (_, end) => {
  const npm = spawn("npm", ["start"], { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  npm.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/pids \d+ \d+\n/);
  const pids = [...(/pids (\d+) (\d+)/.exec(said) ?? [])].slice(1).map(Number);
  onTestFinished(() => {
    for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGKILL");
  });
  expect(pids.map(isAlive)).toEqual([true, true]);
  end(npm);
  await expect.poll(() => pids.map(isAlive), { timeout: 30_000 }).toEqual([false, false]);
});
