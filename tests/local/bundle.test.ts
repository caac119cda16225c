/** The Worker's code as it is deployed: small, and the same as what was written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { bundleWorker, bytesByFile, sizeOf } from "../../local/bundle.ts";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { startService } from "../../local/process.ts";
import { openSourceMap } from "../../local/source-map.ts";
import { workerdLaunch, workerOrigin } from "../../local/worker.ts";

/** An isolate loads all of it before it answers for the first time. */
const MAX_GZIP_BYTES = 360 * 1024;

const folder = mkdtempSync(join(tmpdir(), "backline-bundle-"));
let bundle: string;

beforeAll(async () => {
  // With all other tests, there is one for their stacks, made the same way.
  bundle =
    process.env.WORKER_BUNDLE ??
    (await bundleWorker(join(ROOT, "worker", "index.ts"), join(ROOT, "wrangler.toml"), join(folder, "bundle")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("compressed, it is no larger than it may be", () => {
  expect(sizeOf(bundle).gzipBytes).toBeLessThanOrEqual(MAX_GZIP_BYTES);
});

test("the description that is deployed with it is the one that is written", () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  expect(read("public/docs/openapi.json")).toEqual(read("openapi.json"));
});

test("no package is in it twice", () => {
  const foldersOf = new Map<string, Set<string>>();
  for (const file of bytesByFile(bundle).keys()) {
    const [, path, name = ""] = /^(.*node_modules\/(@[^/]+\/[^/]+|[^/]+))\//.exec(file) ?? [];
    if (path !== undefined) foldersOf.set(name, (foldersOf.get(name) ?? new Set()).add(path));
  }
  expect(foldersOf.size).toBeGreaterThan(5);
  expect([...foldersOf.values()].filter(({ size }) => size > 1)).toEqual([]);
});

test("of zod's languages it has English alone", () => {
  // The list of languages is not one of them.
  const languages = [...bytesByFile(bundle).keys()].filter((file) => /\/zod\/.*\/locales\/(?!index\.)/.test(file));
  expect(languages).toEqual([expect.stringMatching(/\/locales\/en\.js$/)]);
});

test("it answers, and a stack trace that it logs leads to the source", async () => {
  const port = await freePort();
  const settingsFile = join(folder, "settings.env");
  // No secret is set, and the Worker says so.
  writeFileSync(settingsFile, "");
  const logFile = join(folder, "worker.log");
  const { name, args, env } = workerdLaunch({ port, state: folder, settingsFile }, bundle);
  const worker = startService({ name, args, cwd: ROOT, logFile, ...(env ? { env } : {}) });
  onTestFinished(() => worker.stop());
  const ask = () => fetch(`${workerOrigin(port)}/health`).catch(() => undefined);
  await expect.poll(async () => (await ask())?.status, { timeout: 60_000, interval: 200 }).toBe(503);
  const logged = () =>
    readFileSync(logFile, "utf8")
      .split("\n")
      .find((line) => line.includes('"event":"settings_missing"'));
  await expect.poll(logged, { timeout: 10_000 }).toBeDefined();

  const { stack }: { stack: string } = JSON.parse(logged() ?? "");
  const [, thrownAt = ""] = stack.split("\n    at ");
  const [, file = "", line] = /\((worker\/[\w./-]+):(\d+):\d+\)$/.exec(openSourceMap(bundle)(thrownAt)) ?? [];
  expect(file).toBe("worker/env.ts");
  expect(readFileSync(join(ROOT, file), "utf8").split("\n")[Number(line) - 1]).toContain("throw new SettingsError");
});
