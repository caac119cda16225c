/** Where the accounts of a campaign are told of their runs' ends: it answers badly as often as it is asked to. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dice } from "../../emulator/dice.ts";

/** What arrived, and what was answered; null: nothing. */
export interface Arrival {
  path: string;
  eventId: string;
  status: number | null;
}

export async function startChaosReceiver(dice: Dice) {
  const arrivals: Arrival[] = [];
  let failing = 0;
  const server = createServer((incoming, outgoing) => {
    const arrival: Arrival = {
      path: incoming.url ?? "",
      eventId: String(incoming.headers["webhook-id"]),
      status: null,
    };
    incoming.resume().on("end", () => {
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
