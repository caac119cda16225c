/**
 * What an isolate of the Worker takes: CPU time and memory of workerd until the first request can be handled, and
 * JavaScript's heap then, and after calls. Cloudflare ends an isolate that has more than 128 MB. Linux only. Writes
 * out/bench-start.json.
 * Usage: npm run bench:start [-- --rounds 15 --calls 1000]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleWorker } from "../../local/bundle.ts";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { Callers, LIMITS, LISTED } from "../api/callers.ts";
import { openConnections } from "../connections.ts";
import { spreadOf } from "../figures.ts";
import { writeResult } from "../result.ts";
import { startQuietStack } from "../stack/quiet-stack.ts";
import { type Heap, openHeap } from "./heap.ts";
import { costOfStart } from "./loading.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "15" }, calls: { type: "string", default: "1000" } },
});
const CONNECTIONS = 32;
const MIB = 1024 * 1024;

const state = mkdtempSync(join(tmpdir(), "backline-bench-start-"));

async function measureLoading(bundle: string) {
  const starts: Awaited<ReturnType<typeof costOfStart>>[] = [];
  while (starts.length < Number(values.rounds)) starts.push(await costOfStart(bundle));
  return {
    cpuMs: spreadOf(starts.map(({ cpuMs }) => cpuMs)),
    memoryMiB: spreadOf(starts.map(({ memoryBytes }) => memoryBytes / MIB)),
  };
}

/** MiB, by what was done last. */
async function measureHeap() {
  const inspectorPort = await freePort();
  const { stack, accounts } = await startQuietStack(join(state, "stack"), 1, LIMITS, { inspectorPort });
  const connections = openConnections(stack.url, CONNECTIONS);
  const heap = await openHeap(inspectorPort, () => connections.ask({ path: "/health" }));
  const callers = new Callers(accounts, connections);
  const heaps: Record<string, Heap> = {};
  try {
    heaps["the first request handled"] = await heap.read();
    await connections.ask({ path: "/openapi.json" });
    heaps["its description made"] = await heap.read();
    await callers.prepare(LISTED);
    const calls = Array.from({ length: Number(values.calls) }, (_, at) => {
      const call = [() => callers.create(1), () => callers.read(), () => callers.list()][at % 3];
      return call?.() ?? callers.read();
    });
    await Promise.all(calls.map((call) => connections.ask(call)));
    heaps[`${calls.length} calls, ${CONNECTIONS} at a time`] = await heap.read();
  } finally {
    heap.close();
    connections.close();
    await stack.stop();
  }
  return Object.fromEntries(
    Object.entries(heaps).map(([after, { usedBytes, totalBytes }]) => [
      after,
      { usedMiB: Number((usedBytes / MIB).toFixed(1)), totalMiB: Number((totalBytes / MIB).toFixed(1)) },
    ]),
  );
}

try {
  const config = join(ROOT, "wrangler.toml");
  const bundle = await bundleWorker(join(ROOT, "worker", "index.ts"), config, join(state, "bundle"));
  const loading = await measureLoading(bundle);
  console.log("To load it, workerd takes, and grows by:");
  console.table(loading);
  const heap = await measureHeap();
  console.log("JavaScript's heap, after");
  console.table(heap);
  writeResult("start", { loading, heap });
} finally {
  rmSync(state, { recursive: true, force: true });
}
process.exit(0);
