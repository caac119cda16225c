/** The three hosts of fal, its CDN and the control plane, told apart by the first part of the path. */
import { createServer, type Server } from "node:http";
import { control } from "./control.ts";
import { answer, type Handler, notFound, openExchange } from "./exchange.ts";
import { files } from "./files.ts";
import type { ServerParts } from "./parts.ts";
import { queue } from "./queue.ts";
import { run } from "./run.ts";
import { storage } from "./storage.ts";

/** The server, not listening yet. */
export function createFalServer(parts: ServerParts): Server {
  const { rest, upload } = storage(parts);
  const hosts: Record<string, Handler> = {
    queue: (exchange) => queue(exchange, parts),
    run: (exchange) => run(exchange, parts),
    rest,
    files: (exchange) =>
      exchange.path[0] === "upload"
        ? upload({ ...exchange, path: exchange.path.slice(1) })
        : files(exchange, parts.files),
    control: (exchange) => control(exchange, parts),
    health: () => ({ status: 200, json: { status: "ok" } }),
  };
  const server = createServer((request, response) => {
    const exchange = openExchange(request, response);
    const [host = "", ...path] = exchange.path;
    const handler = Object.hasOwn(hosts, host) ? hosts[host] : undefined;
    void answer({ ...exchange, path }, handler ?? (() => notFound));
  });
  // A synchronous run answers when the video is made; Node would cut it off after five minutes.
  server.requestTimeout = 0;
  // A connection that is closed just as it is used again would lose a submit, and a submit is not repeated.
  server.keepAliveTimeout = 0;
  return server;
}
