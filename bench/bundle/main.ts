/**
 * What loading the Worker costs: how large the bundle is that a deployment uploads and what its largest parts are, how much
 * CPU time it takes until the first request can be handled, and how much workerd grows by it.
 * Linux only. Writes out/bench-bundle.json.
 * Usage: npm run bench:bundle [-- --rounds=15]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorker, bytesByFile, sizeOf } from "../../local/bundle.ts";
import { ROOT } from "../../local/paths.ts";
import { median } from "../median.ts";
import { writeResult } from "../result.ts";
import { costOfStart } from "./start.ts";

const ROUNDS = Number(process.argv.find((one) => one.startsWith("--rounds="))?.slice(9) ?? 15);
const LARGEST = 10;

/** A package, or a room of the Worker. */
function partOf(file: string): string {
  const [, packageName] = /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(file) ?? [];
  return packageName ?? file.split("/").slice(0, 2).join("/");
}

function largestParts(bundle: string): Record<string, number> {
  const parts = new Map<string, number>();
  for (const [file, bytes] of bytesByFile(bundle)) parts.set(partOf(file), (parts.get(partOf(file)) ?? 0) + bytes);
  return Object.fromEntries([...parts].toSorted(([, a], [, b]) => b - a).slice(0, LARGEST));
}

function spreadOf(figures: number[]) {
  const sorted = figures.map((figure) => Math.round(figure * 10) / 10).toSorted((a, b) => a - b);
  return { median: median(sorted), least: sorted[0], most: sorted.at(-1) };
}

const folder = mkdtempSync(join(tmpdir(), "backline-bundle-"));
try {
  const bundle = await bundleWorker(join(ROOT, "worker", "index.ts"), join(ROOT, "wrangler.toml"), folder);
  const starts: Awaited<ReturnType<typeof costOfStart>>[] = [];
  while (starts.length < ROUNDS) starts.push(await costOfStart(bundle));
  const result = {
    ...sizeOf(bundle),
    startCpuMs: spreadOf(starts.map(({ cpuMs }) => cpuMs)),
    startMemoryMiB: spreadOf(starts.map(({ memoryBytes }) => memoryBytes / 1024 / 1024)),
    largestParts: largestParts(bundle),
  };
  console.log(JSON.stringify(result, null, 2));
  writeResult("bundle", result);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
