/** Stands before a service and lets connections through, or refuses them, as when nobody listens. */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface Switch {
  /** Where the service is reached. */
  origin: string;
  /** Nobody listens any more, and connections are cut. */
  off(): Promise<void>;
  on(): Promise<void>;
}

/** `to`: the service's origin. It is on at first. */
export async function openSwitch(to: string): Promise<Switch> {
  const { hostname, port: target } = new URL(to);
  let server: Server | undefined;
  const sockets = new Set<Socket>();
  const listen = async (port: number): Promise<number> => {
    const listening = createServer((socket) => {
      const onward = connect(Number(target), hostname);
      for (const [from, into] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        sockets.add(from);
        from.pipe(into);
        // Whichever end breaks, so does the other.
        from.on("error", () => into.destroy());
        from.on("close", () => {
          sockets.delete(from);
          into.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => listening.listen(port, "localhost", resolve));
    server = listening;
    // A TCP server that listens has an address with a port.
    return (listening.address() as { port: number }).port;
  };
  const port = await listen(0);
  return {
    origin: `http://localhost:${port}`,
    async off() {
      const closing = server;
      server = undefined;
      if (!closing) return;
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => closing.close(resolve));
    },
    async on() {
      if (!server) await listen(port);
    },
  };
}
