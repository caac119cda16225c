/** A bundle is loaded by a Worker that has nothing else, when it is asked to: what that costs workerd. */
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { readWorkerOptions } from "../../local/bundle.ts";
import { parentsOfAll, readOrNothing } from "../processes.ts";

async function startLoader(bundle: string): Promise<Miniflare> {
  const { compatibilityDate, compatibilityFlags = [] } = readWorkerOptions(bundle);
  const loader = `export default {
    async fetch(request) {
      if (new URL(request.url).pathname === "/load") await import("./${basename(bundle)}");
      return new Response();
    },
  };`;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...(compatibilityDate === undefined ? {} : { compatibilityDate }),
      compatibilityFlags,
      modulesRoot: dirname(bundle),
      modules: [
        { type: "ESModule", path: join(dirname(bundle), "loader.js"), contents: loader },
        { type: "ESModule", path: bundle },
      ],
    }),
  );
  await miniflare.ready;
  return miniflare;
}

async function ask(miniflare: Miniflare, path: string): Promise<void> {
  const response = await miniflare.dispatchFetch(`http://loader${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

/** What workerd needs to load `bundle`: CPU time of all its threads, milliseconds, and how much it grows (RSS), bytes. */
export async function costOfStart(bundle: string): Promise<{ cpuMs: number; memoryBytes: number }> {
  const miniflare = await startLoader(bundle);
  try {
    const costOf = async (path: string) => {
      const before = heldByChildren();
      await ask(miniflare, path);
      const after = heldByChildren();
      return { cpuMs: after.cpuMs - before.cpuMs, memoryBytes: after.memoryBytes - before.memoryBytes };
    };
    await costOf("/");
    const ofRequest = await costOf("/");
    const ofLoad = await costOf("/load");
    return { cpuMs: ofLoad.cpuMs - ofRequest.cpuMs, memoryBytes: ofLoad.memoryBytes };
  } finally {
    await miniflare.dispose();
  }
}

/** Of all processes that this one has started, as Linux counts it. */
function heldByChildren(): { cpuMs: number; memoryBytes: number } {
  let nanoseconds = 0;
  let kilobytes = 0;
  for (const [pid, parent] of parentsOfAll()) {
    if (parent !== process.pid) continue;
    kilobytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0);
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readOrNothing(`/proc/${pid}/task/${thread}/schedstat`).split(" ")[0]);
    }
  }
  return { cpuMs: nanoseconds / 1e6, memoryBytes: kilobytes * 1024 };
}
