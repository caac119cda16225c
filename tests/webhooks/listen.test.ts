/** Listeners: what waits for them is given out once, in order, to whoever comes; and what that costs. */
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { openDatabase } from "../../worker/db/database.ts";
import {
  accounts,
  apiKeys,
  webhookAttempts,
  webhookDeliveries,
  webhookEndpoints,
  webhookEvents,
} from "../../worker/db/schema.ts";
import { LISTENER_WAIT_MS } from "../../worker/domain/webhook.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { sweep } from "../../worker/runs/sweep.ts";
import { Watcher, type WatcherServices } from "../../worker/runs/watcher.ts";
import type { Services } from "../../worker/services.ts";
import { attemptDelivery } from "../../worker/webhooks/deliver.ts";
import { replayDelivery } from "../../worker/webhooks/deliveries.ts";
import { newSecret } from "../../worker/webhooks/secrets.ts";
import { type Api, namespace, openApi } from "../support/api.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { eventsOf } from "../support/server-sent-events.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let api: Api;
let watcher: Watcher;
/** How many statements each look of the watcher's sent. */
let looks: number[] = [];
let key = "";
let accountId = "";
let secret = "";
let webhookId = "";
let count = 0;

beforeAll(async () => {
  local = await openLocalDatabase();
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (name !== "batch") return typeof member === "function" ? member.bind(target) : member;
      return (statements: Parameters<D1Database["batch"]>[0]) => {
        looks.push(statements.length);
        return target.batch(statements);
      };
    },
  });
  const rows = rowServices(openDatabase(d1), Date.now);
  const services = { ...rows, settings: { ...rows.settings, TIME_SCALE: 0.02 } } as WatcherServices;
  watcher = new Watcher(services, () => new Promise((go) => setTimeout(go, 5)));
  const limiter = { count: async () => ({ used: 1, endsInMs: 1, bookmark: null }), showed: async () => {} };
  api = await openApi({
    ...{ DB: local.d1, RATE_LIMITER: namespace(() => limiter), RUN_WATCHER: namespace(() => watcher) },
    TIME_SCALE: "0.01",
  });
});
beforeEach(async () => {
  for (const level of ["log", "warn"] as const) vi.spyOn(console, level).mockImplementation(() => {});
  [key, accountId, secret] = [createApiKey(), newId("acc"), newSecret()];
  await local.db.insert(accounts).values({ id: accountId, name: "A", createdAt: 1 });
  const row = { id: newId("key"), accountId, name: "k", hash: await sha256Hex(key), prefix: apiKeyPrefix(key) };
  await local.db.insert(apiKeys).values({ ...row, createdAt: 1 });
  webhookId = await newListener();
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function newListener(): Promise<string> {
  const id = newId("wh");
  const row = { id, accountId, kind: "listener", url: "", events: ["run.completed"], secret } as const;
  await local.db.insert(webhookEndpoints).values({ ...row, events: [...row.events], createdAt: 1, updatedAt: 1 });
  return id;
}

/** A message for the listener, as the end of a run leaves it. */
async function wait(body: string, changes: { createdAt?: number; nextAttemptAt?: number } = {}): Promise<string> {
  const createdAt = changes.createdAt ?? ++count;
  const id = `dlv_${++count}`;
  await local.db.insert(webhookEvents).values({
    ...{ id: `evt_${id}`, key: id, accountId, type: "batch.finished", batchId: "b", ending: [], body, createdAt },
  });
  await local.db.insert(webhookDeliveries).values({
    ...{ id, eventId: `evt_${id}`, accountId, endpointId: webhookId, target: webhookId, url: "", status: "pending" },
    ...{ createdAt, nextAttemptAt: changes.nextAttemptAt ?? Date.now() + LISTENER_WAIT_MS },
  });
  return id;
}

async function listen(lastEventId?: string, id = webhookId) {
  const headers = { "x-api-key": key, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) };
  const response = await api.request(`/api/webhooks/${id}/listen`, { headers });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const stream = eventsOf(response);
  const ready = await stream.next();
  expect([ready?.event, ready?.data]).toEqual(["ready", JSON.stringify({ webhook_id: id })]);
  const message = async () => {
    const event = await stream.next();
    if (event?.event !== "message") throw new Error(`Not a message: ${JSON.stringify(event)}`);
    return { ...(JSON.parse(event.data) as Message), eventId: event.id };
  };
  return { ...stream, ready, message };
}
interface Message {
  id: string;
  headers: Record<string, string>;
  body: string;
}
const rowOf = async (id: string) =>
  (await local.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id)))[0];
const services = (now: () => number, queued: string[] = []) => {
  const rows = rowServices(local.db, now);
  const sendDeliveries = async (messages: { message: { deliveryId: string } }[]) =>
    void queued.push(...messages.map(({ message }) => message.deliveryId));
  return { ...rows, queues: { ...rows.queues, sendDeliveries } } as unknown as Services;
};

