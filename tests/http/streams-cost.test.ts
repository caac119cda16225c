/** What open streams cost the database, and how soon they tell of a change: with fifty as with one. */
import { eq, inArray } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { apiKeys, runs } from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { WATCHING, Watcher, type WatcherServices } from "../../worker/runs/watcher.ts";
import { type Api, namespace, openApi } from "../support/api.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

const STREAMS = 50;
const ACCOUNTS = 5;

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let api: Api;
/** Statements that the database was sent. */
let sent = 0;
/** Has the next look begin. */
let look = () => {};
let watcher: Watcher;
let keys: string[] = [];
let batches: { key: string; batchId: string; runIds: string[] }[] = [];

beforeAll(async () => {
  local = await openLocalDatabase();
});
beforeEach(async () => {
  for (const level of ["log", "warn"] as const) vi.spyOn(console, level).mockImplementation(() => {});
  const time = Date.now();
  [keys, batches] = [[], []];
  for (let at = 0; at < ACCOUNTS; at++) {
    const admission = await newAdmission(local.db, time, {});
    const { accountId } = admission;
    const key = createApiKey();
    const row = { id: newId("key"), accountId, name: "k", hash: await sha256Hex(key), prefix: apiKeyPrefix(key) };
    await local.db.insert(apiKeys).values({ ...row, createdAt: time });
    const admitted = await admitBatch(
      rowServices(local.db, () => time),
      admission,
    );
    if (admitted.kind !== "admitted") throw new Error(admitted.kind);
    keys.push(key);
    batches.push({ key, ...admitted });
  }
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (name !== "batch") return typeof member === "function" ? member.bind(target) : member;
      return (statements: Parameters<D1Database["batch"]>[0]) => {
        sent += statements.length;
        return target.batch(statements);
      };
    },
  });
  const services = { ...rowServices(openDatabase(d1), Date.now) } as WatcherServices;
  watcher = new Watcher(services, () => new Promise((go) => (look = go)));
  api = await openIsolate(() => watcher);
});
afterEach(() => {
  vi.restoreAllMocks();
});

function openIsolate(object: () => object): Promise<Api> {
  const limiter = { count: async () => ({ used: 1, endsInMs: 1, bookmark: null }), showed: async () => {} };
  return openApi({
    ...{ DB: local.d1, RATE_LIMITER: namespace(() => limiter), RUN_WATCHER: namespace(object) },
    TIME_SCALE: "0.01",
  });
}

async function open(key: string, query: string, lastEventId?: string) {
  const headers = { "x-api-key": key, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) };
  const response = await api.request(`/api/tasks/runs/stream?${query}`, { headers });
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    /** All that came up to what is wanted, and nothing of what came before; or all up to the end. */
    until: async (wanted: string): Promise<string> => {
      while (!text.includes(wanted)) {
        const { value } = (await reader?.read()) ?? {};
        if (value === undefined) return text;
        text += value;
      }
      const end = text.indexOf(wanted) + wanted.length;
      const part = text.slice(0, end);
      text = text.slice(end);
      return part;
    },
    leave: () => reader?.cancel(),
  };
}
type Opened = Awaited<ReturnType<typeof open>>;

/** Until every stream waits for the watcher again. */
const allWait = (streams: number) =>
  vi.waitFor(() => expect(watcher.waiting).toBeGreaterThanOrEqual(streams), { timeout: 10_000, interval: 5 });

/** Statements that a look sent. */
async function costOf(streams: readonly Opened[], shown: string): Promise<number> {
  await allWait(streams.length);
  sent = 0;
  look();
  await Promise.all(streams.map((stream) => stream.until(shown)));
  return sent;
}

async function openAll(count: number): Promise<Opened[]> {
  const opened = await Promise.all(
    Array.from({ length: count }, (_, at) => {
      const { key = "", batchId = "" } = batches[at % ACCOUNTS] ?? {};
      return open(key, `batchId=${batchId}`);
    }),
  );
  // Each tells of its runs first.
  for (const stream of opened) for (const _ of ["first", "second"]) await stream.until("event: run\n");
  return opened;
}
const changeAll = async (version: number) => {
  const ids = batches.flatMap(({ runIds }) => runIds);
  await local.db.update(runs).set({ version }).where(inArray(runs.id, ids));
};

test("fifty cost as much as one, less than ten queries a second, and tell of a change within a second", async () => {
  const costs: number[] = [];
  for (const count of [1, STREAMS]) {
    const streams = await openAll(count);
    await changeAll(count * 10);
    // The first look also asks for the keys.
    await costOf(streams, `"version":${count * 10}`);
    await changeAll(count * 10 + 1);
    costs.push(await costOf(streams, `"version":${count * 10 + 1}`));
    for (const stream of streams) await stream.leave();
  }
  const [one = 0, fifty = 0] = costs;
  expect(fifty).toBe(one);
  expect(fifty / WATCHING.look + 1 / WATCHING.keys).toBeLessThan(10);
  expect(WATCHING.look).toBeLessThan(1);
});

test("nobody looks when nobody watches", async () => {
  const [stream] = await openAll(1);
  await allWait(1);
  await stream?.leave();
  // What is asked for is answered once more, and then no more.
  await changeAll(300);
  look();
  await vi.waitFor(() => expect(watcher.waiting).toBe(0));
  sent = 0;
  look();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sent).toBe(0);
});

test("a revoked key ends its streams, and no others", async () => {
  const [first, second] = await openAll(2);
  await allWait(2);
  await local.db
    .update(apiKeys)
    .set({ revokedAt: 1 })
    .where(eq(apiKeys.hash, await sha256Hex(keys[0] ?? "")));
  await changeAll(400);
  look();
  expect(await first?.until("never")).not.toContain('"version":400');
  expect(await second?.until('"version":400')).toContain('"version":400');
  await second?.leave();
});

test("a watcher that is replaced is asked again, and nothing is missed", async () => {
  let current: { next: Watcher["next"] } = watcher;
  api = await openIsolate(() => current);
  const [stream] = await openAll(1);
  await allWait(1);
  // What it asked of the old one is never answered well, and the new one cannot be reached at first.
  let refusals = 2;
  const old = watcher;
  current = {
    next: async (watch) => {
      if (refusals-- > 0) throw new Error("Durable Object reset because its code was updated.");
      return old.next(watch);
    },
  };
  await changeAll(500);
  look();
  await stream?.until('"version":500');
  await changeAll(600);
  await allWait(1);
  look();
  expect(await stream?.until('"version":600')).toContain('"version":600');
  await stream?.leave();
});

test("a stream that a deploy cut off is resumed with what changed since, and with nothing else", async () => {
  const { key = "", batchId = "", runIds = [] } = batches[0] ?? {};
  const stream = await open(key, `batchId=${batchId}`);
  await stream.until("event: run\n");
  await stream.until("event: run\n");
  const id = /^id: (.*)$/m.exec(await stream.until("\n\n"))?.[1];
  await stream.leave();
  await local.db
    .update(runs)
    .set({ version: 9 })
    .where(eq(runs.id, runIds[0] ?? ""));
  api = await openIsolate(() => watcher);
  const resumed = await open(key, `batchId=${batchId}`, id);
  const text = await resumed.until("event: run\n");
  expect(text + (await resumed.until("\n\n"))).toContain('"version":9');
  await allWait(1);
  await resumed.leave();
});
