/** The services of a stack are looked after: one that is alive and answers nobody is started again, and it is said. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../local/ports.ts";
import { openServiceGroup } from "../../local/service-group.ts";

const folder = mkdtempSync(join(tmpdir(), "backline-group-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PATIENCE = { everyMs: 20, timeoutMs: 500, looks: 2 };

/** A service that answers everything; `first` runs before it listens. */
async function launchService(first = "") {
  const port = await freePort();
  const code = `${first}
    require("node:http").createServer((_, response) => response.end("well")).listen(${port}, "127.0.0.1");`;
  const group = openServiceGroup(folder);
  onTestFinished(() => group.killAll());
  const service = await group.launch({
    name: "worker",
    args: ["-e", code],
    readyUrl: `http://127.0.0.1:${port}/health`,
  });
  return { group, service };
}

test("a service that no longer answers is started again, on the same port, and it is said", async () => {
  const { group, service } = await launchService();
  const said: string[] = [];
  group.watch((line) => said.push(line), PATIENCE);
  // Alive, and silent.
  process.kill(service.pid, "SIGSTOP");
  await expect.poll(() => said, { timeout: 30_000 }).toHaveLength(2);
  expect(said).toEqual([
    expect.stringMatching(/^The worker process no longer answers: it is started again\. See .*worker\.log$/),
    "The worker process answers again.",
  ]);
  expect(group.services.worker?.pid).not.toBe(service.pid);
});

test("a service that cannot be started again has failed, and it is said why", async () => {
  const once = JSON.stringify(join(folder, "once"));
  const { group, service } = await launchService(
    `if (require("node:fs").existsSync(${once})) { console.error("it is broken"); process.exit(1); }
     require("node:fs").writeFileSync(${once}, "");`,
  );
  const said: string[] = [];
  group.watch((line) => said.push(line), PATIENCE);
  process.kill(service.pid, "SIGSTOP");
  expect(await group.failed).toBe("worker");
  expect(said.join("\n")).toContain("worker ended at once");
});

test("a service that ends by itself has failed; one that is restarted or stopped has not", async () => {
  const { group, service } = await launchService();
  let failed: string | undefined;
  void group.failed.then((name) => {
    failed = name;
  });
  await group.restart("worker");
  expect(failed).toBeUndefined();
  process.kill(group.services.worker?.pid ?? service.pid, "SIGKILL");
  expect(await group.failed).toBe("worker");
});
