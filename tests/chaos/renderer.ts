/**
 * Stands where the renderer stands and answers at once, well or badly by dice. No two files it delivers are the same,
 * so that a published one that is overwritten shows.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Dice, dice } from "../../emulator/dice.ts";
import type { JobEvent } from "../../renderer/contract/job.ts";
import { deliverNoise } from "../support/deliver-noise.ts";
import { answerBadly, answerDone, type Job, readAll, TROUBLES } from "../support/renderer-answers.ts";
import { type ContainerFault, Containers } from "./containers.ts";
import type { RenderedJob } from "./facts.ts";

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
  /** The jobs that were begun. */
  jobs: RenderedJob[];
  containers: Containers;
  set(faults: Partial<Record<RendererFault, number>>, containers: Partial<Record<ContainerFault, number>>): void;
  stop(): Promise<void>;
}

/** How long a render takes, and one in twenty, in seconds, scaled like all times; and how often it tells of itself. */
const RENDER_SECONDS = 4;
const LONG_RENDER_SECONDS = 40;
const TELLS_EVERY_SECONDS = 5;

export async function startChaosRenderer(seed: number, timeScale: number): Promise<ChaosRenderer> {
  const random: Dice = dice(seed, "renderer");
  const strikes: ChaosRenderer["strikes"] = [];
  let faults: Partial<Record<RendererFault, number>> = {};

  const containers = new Containers(dice(seed, "containers"), timeScale);
  const jobs: RenderedJob[] = [];

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.keepAliveTimeout = 1000;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const job = JSON.parse((await readAll(incoming)).toString() || "{}") as Job;
    // In a container of the platform's, or asked by itself, as a plain process is.
    const [, instance, path = incoming.url ?? ""] = /^\/([^/]+)(\/.*)$/.exec(incoming.url ?? "") ?? [];
    const command = /^\/platform\/(.+)$/.exec(path)?.[1];
    if (instance !== undefined && command !== undefined)
      return void outgoing.end(containers.command(instance, command));
    // The addresses to deliver to name the run.
    const runId = /run_[a-z0-9]+/.exec(JSON.stringify(job.deliver ?? null))?.[0];
    if (runId !== undefined)
      follow({ runId, kind: "audio" in job.deliver ? "cut" : "render", instance: instance ?? "" }, outgoing);
    if (instance !== undefined && (await containers.meet(instance, path, incoming, outgoing))) return;
    if (path === "/health") return void outgoing.end("{}");
    const fault = RENDERER_FAULTS.find((each) => random.roll() < (faults[each] ?? 0));
    if (fault) strikes.push({ fault, runId });
    switch (fault) {
      case undefined:
        return work(job, outgoing);
      case "put-twice": {
        const result = await deliverNoise(job);
        // Other bytes at the same address: refused, because the address takes one file only.
        await deliverNoise(job).catch(() => undefined);
        return answerDone(outgoing, result, 2);
      }
      case "put-late":
        incoming.socket.destroy();
        await sleep(60_000 * timeScale * random.between(0.5, 2), undefined, { ref: false });
        await deliverNoise(job).catch(() => undefined);
        return;
      default:
        return answerBadly(fault, job, incoming, outgoing);
    }
  }

  /** Writes down a job that is begun, which is when it was answered with 200, and how it ended. */
  function follow(about: Pick<RenderedJob, "runId" | "kind" | "instance">, outgoing: ServerResponse): void {
    const from = Date.now();
    outgoing.once("close", () => {
      if (!outgoing.headersSent || outgoing.statusCode !== 200) return;
      jobs.push({ ...about, from, to: Date.now(), isAnswered: outgoing.writableFinished });
    });
  }

  /** Does a job as a renderer does: tells of it, and gives it up when nobody listens any more. */
  async function work(job: Job, outgoing: ServerResponse): Promise<void> {
    if (!("output" in job)) return answerDone(outgoing, await deliverNoise(job));
    const seconds = random.roll() < 0.05 ? LONG_RENDER_SECONDS : random.between(0, RENDER_SECONDS);
    outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
    for (let done = 0; done < seconds && !outgoing.destroyed; done += TELLS_EVERY_SECONDS) {
      outgoing.write(line({ event: "progress", fraction: done / seconds }));
      await sleep(Math.min(TELLS_EVERY_SECONDS, seconds - done) * 1000 * timeScale);
    }
    if (!outgoing.destroyed) outgoing.end(line({ event: "done", result: await deliverNoise(job) }));
  }

  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    strikes,
    jobs,
    containers,
    set: (changed, ofContainers) => {
      faults = changed;
      containers.faults = ofContainers;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const line = (event: JobEvent<unknown>): string => `${JSON.stringify(event)}\n`;
