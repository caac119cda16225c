/** Where the accounts of a campaign are told of their runs' ends: it answers badly as often as it is asked to. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dice } from "../../emulator/dice.ts";

/** What arrived, and what was answered; null: nothing. */
export interface Arrival {
  path: string;
  eventId: string;
  at: number;
  status: number | null;
  /** The run that it tells of, if it tells of one, and what it says of it. */
  run: { id: string; status: string; hasOutput: boolean } | null;
}

export async function startChaosReceiver(dice: Dice) {
  const arrivals: Arrival[] = [];
  let failing = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const arrival: Arrival = {
        ...{ path: incoming.url ?? "", eventId: String(incoming.headers["webhook-id"]), at: Date.now(), status: null },
        run: runIn(Buffer.concat(chunks).toString()),
      };
      arrivals.push(arrival);
      const roll = dice.roll();
      if (roll < failing / 2) return void incoming.socket.destroy();
      arrival.status = roll < failing ? 500 : 200;
      outgoing.writeHead(arrival.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    arrivals,
    /** How many of the messages are answered badly, 0..1. */
    fail: (share: number) => {
      failing = share;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function runIn(body: string): Arrival["run"] {
  // Our own Worker's, as the description has it.
  const { data } = JSON.parse(body) as { data: { id?: string; status?: string; output?: unknown } };
  if (data.id === undefined) return null;
  return { id: data.id, status: data.status ?? "", hasOutput: data.output !== null };
}
