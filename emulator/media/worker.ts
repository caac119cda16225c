/** One task in a thread of its own, so that drawing never keeps the server from answering. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Runs the module at `url` with `data`; resolves with the one message it posts. Stopped with the signal. */
export async function inThread<Answer>(url: URL, data: unknown, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const worker = new Worker(url, { workerData: data });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const answer = once(worker, "message") as Promise<[Answer]>;
    const ended = once(worker, "exit").then(() => {
      signal.throwIfAborted();
      throw new Error("The thread ended without an answer.");
    });
    ended.catch(() => undefined);
    return (await Promise.race([answer, ended]))[0];
  } finally {
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
