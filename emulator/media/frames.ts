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

/** A message to the thread: make the next frame, in the memory of one that is not needed any more. */
export type Next = Uint8Array<ArrayBuffer> | undefined;

/**
 * Yields every frame as yuv420p. A yielded buffer is the taker's until the next one is asked for: then another frame is made
 * in it, because new memory for each costs as much as what is written to it.
 */
export async function* frames(task: FramesTask, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./frames-thread.ts", import.meta.url), { workerData: task });
  const made: Uint8Array<ArrayBuffer>[] = [];
  let wake = (): void => undefined;
  let failed: unknown;
  worker.on("message", (frame: Uint8Array<ArrayBuffer>) => {
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
    for (let ahead = 0; ahead < AHEAD; ahead++) worker.postMessage(undefined satisfies Next);
    for (let taken = 0; taken < task.views.length; taken++) {
      while (made.length === 0) {
        if (failed !== undefined) throw failed;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      // Not empty: the loop above waited for it.
      const frame = made.shift() as Uint8Array<ArrayBuffer>;
      yield frame;
      worker.postMessage(frame satisfies Next, [frame.buffer]);
    }
  } finally {
    signal.removeEventListener("abort", stop);
    worker.removeAllListeners();
    // `terminate` ends a thread that may be in the middle of a frame.
    const ended = once(worker, "exit");
    await Promise.all([worker.terminate(), ended]).catch(() => undefined);
  }
}