describe("a listener", () => {
  test("is given what waited for it in order, and then what comes, signed as for a URL, and recorded", async () => {
    const waited = [await wait('{"a":1}'), await wait('{"b":2}')];
    const stream = await listen();
    const messages = [await stream.message(), await stream.message()];
    const late = await wait('{"c":3}');
    messages.push(await stream.message());
    expect(messages.map(({ id, body }) => [id, body])).toEqual([
      [waited[0], '{"a":1}'],
      [waited[1], '{"b":2}'],
      [late, '{"c":3}'],
    ]);
    for (const { headers, body, id } of messages) {
      expect(headers["webhook-id"]).toBe(`evt_${id}`);
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      expect(await rowOf(id)).toMatchObject({ status: "delivered", attempts: 1 });
      const attempts = await local.db.select().from(webhookAttempts).where(eq(webhookAttempts.deliveryId, id));
      expect(attempts).toMatchObject([{ number: 1, statusCode: null, error: null }]);
    }
    await stream.leave();
  });

  test("that comes back is given what it missed, and nothing that it has", async () => {
    const ids = [await wait("1"), await wait("2"), await wait("3")];
    const first = await listen();
    const { eventId, id } = await first.message();
    expect(id).toBe(ids[0]);
    await first.leave();
    const late = await wait("4");
    const second = await listen(eventId);
    const given = [await second.message(), await second.message(), await second.message()];
    expect(given.map((each) => each.id)).toEqual([ids[1], ids[2], late]);
    await second.leave();
    // One that came without a message yet has a position, too.
    const idle = await listen();
    const last = await wait("5");
    await idle.message();
    await idle.leave();
    const third = await listen(idle.ready?.id);
    expect((await third.message()).id).toBe(last);
    await third.leave();
  });

  test.each(["", "garbage", "1.2", "zzzzzzzzz.1.x", "-1.0.a"])("takes %j for no position", async (position) => {
    const id = await wait("old");
    const before = await listen();
    await before.message();
    await before.leave();
    const stream = await listen(position);
    const next = await wait("new");
    expect((await stream.message()).id).toBe(next);
    expect(next).not.toBe(id);
    await stream.leave();
  });

  test("shares what there is with others who listen: each message goes to one", async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, (_, at) => wait(String(at))));
    const streams = [await listen(), await listen()];
    const given: string[] = [];
    const readers = streams.map(async (stream) => {
      for (;;) {
        const event = await stream.next();
        if (!event) return;
        given.push((JSON.parse(event.data) as Message).id);
      }
    });
    await vi.waitFor(() => expect(given.length).toBeGreaterThanOrEqual(50), { timeout: 10_000 });
    for (const stream of streams) await stream.leave();
    await Promise.all(readers);
    expect(given.toSorted()).toEqual(ids.toSorted());
  });

  test("that left unnoticed takes nothing from the one that came after", async () => {
    // It is not read any more, and nobody has noticed.
    const left = await listen();
    await vi.waitFor(() => expect(watcher.waiting).toBe(1), { timeout: 10_000 });
    const stream = await listen();
    for (let at = 0; at < 10; at++) {
      const id = await wait(String(at));
      expect((await stream.message()).id).toBe(id);
    }
    await Promise.all([left.leave(), stream.leave()]);
  });

  test("is given what is behind a message that cannot be told any more", async () => {
    const gone = await wait("");
    await local.db
      .update(webhookEvents)
      .set({ body: null, runId: "run_gone", type: "run.completed" })
      .where(eq(webhookEvents.id, `evt_${gone}`));
    const next = await wait("next");
    const stream = await listen();
    expect((await stream.message()).id).toBe(next);
    await stream.leave();
  });

  test.each([
    ["its webhook is deleted", () => local.db.delete(webhookEndpoints).where(eq(webhookEndpoints.id, webhookId))],
    [
      "its webhook is disabled",
      () => local.db.update(webhookEndpoints).set({ enabled: false }).where(eq(webhookEndpoints.id, webhookId)),
    ],
    [
      "its key is revoked",
      () => local.db.update(apiKeys).set({ revokedAt: 1 }).where(eq(apiKeys.accountId, accountId)),
    ],
  ])("is left when %s", async (_, end) => {
    const stream = await listen();
    await end();
    expect(await stream.next()).toBeUndefined();
  });
});

describe("what waits for a listener", () => {
  test("costs no attempt, is given up after three days, and can be replayed", async () => {
    const time = Date.now();
    const queued: string[] = [];
    const id = await wait("{}", { createdAt: time, nextAttemptAt: time + LISTENER_WAIT_MS });
    await sweep(services(() => time + LISTENER_WAIT_MS - 60_000, queued));
    await attemptDelivery(
      services(() => time + LISTENER_WAIT_MS - 60_000, queued),
      id,
    );
    expect([queued, await rowOf(id)]).toEqual([[], expect.objectContaining({ status: "pending", fence: 0 })]);
    const later = time + LISTENER_WAIT_MS + 60_000;
    await sweep(services(() => later, queued));
    expect(queued).toContain(id);
    await attemptDelivery(
      services(() => later, queued),
      id,
    );
    expect(await rowOf(id)).toMatchObject({ status: "exhausted", attempts: 0, finishedAt: later });
    queued.length = 0;
    await replayDelivery(
      services(() => later, queued),
      id,
    );
    expect(await rowOf(id)).toMatchObject({ status: "pending", finishedAt: null });
    expect(queued).toEqual([]);
    const stream = await listen();
    expect((await stream.message()).id).toBe(id);
    await stream.leave();
  });

  test("is looked for by one statement, however many listen, and by none where nobody does", async () => {
    for (const listeners of [1, 20]) {
      const ids = await Promise.all(Array.from({ length: listeners }, newListener));
      const streams = await Promise.all(ids.map((id) => listen(undefined, id)));
      await vi.waitFor(() => expect(watcher.waiting).toBe(listeners), { timeout: 10_000 });
      looks = [];
      await vi.waitFor(() => expect(new Set(looks).size).toBeGreaterThan(1), { timeout: 10_000 });
      // Now and then it also asks for keys and webhooks.
      expect([...new Set(looks)].toSorted()).toEqual([1, 3]);
      for (const stream of streams) await stream.leave();
      await vi.waitFor(() => expect(watcher.waiting).toBe(0), { timeout: 10_000 });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    looks = [];
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toEqual([]);
  });
});
