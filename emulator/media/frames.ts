/** The frames of a camera move, made in a thread of their own as fast as they are taken. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { View } from "./camera.ts";
import type { YuvPicture } from "./resample.ts";

export interface FramesTask {
  picture: YuvPicture;
  size: { width: number; height: number };
  views: View[];
}

/** Frames that may be made ahead of the encoder. */
const AHEAD = 4;

/** Yields every frame as yuv420p. A yielded buffer belongs to the taker. */
export async function* frames(task: FramesTask, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./frames-thread.ts", import.meta.url), { workerData: task });
  const made: Uint8Array[] = [];
  let wake = (): void => undefined;
  let failed: unknown;
  worker.on("message", (frame: Uint8Array) => {
    made.push(frame);
    wake();
  });
  const fail = (reason: unknown): void => {
    failed ??= reason;
    wake();
  };
  worker.once("error", fail);
  worker.once("exit", () => fail(new Error("The frame thread ended early.")));
  const stop = (): void => fail(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (let ahead = 0; ahead < AHEAD; ahead++) worker.postMessage("next");
    for (let taken = 0; taken < task.views.length; taken++) {
      while (made.length === 0) {
        if (failed !== undefined) throw failed;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      // Not empty: the loop above waited for it.
      yield made.shift() as Uint8Array;
      worker.postMessage("next");
    }
  } finally {
    signal.removeEventListener("abort", stop);
    worker.removeAllListeners();
    // `terminate` ends a thread that may be in the middle of a frame.
    const ended = once(worker, "exit");
    await Promise.all([worker.terminate(), ended]).catch(() => undefined);
  }
}
