/** The services of the local stack: they do not outlive the program that started them, and have their ports to themselves. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../local/ports.ts";

const directory = mkdtempSync(join(tmpdir(), "backline-stack-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const MODULE = JSON.stringify(new URL("../../local/process.ts", import.meta.url).href);

/** Starts a service that would run for ever, tells its pid, and then does what `end` says. */
function programThat(end: string): Promise<number> {
  const code = `
    const { startService } = await import(${MODULE});
    const { pid } = startService({ name: "service", args: ["-e", "setInterval(() => {}, 1000)"],
      cwd: process.cwd(), logFile: ${JSON.stringify(join(directory, "service.log"))} });
    process.stdout.write(String(pid) + "\\n", () => { ${end} });`;
  const program = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  let told = "";
  program.stdout.on("data", (chunk: Buffer) => {
    told += chunk;
  });
  return new Promise((resolve) => program.once("exit", () => resolve(Number(told))));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each([
  ["exits while they start", "process.exit(0)"],
  ["fails", "throw new Error('before its time')"],
])("a program that %s leaves none behind", async (_, end) => {
  const pid = await programThat(end);
  expect(pid).toBeGreaterThan(0);
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  });
  await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);
});

test("a port that was found free is not given to another, and can be asked for by its number", async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
  const [port = 0] = ports;
  expect(await freePort(port)).toBe(port);
});

test("a port that is taken is not given", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  expect(await freePort(port)).not.toBe(port);
});
