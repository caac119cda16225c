/** The thread behind frames.ts: makes the next frame for every message it gets. */
import { parentPort, workerData } from "node:worker_threads";
import type { FramesTask, Next } from "./frames.ts";
import { resample, yuvBytes } from "./resample.ts";

// Started by frames.ts only, which passes a FramesTask.
const { picture, size, views } = workerData as FramesTask;
let index = 0;

parentPort?.on("message", (spent: Next) => {
  const view = views[index++];
  if (!view) return;
  const width = picture.width / view.zoom;
  const height = picture.height / view.zoom;
  const frame = new Uint8ClampedArray(spent?.buffer ?? new ArrayBuffer(yuvBytes(size.width, size.height)));
  const rectangle = {
    left: ((picture.width - width) * (1 + view.x)) / 2,
    top: ((picture.height - height) * (1 + view.y)) / 2,
    width,
    height,
  };
  resample(picture, rectangle, frame, size, view.gain);
  parentPort?.postMessage(new Uint8Array(frame.buffer), [frame.buffer]);
});
