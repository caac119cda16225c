/**
 * Stands where the renderer stands and answers at once, well or badly by dice. No two files it delivers are the same,
 * so that a published one that is overwritten shows.
 */
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Dice, dice } from "../../dev/fal/dice.ts";
import type { CutJob, DeliveredFile, JobEvent, RenderJob } from "../../renderer/src/job.ts";

export const RENDERER_FAULTS = [
  "busy",
  "reset",
  "hang",
  // Dies in the middle of the job.
  "vanish",
  // Says it delivered what it did not.
  "lie",
  "disk-full",
  "bad-input",
  // Delivers twice and answers twice.
  "put-twice",
  // Goes away, and delivers all the same, after the job was given to another.
  "put-late",
] as const;
export type RendererFault = (typeof RENDERER_FAULTS)[number];

export interface ChaosRenderer {
  url: string;
  /** Every fault that struck, and the run whose job it was. */
  strikes: { fault: RendererFault; runId: string | undefined }[];
  set(faults: Partial<Record<RendererFault, number>>): void;
  stop(): Promise<void>;
}

export async function startChaosRenderer(seed: number, timeScale: number): Promise<ChaosRenderer> {
  const random: Dice = dice(seed, "renderer");
  const strikes: ChaosRenderer["strikes"] = [];
  let faults: Partial<Record<RendererFault, number>> = {};

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 1000;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const job = JSON.parse((await readAll(incoming)).toString() || "{}") as RenderJob | CutJob;
    if (incoming.url === "/health") return void outgoing.end("{}");
    const fault = RENDERER_FAULTS.find((each) => random.roll() < (faults[each] ?? 0));
    // The addresses to deliver to name the run.
    if (fault) strikes.push({ fault, runId: /run_[a-z0-9]+/.exec(JSON.stringify(job.deliver))?.[0] });
    switch (fault) {
      case "busy":
        return void outgoing
          .writeHead(503, { "retry-after": "1" })
          .end(JSON.stringify({ code: "busy", message: "busy", retryable: true }));
      case "reset":
        return void incoming.socket.destroy();
      case "hang":
        return outgoing.writeHead(200, { "content-type": "application/x-ndjson" }).flushHeaders();
      case "vanish":
        outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
        outgoing.write(line({ event: "progress", fraction: 0.5 }));
        setTimeout(() => incoming.socket.destroy(), 50);
        return;
      case "lie":
        return answer(outgoing, resultOf(job, { bytes: 1, md5: "0".repeat(32) }));
      case "disk-full":
        return send(outgoing, {
          event: "error",
          error: { code: "disk_full", message: "The disk is full.", retryable: true },
        });
      case "bad-input":
        return send(outgoing, {
          event: "error",
          error: { code: "unreadable_video", message: "The video cannot be read.", retryable: false },
        });
      case "put-twice": {
        const result = await deliver(job);
        // Other bytes at the same address: refused, because the address takes one file only.
        await deliver(job).catch(() => undefined);
        outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
        outgoing.write(line({ event: "done", result }));
        return void outgoing.end(line({ event: "done", result }));
      }
      case "put-late":
        incoming.socket.destroy();
        await sleep(60_000 * timeScale * random.between(0.5, 2), undefined, { ref: false });
        await deliver(job).catch(() => undefined);
        return;
      default:
        return answer(outgoing, await deliver(job));
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    strikes,
    set: (changed) => {
      faults = changed;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function deliver(job: RenderJob | CutJob): Promise<unknown> {
  if ("audio" in job.deliver) return resultOf(job, await put(job.deliver.audio, wav()));
  const { video, poster } = job.deliver;
  const [made] = await Promise.all([put(video, randomBytes(4096)), put(poster, POSTER)]);
  return resultOf(job, made);
}

const POSTER = Buffer.from("a poster");
const describe = (bytes: Buffer): DeliveredFile => ({
  bytes: bytes.length,
  md5: createHash("md5").update(bytes).digest("hex"),
});

function resultOf(job: RenderJob | CutJob, made: DeliveredFile): unknown {
  if (!("output" in job)) return { audio: { ...made, durationSeconds: job.audio.durationSeconds } };
  const { width, height, durationSeconds } = job.output;
  return {
    video: { ...made, width, height, durationSeconds },
    poster: { ...describe(POSTER), width, height },
    loudness: { integratedLufs: -14, truePeakDb: -1 },
    warnings: [],
  };
}

/** Eight seconds of noise, 8 kHz mono. */
function wav(): Buffer {
  const samples = Buffer.alloc(8 * 8000);
  for (let at = 0; at < samples.length; at++) samples[at] = 96 + Math.floor(Math.random() * 64);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

async function put(
  { url, headers }: { url: string; headers?: Record<string, string> | undefined },
  bytes: Buffer,
): Promise<DeliveredFile> {
  const response = await fetch(url, { method: "PUT", headers: headers ?? {}, body: new Uint8Array(bytes) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`PUT answered ${response.status}`);
  return describe(bytes);
}

const line = (event: JobEvent<unknown>): string => `${JSON.stringify(event)}\n`;
const answer = (outgoing: ServerResponse, result: unknown) => send(outgoing, { event: "done", result });

function send(outgoing: ServerResponse, event: JobEvent<unknown>): void {
  outgoing.writeHead(200, { "content-type": "application/x-ndjson" }).end(line(event));
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
