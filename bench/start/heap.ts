/** How much memory an isolate of a running workerd uses, by V8's inspector protocol. */
import { setTimeout as sleep } from "node:timers/promises";

interface Target {
  title: string;
  webSocketDebuggerUrl: string;
}

/** Bytes of JavaScript's heap that are used when garbage was collected, and that V8 has taken for it. */
export interface Heap {
  usedBytes: number;
  totalBytes: number;
}

/** What an isolate holds at a moment, garbage included, in bytes. */
export interface Usage {
  /** JavaScript's heap. */
  heapBytes: number;
  /** What lies outside of it, and JavaScript points at: above all, the bytes of array buffers. */
  externalBytes: number;
}

/** How long the inspector may take to answer. */
const PATIENCE_MS = 20_000;

/**
 * `inspectorPort`: where the local stack's Worker can be looked into. `wake` has it handle a request: V8 collects garbage when
 * the isolate next has something to do.
 */
export async function openHeap(
  inspectorPort: number,
  wake: () => Promise<unknown>,
): Promise<{ read(): Promise<Heap>; usage(): Promise<Usage>; close(): void }> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()) as Target[];
  // The others are Miniflare's own.
  const target = targets.find(({ title }) => title.includes("core:user:"));
  if (!target) throw new Error("The inspector does not know the Worker");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error("The inspector takes no connection")));
  });
  let last = 0;
  const ask = (method: string): Promise<Record<string, number>> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const late = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE_MS);
      const hear = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: Record<string, number>; error?: unknown };
        if (answer.id !== id) return;
        socket.removeEventListener("message", hear);
        clearTimeout(late);
        if (answer.result) resolve(answer.result);
        else reject(new Error(`${method}: ${JSON.stringify(answer.error)}`));
      };
      socket.addEventListener("message", hear);
      socket.send(JSON.stringify({ id, method }));
    });
  // Nothing else is answered before.
  await ask("Runtime.enable");
  return {
    async read() {
      let isCollected = false;
      const collected = ask("HeapProfiler.collectGarbage").finally(() => {
        isCollected = true;
      });
      while (!isCollected) {
        await wake();
        await Promise.race([collected, sleep(100)]);
      }
      await collected;
      const { usedSize = 0, totalSize = 0 } = await ask("Runtime.getHeapUsage");
      return { usedBytes: usedSize, totalBytes: totalSize };
    },
    /** While the isolate is at work: it answers when it next does anything. */
    async usage() {
      const { usedSize = 0, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await ask("Runtime.getHeapUsage");
      return { heapBytes: usedSize, externalBytes: embedderHeapUsedSize + backingStorageSize };
    },
    close: () => socket.close(),
  };
}
