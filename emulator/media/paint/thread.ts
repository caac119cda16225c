/** The thread behind studio.ts that draws: one picture per thread. */
import { parentPort, workerData } from "node:worker_threads";
import { compose } from "./compose.ts";
import { enlarge } from "./enlarge.ts";
import type { PaintAnswer, PaintTask } from "./task.ts";
import { UnreadablePicture } from "./task.ts";

// Started by studio.ts only, which passes a PaintTask.
const task = workerData as PaintTask;
let answer: PaintAnswer;
try {
  answer = { picture: await (task.kind === "compose" ? compose(task) : enlarge(task)) };
} catch (error) {
  if (!(error instanceof UnreadablePicture)) throw error;
  answer = { unreadable: error.index };
}
parentPort?.postMessage(answer);
