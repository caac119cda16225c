/** How many round trips a caller waits for one after another: each is a quarter of a second on the far side of the world. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import {
  accounts,
  apiKeys,
  artists,
  idempotencyKeys,
  runs,
  songs,
  templateImages,
  templates,
} from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { type Api, namespace, openApi } from "../support/api.ts";
import { templateDefinition } from "../support/definitions.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { RoundTrips } from "../support/round-trips.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let trips: RoundTrips;
let api: Api;
let key = "";
let accountId = "";
let artistId = "";
/** What the key's counter has counted. */
let used = 0;
/** Messages that were sent. */
let sent: unknown[] = [];

beforeAll(async () => {
  local = await openLocalDatabase();
});
beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  [key, accountId, artistId] = [createApiKey(), crypto.randomUUID(), crypto.randomUUID()];
  const [createdAt, hash] = [Date.now(), await sha256Hex(key)];
  const { db } = local;
  await db.insert(accounts).values({ id: accountId, name: "a", createdAt });
  await db
    .insert(apiKeys)
    .values({ id: newId("key"), accountId, name: "k", hash, prefix: apiKeyPrefix(key), createdAt });
  await db.insert(artists).values({ id: artistId, accountId, slug: "a", name: "A", faceGuide: "library:f", createdAt });
  await db.insert(songs).values({
    ...{ id: crypto.randomUUID(), accountId, artistId, slug: "s", title: "S", filename: "s.mp3", audio: "library:s" },
    ...{ bytes: 1, durationSeconds: 60, loudness: [], createdAt },
  });
  used = 0;
  sent = [];
  trips = new RoundTrips();
  const count = async () => ({ used: ++used, endsInMs: 60_000, bookmark: null });
  const limiter = {
    count: () => trips.ask("limiter", count),
    showed: () => trips.ask("limiter", async () => {}),
  };
  const queue = { sendBatch: (messages: unknown[]) => trips.ask("queue", async () => void sent.push(...messages)) };
  api = await openApi({
    ...{ DB: trips.d1(local.d1), STEPS: queue, RENDERS: queue, WEBHOOKS: queue },
    RATE_LIMITER: namespace(() => limiter),
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  trips.count(() => api.request(path, { headers: { "x-api-key": key, ...headers } }));
const create = (more: object = {}, headers: Record<string, string> = {}) => {
  const body = JSON.stringify({ artist_account_id: artistId, ...more });
  const length = { "content-type": "application/json", "content-length": String(body.length) };
  const init = { method: "POST", headers: { "x-api-key": key, ...length, ...headers }, body };
  return trips.count(() => api.request("/api/content/create", init));
};
const created = async () => {
  const { result } = await create();
  expect(result.status).toBe(202);
  const { runIds } = (await result.json()) as { runIds: string[] };
  return runIds[0] ?? "";
};
const written = async () => [
  ...(await local.db.select().from(runs)),
  ...(await local.db.select().from(idempotencyKeys)),
];

/** Of what was waited for: whatever was asked beside it. */
const READ = ["database", "limiter"];

describe("create waits for one read and one write", () => {
  test.each(["a key that the isolate does not know", "a key that it knows"])("with %s", async (which) => {
    if (which.endsWith("it knows")) await get("/api/content/templates");
    const { result, ticks } = await create();
    expect(result.status).toBe(202);
    expect(ticks[0]).toEqual(READ);
    expect(ticks[1]).toContain("database");
    expect(ticks).toHaveLength(2);
  });

  test("with an idempotency key, and for one read when it is repeated", async () => {
    const headers = { "idempotency-key": "k" };
    const first = await create({}, headers);
    expect([first.result.status, first.ticks.length]).toEqual([202, 2]);
    const again = await create({}, headers);
    expect([again.result.headers.get("idempotent-replayed"), again.ticks.length]).toEqual(["true", 1]);
    expect(await again.result.text()).toBe(await first.result.text());
  });

  test("with a template of the account's own", async () => {
    const definition = templateDefinition() as typeof templates.$inferInsert.definition;
    const id = newId("template");
    const times = { createdAt: 1, updatedAt: 1 };
    await local.db.insert(templates).values({ id, accountId, name: "own", definition, ...times });
    const referenceId = definition.references[0]?.id ?? "";
    await local.db.insert(templateImages).values({ templateId: id, referenceId, image: "library:i" });
    const { result, ticks } = await create({ template: "own" });
    expect([result.status, ticks.length]).toEqual([202, 2]);
  });

  test("and not for its messages", async () => {
    const { result, ticks } = await create();
    expect([result.status, ticks.flat().includes("queue")]).toEqual([202, false]);
    await trips.count(() => Promise.all(api.later));
    expect(sent).toHaveLength(1);
  });
});

describe("a poll waits for one round trip", () => {
  test.each(["a key that the isolate does not know", "a key that it knows"])("with %s", async (which) => {
    const runId = await created();
    for (const path of [`/api/tasks/runs/${runId}`, `/api/tasks/runs?runId=${runId}`]) {
      if (which.startsWith("a key that the")) api = await openAgain();
      const { result, ticks } = await get(path);
      expect([path, result.status, ticks.length]).toEqual([path, 200, 1]);
      expect(ticks[0]).toEqual(expect.arrayContaining(READ));
    }
  });

  test("when it asks whether anything changed: nothing did, and something did", async () => {
    const runId = await created();
    const first = await get(`/api/tasks/runs/${runId}`);
    const tag = { "if-none-match": first.result.headers.get("etag") ?? "" };
    const unchanged = await get(`/api/tasks/runs/${runId}`, tag);
    expect([unchanged.result.status, unchanged.ticks.length]).toEqual([304, 1]);
    await local.db.update(runs).set({ version: 9 });
    const changed = await get(`/api/tasks/runs/${runId}`, tag);
    expect([changed.result.status, changed.ticks.length]).toEqual([200, 1]);
  });

  test("also of a list, and of an account's other things", async () => {
    await created();
    for (const path of ["/api/tasks/runs", "/api/account", "/api/artists", "/api/webhooks"]) {
      const { result, ticks } = await get(path);
      expect([path, result.status, ticks.length]).toEqual([path, 200, 1]);
    }
  });
});

/** The same bindings, and nothing known. */
async function openAgain(settings: Record<string, string> = {}): Promise<Api> {
  const count = async () => ({ used: ++used, endsInMs: 60_000, bookmark: null });
  const limiter = { count: () => trips.ask("limiter", count), showed: async () => {} };
  const watcher = { next: () => new Promise(() => {}) };
  return openApi({
    ...{ DB: trips.d1(local.d1), RATE_LIMITER: namespace(() => limiter), RUN_WATCHER: namespace(() => watcher) },
    ...settings,
  });
}

test("a stream that names its runs twice opens after one round trip as well", async () => {
  const [first, second] = [await created(), await created()];
  for (const query of [`runIds=${first},${second}`, `runIds=${first}&runIds=${second}`]) {
    api = await openAgain();
    const { result, ticks } = await get(`/api/tasks/runs/stream?${query}`);
    expect([query, result.status, ticks.length]).toEqual([query, 200, 1]);
    await result.body?.cancel();
  }
});

test("a body that does not come does not keep the key from being judged", async () => {
  key = createApiKey();
  api = await openAgain({ TIME_SCALE: "0.01" });
  const headers = { "x-api-key": key, "content-type": "application/json", "content-length": "9" };
  const body = new ReadableStream({ pull: () => new Promise(() => {}) });
  const init = { method: "POST", headers, body, duplex: "half" as const };
  const { result } = await trips.count(() => api.request("/api/content/create", init));
  expect(result.status).toBe(401);
});

describe("before the key is known to be good, nothing is judged or written", () => {
  test.each<[string, object]>([
    ["a good body", {}],
    ["one that is not valid", { batch: 1000 }],
    ["an artist that there is not", { artist_account_id: crypto.randomUUID() }],
  ])("of %s", async (_, more) => {
    const before = await written();
    key = createApiKey();
    const { result } = await create(more, { "idempotency-key": "k" });
    expect(result.status).toBe(401);
    expect(await written()).toEqual(before);
  });

  test("nor of a request beyond the quota, which the isolate then knows of", async () => {
    await get("/api/content/templates");
    used = 1_000_000;
    const before = await written();
    for (const more of [{}, { batch: 1000 }]) {
      const { result } = await create(more, { "idempotency-key": "k" });
      expect(result.status).toBe(429);
    }
    expect((await get("/api/tasks/runs")).result.status).toBe(429);
    // Counted once; what came after was refused without asking.
    expect(used).toBe(1_000_001);
    expect(await written()).toEqual(before);
  });
});
