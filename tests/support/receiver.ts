/** Receives messages as an account's own server would, well or badly, and remembers them. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inject } from "vitest";

export interface Received {
  path: string;
  at: number;
  headers: Record<string, string>;
  body: string;
}

/** How a path answers: with a status (and headers, and a body), or never, or by hanging up. */
export type Manner = { status: number; headers?: Record<string, string>; body?: string } | "hang" | "reset";

export async function startReceiver() {
  const origin = inject("stack").receiver;
  const received: Received[] = [];
  const manners = new Map<string, Manner>();
  const server = createServer((incoming, outgoing) => void take(incoming, outgoing));

  async function take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const at = Date.now();
    const path = incoming.url ?? "/";
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
    );
    received.push({ path, at, headers, body: Buffer.concat(chunks).toString() });
    const manner = manners.get(path) ?? { status: 204 };
    if (manner === "hang") return;
    if (manner === "reset") return void incoming.socket.destroy();
    outgoing.writeHead(manner.status, manner.headers).end(manner.body);
  }

  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), "localhost", resolve));
  return {
    url: (path: string) => `${origin}${path}`,
    port: (server.address() as AddressInfo).port,
    at: (path: string) => received.filter((each) => each.path === path),
    answer: (path: string, manner: Manner) => void manners.set(path, manner),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
