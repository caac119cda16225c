/** A bundle is loaded by a Worker that has nothing else, when it is asked to: what that costs workerd. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { readWorkerOptions } from "../../local/bundle.ts";

const NAME = "loader";

async function startLoader(bundle: string, options: { inspectorPort?: number } = {}): Promise<Miniflare> {
  const { compatibilityDate, compatibilityFlags = [] } = readWorkerOptions(bundle);
  const loader = `export default {
    async fetch(request) {
      if (new URL(request.url).pathname === "/load") await import("./${basename(bundle)}");
      return new Response();
    },
  };`;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...options,
      name: NAME,
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

/** CPU time that workerd takes to load `bundle`, all its threads together, milliseconds. */
export async function cpuOfStart(bundle: string): Promise<number> {
  const miniflare = await startLoader(bundle);
  try {
    const costOf = async (path: string) => {
      const before = cpuMsOfChildren();
      await ask(miniflare, path);
      return cpuMsOfChildren() - before;
    };
    await costOf("/");
    const ofRequest = await costOf("/");
    return (await costOf("/load")) - ofRequest;
  } finally {
    await miniflare.dispose();
  }
}

/** Bytes of the isolate's heap after a garbage collection: before `bundle` is loaded, and with it. */
export async function heapAfterStart(bundle: string): Promise<{ before: number; after: number }> {
  const miniflare = await startLoader(bundle, { inspectorPort: 0 });
  const socket = new WebSocket(new URL(`/core:user:${NAME}`, await miniflare.getInspectorURL()));
  try {
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("workerd's inspector does not answer"));
    });
    let lastId = 0;
    const call = <Result>(method: string): Promise<Result> => {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        socket.addEventListener("message", function listen({ data }) {
          const answer = JSON.parse(String(data)) as { id?: number; result: Result; error?: { message: string } };
          if (answer.id !== id) return;
          socket.removeEventListener("message", listen);
          if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
          else resolve(answer.result);
        });
        socket.send(JSON.stringify({ id, method }));
      });
    };
    const used = async () => {
      await call("HeapProfiler.collectGarbage");
      return (await call<{ usedSize: number }>("Runtime.getHeapUsage")).usedSize;
    };
    await ask(miniflare, "/");
    const before = await used();
    await ask(miniflare, "/load");
    return { before, after: await used() };
  } finally {
    socket.close();
    await miniflare.dispose();
  }
}

/** Of all processes that this one has started, as Linux counts it. */
function cpuMsOfChildren(): number {
  let nanoseconds = 0;
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOrNothing(`/proc/${pid}/stat`);
    if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) !== process.pid) continue;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readOrNothing(`/proc/${pid}/task/${thread}/schedstat`).split(" ")[0]);
    }
  }
  return nanoseconds / 1e6;
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // It ended while we looked.
  }
}
