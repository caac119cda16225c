/** What a renderer says on the wire, in good days and bad: for those who stand in its place. */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  CutJob,
  CutResult,
  DeliveredFile,
  JobEvent,
  RenderJob,
  RenderResult,
} from "../../renderer/contract/job.ts";

export type Job = RenderJob | CutJob;

/** What a renderer in trouble does. */
export const TROUBLES = [
  "busy",
  "reset",
  "hang",
  // Dies in the middle of the job.
  "vanish",
  // Says it delivered what it did not.
  "lie",
  "disk-full",
  "bad-input",
] as const;
export type Trouble = (typeof TROUBLES)[number];

export function answerBadly(trouble: Trouble, job: Job, incoming: IncomingMessage, outgoing: ServerResponse): void {
  switch (trouble) {
    case "busy":
      outgoing
        .writeHead(503, { "retry-after": "1" })
        .end(JSON.stringify({ code: "busy", message: "busy", retryable: true }));
      break;
    case "reset":
      incoming.socket.destroy();
      break;
    case "hang":
      begin(outgoing).flushHeaders();
      break;
    case "vanish":
      begin(outgoing).write(line({ event: "progress", fraction: 0.5 }));
      setTimeout(() => incoming.socket.destroy(), 50);
      break;
    case "lie": {
      const nothing: DeliveredFile = { bytes: 1, md5: "0".repeat(32) };
      answerDone(outgoing, resultOf(job, nothing, nothing));
      break;
    }
    case "disk-full":
      fail(outgoing, { code: "disk_full", message: "The disk is full.", retryable: true });
      break;
    case "bad-input":
      fail(outgoing, { code: "unreadable_video", message: "The video cannot be read.", retryable: false });
      break;
  }
}

/** Says that the job is done; `times`: more often than a renderer does. */
export function answerDone(outgoing: ServerResponse, result: RenderResult | CutResult, times = 1): void {
  begin(outgoing).end(line({ event: "done", result }).repeat(times));
}

/** The result of a job that made `main`, its video or its sound, and for a render `poster`. */
export function resultOf(job: Job, main: DeliveredFile, poster: DeliveredFile): RenderResult | CutResult {
  if (!("output" in job)) return { audio: { ...main, durationSeconds: job.audio.durationSeconds } };
  const { width, height, durationSeconds } = job.output;
  return {
    video: { ...main, width, height, durationSeconds },
    poster: { ...poster, width, height },
    loudness: { integratedLufs: -14, truePeakDb: -1 },
    warnings: [],
  };
}

/** PUTs a file where a job wants it. */
export async function put({ url, headers }: RenderJob["deliver"]["video"], bytes: Buffer): Promise<DeliveredFile> {
  const response = await fetch(url, { method: "PUT", headers: headers ?? {}, body: new Uint8Array(bytes) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`PUT answered ${response.status}`);
  return { bytes: bytes.length, md5: createHash("md5").update(bytes).digest("hex") };
}

export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const begin = (outgoing: ServerResponse) => outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
const line = (event: JobEvent<unknown>): string => `${JSON.stringify(event)}\n`;

function fail(outgoing: ServerResponse, error: Extract<JobEvent<unknown>, { event: "error" }>["error"]): void {
  begin(outgoing).end(line({ event: "error", error }));
}
