/**
 * Stands where the renderer stands and answers at once, well or badly by dice. No two files it delivers are the same,
 * so that a published one that is overwritten shows.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Dice, dice } from "../../emulator/dice.ts";
import type { CutResult, RenderResult } from "../../renderer/contract/job.ts";
import { answerBadly, answerDone, type Job, put, readAll, resultOf, TROUBLES } from "../support/renderer-answers.ts";

export const RENDERER_FAULTS = [
  ...TROUBLES,
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
    const job = JSON.parse((await readAll(incoming)).toString() || "{}") as Job;
    if (incoming.url === "/health") return void outgoing.end("{}");
    const fault = RENDERER_FAULTS.find((each) => random.roll() < (faults[each] ?? 0));
    // The addresses to deliver to name the run.
    if (fault) strikes.push({ fault, runId: /run_[a-z0-9]+/.exec(JSON.stringify(job.deliver))?.[0] });
    switch (fault) {
      case undefined:
        return answerDone(outgoing, await deliver(job));
      case "put-twice": {
        const result = await deliver(job);
        // Other bytes at the same address: refused, because the address takes one file only.
        await deliver(job).catch(() => undefined);
        return answerDone(outgoing, result, 2);
      }
      case "put-late":
        incoming.socket.destroy();
        await sleep(60_000 * timeScale * random.between(0.5, 2), undefined, { ref: false });
        await deliver(job).catch(() => undefined);
        return;
      default:
        return answerBadly(fault, job, incoming, outgoing);
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

async function deliver(job: Job): Promise<RenderResult | CutResult> {
  if ("audio" in job.deliver) {
    const made = await put(job.deliver.audio, wav());
    return resultOf(job, made, made);
  }
  const { video, poster } = job.deliver;
  const [made, pictured] = await Promise.all([put(video, randomBytes(4096)), put(poster, POSTER)]);
  return resultOf(job, made, pictured);
}

const POSTER = Buffer.from("a poster");

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
