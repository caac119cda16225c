/** Consuming the queue of deliveries: a receiver that hangs holds up nobody else. */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "smol-toml";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { accounts, webhookDeliveries, webhookEvents } from "../../worker/db/schema.ts";
import type { DeliveryMessage } from "../../worker/queues.ts";
import type { Services } from "../../worker/services.ts";
import { consumeDeliveries } from "../../worker/webhooks/consume.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const hanging: ServerResponse[] = [];
const receiver = createServer((request, response) => {
  if (request.url === "/hangs") hanging.push(response);
  else response.writeHead(204).end();
});
let origin: string;

beforeAll(async () => {
  local = await openLocalDatabase();
  await new Promise<void>((resolve) => receiver.listen(0, "localhost", resolve));
  origin = `http://localhost:${(receiver.address() as AddressInfo).port}`;
  await local.db.insert(accounts).values({ id: "a", name: "A", createdAt: 1 });
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await local.close();
});

async function delivery(id: string, path: string): Promise<void> {
  await local.db.insert(webhookEvents).values({
    ...{
      id: `evt_${id}`,
      key: id,
      accountId: "a",
      type: "batch.finished",
      batchId: "b",
      ending: [],
      body: "{}",
      createdAt: 1,
    },
  });
  await local.db.insert(webhookDeliveries).values({
    ...{
      id,
      accountId: "a",
      target: "",
      eventId: `evt_${id}`,
      url: `${origin}${path}`,
      status: "pending",
      nextAttemptAt: 1,
    },
    createdAt: 1,
  });
}

test("a receiver that hangs keeps no other message waiting, and is still recorded when it answers", async () => {
  const rows = rowServices(local.db, Date.now);
  const services = {
    ...rows,
    net: { resolve: async () => [], loopback: [origin] },
    queues: { sendDeliveries: async () => {} },
    // An attempt may take 7.5 seconds, and holds its consumer for half a second.
    settings: { ...rows.settings, TIME_SCALE: 0.5 },
  } as unknown as Services;
  await delivery("hangs", "/hangs");
  await delivery("answers", "/answers");
  const said: Record<string, string[]> = { hangs: [], answers: [] };
  const messages = ["hangs", "answers"].map((deliveryId) => ({
    body: { deliveryId },
    attempts: 1,
    ack: () => said[deliveryId]?.push("ack"),
    retry: () => said[deliveryId]?.push("retry"),
  }));
  const later: Promise<unknown>[] = [];
  await consumeDeliveries(
    services,
    { queue: "backline-webhooks", messages } as unknown as MessageBatch<DeliveryMessage>,
    { waitUntil: (work) => later.push(work) },
  );
  const statuses = async () =>
    Object.fromEntries((await local.db.select().from(webhookDeliveries)).map(({ id, status }) => [id, status]));
  await expect.poll(statuses).toEqual({ hangs: "pending", answers: "delivered" });
  expect(Object.values(said).map(([first]) => first)).toEqual(["ack", "ack"]);
  for (const response of hanging) response.writeHead(204).end();
  await Promise.all(later);
  expect(await statuses()).toEqual({ hangs: "delivered", answers: "delivered" });
});

test("the queue does not wait for what goes on behind a consumer", () => {
  expect(parse(readFileSync(join(ROOT, "wrangler.toml"), "utf8")).compatibility_flags).toContain(
    "queue_consumer_no_wait_for_wait_until",
  );
});
