/** Stands where the renderer stands, and has every job done when it is asked: no figure of a bench is then ffmpeg's. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { deliverNoise } from "../../tests/support/deliver-noise.ts";
import { answerDone, type Job, readAll } from "../../tests/support/renderer-answers.ts";

export interface InstantRenderer {
  url: string;
  stop(): Promise<void>;
}

export async function startInstantRenderer(): Promise<InstantRenderer> {
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    if (incoming.url === "/health") return void outgoing.end("{}");
    answerDone(outgoing, await deliverNoise(JSON.parse(body.toString()) as Job));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
