/** Containers that a test steers, as a server that the Worker's stand-ins for `ctx.container` lead to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { RenderResult } from "../../renderer/contract/job.ts";

/** What a container is like. */
export type Manner =
  | "good"
  /** The platform has none. */
  | "absent"
  /** Listens a while after its start. */
  | "slow"
  /** Runs, and answers nothing. */
  | "stuck"
  /** Says 200 to a job, and then nothing. */
  | "silent"
  /** Ends in the middle of a job. */
  | "dies"
  /** Finishes what it has, and takes nothing more. */
  | "draining"
  /** A gateway's page in its place. */
  | "page";

/** How long a job takes, and a slow start. Milliseconds. */
const JOB_MS = 30;
const SLOW_MS = 300;

const RESULT: RenderResult = {
  video: { bytes: 1, md5: "0", width: 720, height: 1280, durationSeconds: 8 },
  poster: { bytes: 1, md5: "0", width: 720, height: 1280 },
  loudness: { integratedLufs: -14, truePeakDb: -1 },
  warnings: [],
};

export async function startContainers() {
  const manners = new Map<string, Manner>();
  const startedAt = new Map<string, number>();
  const calls: { instance: string; path: string; runId: string | undefined }[] = [];
  const events: string[] = [];
  const woken: string[] = [];
  const open = new Map<string, number>();
  let most = 0;

  const mannerOf = (instance: string) => manners.get(instance) ?? manners.get("*") ?? "good";

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const [, instance = "", ...rest] = (incoming.url ?? "/").split("/");
    const path = rest.join("/");
    const body = await text(incoming);
    if (instance === "woken") {
      const messages = JSON.parse(body) as { runId?: string; generationId?: string }[];
      woken.push(...messages.map(({ runId, generationId }) => runId ?? generationId ?? ""));
      return void outgoing.end();
    }
    if (path.startsWith("platform/")) {
      events.push(`${path.slice("platform/".length)} ${instance}`);
      if (path === "platform/start") startedAt.set(instance, Date.now());
      return void outgoing.end(String(mannerOf(instance) !== "absent" && mannerOf(instance) !== "dies"));
    }
    const manner = mannerOf(instance);
    calls.push({ instance, path, runId: /run_[a-z0-9-]+/.exec(body)?.[0] });
    if (manner === "absent") return void incoming.socket.destroy();
    if (manner === "stuck") return;
    if (manner === "slow" && Date.now() < (startedAt.get(instance) ?? 0) + SLOW_MS)
      return void incoming.socket.destroy();
    if (path === "health") return void outgoing.writeHead(manner === "draining" ? 503 : 200).end("{}");
    if (manner === "page")
      return void outgoing.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    if (manner === "draining") {
      const error = { code: "draining", message: "shutting down", retryable: true };
      return void outgoing.writeHead(503).end(JSON.stringify(error));
    }
    outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
    outgoing.write(`${JSON.stringify({ event: "progress", fraction: 0 })}\n`);
    if (manner === "silent") return;
    if (manner === "dies") {
      await sleep(JOB_MS / 3);
      return void incoming.socket.destroy();
    }
    open.set(instance, (open.get(instance) ?? 0) + 1);
    most = Math.max(most, open.get(instance) ?? 0);
    await sleep(JOB_MS);
    open.set(instance, (open.get(instance) ?? 1) - 1);
    outgoing.end(`${JSON.stringify({ event: "done", result: RESULT })}\n`);
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** "*": all that have no manner of their own. */
    set: (instance: string, manner: Manner) => void manners.set(instance, manner),
    /** Requests that reached a container. */
    calls,
    /** What the platform was told, such as "start renderer-0". */
    events,
    /** Runs that the pool sent for, and generations that the gate did, each time. */
    woken,
    /** The most renders that one container had at a time. */
    most: () => most,
    reset() {
      manners.clear();
      for (const list of [calls, events, woken]) list.length = 0;
      most = 0;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
