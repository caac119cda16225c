/** What callers see while the copy of the database that answers them is behind. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import type { RunBody } from "../../worker/contract/run.ts";
import { accounts, apiKeys, artists, batches, runs, songs, templateImages, templates } from "../../worker/db/schema.ts";
import type { LimiterApi } from "../../worker/domain/limiter-api.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { type Api, namespace, openApi } from "../support/api.ts";
import { templateDefinition } from "../support/definitions.ts";
import { openReplicated } from "../support/replicas.ts";

vi.mock("cloudflare:workers", () => ({
  DurableObject: class {
    readonly ctx: unknown;
    readonly env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));

let database: Awaited<ReturnType<typeof openReplicated>>;
let api: Api;
let key = "";
let accountId = "";
let artistId = "";
let songId = "";

/** The counters of keys, by their names; what they store outlives them. */
let limiters: Map<string, { stored: Map<string, unknown>; object?: LimiterApi }>;
async function limiterOf(name: string): Promise<LimiterApi> {
  // By its path, as support/api.ts does.
  const { RateLimiter } = await import(pathToFileURL(join(ROOT, "worker/accounts/rate-limiter.ts")).href);
  const kept: { stored: Map<string, unknown>; object?: LimiterApi } = limiters.get(name) ?? { stored: new Map() };
  limiters.set(name, kept);
  const kv = {
    get: (field: string) => structuredClone(kept.stored.get(field)),
    put: (field: string, value: unknown) => kept.stored.set(field, structuredClone(value)),
  };
  kept.object ??= new RateLimiter({ storage: { kv } }, {}) as LimiterApi;
  return kept.object;
}
const limiterStub = (name: string) => ({
  count: async (...given: Parameters<LimiterApi["count"]>) => (await limiterOf(name)).count(...given),
  showed: async (bookmark: string) => (await limiterOf(name)).showed(bookmark),
});

/** An isolate that knows nothing yet. */
const newIsolate = async (): Promise<Api> => {
  const queue = { sendBatch: async () => {} };
  return openApi({
    ...{ DB: database.d1, STEPS: queue, RENDERS: queue, WEBHOOKS: queue },
    ...{ RATE_LIMITER: namespace(limiterStub), RENDERER_POOL: namespace(() => ({ cancel: async () => {} })) },
  });
};

beforeAll(async () => {
  database = await openReplicated();
});
beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  limiters = new Map();
  api = await newIsolate();
  [accountId, artistId, songId] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const { db } = database;
  await db.insert(accounts).values({ id: accountId, name: "a", createdAt: 1 });
  key = await newKey();
  await db
    .insert(artists)
    .values({ id: artistId, accountId, slug: "a", name: "A", faceGuide: "library:f", createdAt: 1 });
  await db.insert(songs).values(song({ id: songId, artistId }));
  await database.catchUp();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const song = (of: Partial<typeof songs.$inferInsert> & { artistId: string }): typeof songs.$inferInsert => ({
  ...{ id: crypto.randomUUID(), accountId, slug: "s", title: "S", filename: "s.mp3", audio: "library:s" as const },
  ...{ bytes: 1, durationSeconds: 60, loudness: [], createdAt: 1, ...of },
});

async function newKey(): Promise<string> {
  const made = createApiKey();
  const row = { id: newId("key"), accountId, name: "k", hash: await sha256Hex(made), prefix: apiKeyPrefix(made) };
  await database.db.insert(apiKeys).values({ ...row, createdAt: 1 });
  return made;
}

async function call(path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const response = await api.request(path, {
    ...(text === undefined ? {} : { method: "POST", body: text }),
    headers: {
      "x-api-key": key,
      ...(text === undefined ? {} : { "content-type": "application/json", "content-length": String(text.length) }),
      ...headers,
    },
  });
  await Promise.all(api.later.splice(0));
  return response;
}
const create = async (more: object = {}) => {
  const response = await call("/api/content/create", { body: { artist_account_id: artistId, ...more } });
  const { runIds = [], code } = (await response.json()) as { runIds?: string[]; code?: string };
  return { runId: runIds[0] ?? "", status: response.status, code };
};
const versionOf = async (response: Response) => {
  expect(response.status).toBe(200);
  return ((await response.json()) as { run: RunBody }).run.metadata.version;
};
const setVersion = (runId: string, version: number) =>
  database.db.update(runs).set({ version }).where(eq(runs.id, runId));
/** A run that all copies know, which no key was shown. */
async function knownRun(): Promise<string> {
  const { runId } = await create();
  await database.catchUp();
  limiters.clear();
  api = await newIsolate();
  database.reads();
  return runId;
}

test("a poll is answered by the nearest copy", async () => {
  const runId = await knownRun();
  await setVersion(runId, 7);
  expect(await versionOf(await call(`/api/tasks/runs/${runId}`))).toBe(1);
  expect(database.reads().filter((at) => at === "replica")).toHaveLength(1);
});

test("a bookmark that is sent back is honoured", async () => {
  const runId = await knownRun();
  await setVersion(runId, 7);
  const canceled = await call(`/api/tasks/runs/${runId}/cancel`, { body: {} });
  const bookmark = canceled.headers.get("x-bookmark") ?? "";
  expect(bookmark).not.toBe("");
  // Another isolate, and another key: nobody remembers it but the caller.
  limiters.clear();
  api = await newIsolate();
  const response = await call(`/api/tasks/runs/${runId}`, { headers: { "x-bookmark": bookmark } });
  expect(await versionOf(response)).toBe(8);
  expect(response.headers.get("x-bookmark")).toBe(bookmark);
});

test("the key's object is told once of what a key is shown again and again", async () => {
  const runId = await knownRun();
  const showed = vi.spyOn(await limiterOf(await sha256Hex(key)), "showed");
  const poll = async () => versionOf(await call(`/api/tasks/runs/${runId}`));
  await poll();
  // Everybody else's writes move the bookmark on as well.
  for (let other = 0; other < 3; other++) {
    await database.db
      .update(accounts)
      .set({ name: `${other}` })
      .where(eq(accounts.id, accountId));
    await database.catchUp();
    expect(await poll()).toBe(1);
  }
  expect(showed).toHaveBeenCalledTimes(1);
  await setVersion(runId, 7);
  await database.catchUp();
  expect(await poll()).toBe(7);
  expect(showed).toHaveBeenCalledTimes(2);
});

test.each(["", "garbage", "first-primary", "0".repeat(60)])(
  "what is no bookmark counts as none: %j",
  async (bookmark) => {
    const runId = await knownRun();
    expect(await versionOf(await call(`/api/tasks/runs/${runId}`, { headers: { "x-bookmark": bookmark } }))).toBe(1);
  },
);

describe("what a copy does not know is asked of the primary:", () => {
  test("a key", async () => {
    key = await newKey();
    expect((await call("/api/content/templates")).status).toBe(200);
  });

  test("a run, by itself and in a list", async () => {
    const { runId } = await create();
    limiters.clear();
    api = await newIsolate();
    expect((await call(`/api/tasks/runs/${runId}`)).status).toBe(200);
    expect((await call(`/api/tasks/runs?runId=${runId}`)).status).toBe(200);
    limiters.clear();
    api = await newIsolate();
    const listed = await call(`/api/tasks/runs?runIds=${runId},run_none`);
    expect(await listed.json()).toMatchObject({ runs: [{ id: runId }], not_found: ["run_none"] });
  });

  test("a batch, and what is watched", async () => {
    const { runId } = await create();
    const [batch] = await database.db.select().from(batches).where(eq(batches.accountId, accountId));
    for (const query of [`?batchId=${batch?.id}`, `/stream?batchId=${batch?.id}`, `/stream?runId=${runId}`]) {
      limiters.clear();
      api = await newIsolate();
      const response = await call(`/api/tasks/runs${query}`);
      expect([query, response.status]).toEqual([query, 200]);
      await response.body?.cancel();
    }
  });

  test("an artist, and what a video is made from", async () => {
    const id = crypto.randomUUID();
    const { db } = database;
    await db.insert(artists).values({ id, accountId, slug: "b", name: "B", faceGuide: "library:f", createdAt: 1 });
    await db.insert(songs).values(song({ artistId: id }));
    expect((await call(`/api/artists/${id}`)).status).toBe(200);
    expect((await create({ artist_account_id: id })).status).toBe(202);
  });

  test("but nothing that nobody knows is found", async () => {
    expect((await call("/api/tasks/runs/run_none")).status).toBe(404);
    expect(await create({ artist_account_id: crypto.randomUUID() })).toMatchObject({ code: "artist_not_found" });
    key = createApiKey();
    expect((await call("/api/tasks/runs/run_none")).status).toBe(401);
  });
});

describe("a batch is made from what its account has by now:", () => {
  const snapshot = async () => {
    const [batch] = await database.db.select().from(batches).where(eq(batches.accountId, accountId));
    return batch?.snapshot;
  };

  test("notes that were changed a moment ago", async () => {
    await database.db.update(artists).set({ notes: "new" }).where(eq(artists.id, artistId));
    expect((await create()).status).toBe(202);
    expect((await snapshot())?.artist.notes).toBe("new");
  });

  test("songs that were added and taken away a moment ago", async () => {
    await database.db.insert(songs).values(song({ artistId, slug: "new" }));
    await database.db.delete(songs).where(eq(songs.id, songId));
    const { runId } = await create();
    const [run] = await database.db.select().from(runs).where(eq(runs.id, runId));
    expect(run?.songId).not.toBe(songId);
    await database.db.delete(songs).where(eq(songs.artistId, artistId));
    expect(await create()).toMatchObject({ code: "artist_not_ready" });
  });

  test("a template that was changed a moment ago", async () => {
    const definition = templateDefinition() as typeof templates.$inferInsert.definition;
    const id = newId("template");
    const row = { id, accountId, name: "own", definition, createdAt: 1, updatedAt: 1 };
    await database.db.insert(templates).values(row);
    const [first, second] = definition.references;
    await database.db
      .insert(templateImages)
      .values({ templateId: id, referenceId: first?.id ?? "", image: "library:i" });
    await database.catchUp();
    await database.db
      .update(templates)
      .set({ definition: { ...definition, description: "new" } })
      .where(eq(templates.id, id));
    expect((await create({ template: "own" })).status).toBe(202);
    expect((await snapshot())?.template.description).toBe("new");
    await database.db
      .insert(templateImages)
      .values({ templateId: id, referenceId: second?.id ?? "", image: "library:j" });
    const { runId } = await create({ template: "own" });
    const made = await database.db.select().from(batches).where(eq(batches.accountId, accountId));
    expect(runId).not.toBe("");
    expect(made.map((batch) => batch.snapshot?.template.references.length).sort()).toEqual([1, 2]);
  });
});

describe("an idempotency key that a copy does not know", () => {
  test("gives the first answer again", async () => {
    const ask = () =>
      call("/api/content/create", { body: { artist_account_id: artistId }, headers: { "idempotency-key": "k" } });
    const first = await ask();
    limiters.clear();
    api = await newIsolate();
    const again = await ask();
    expect([again.status, await again.text()]).toEqual([202, await first.text()]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await database.db.select().from(runs).where(eq(runs.accountId, accountId))).toHaveLength(1);
  });
});

describe("without a bookmark a version never goes back for one key", () => {
  test("in one isolate", async () => {
    const runId = await knownRun();
    await setVersion(runId, 7);
    // The cancel is answered by the primary; the copy knows nothing of it.
    await call(`/api/tasks/runs/${runId}/cancel`, { body: {} });
    expect(await versionOf(await call(`/api/tasks/runs/${runId}`))).toBe(8);
  });

  test("in several, and when the key's counter has slept meanwhile", async () => {
    const runId = await knownRun();
    await setVersion(runId, 7);
    await call(`/api/tasks/runs/${runId}/cancel`, { body: {} });
    for (const kept of limiters.values()) delete kept.object;
    for (const path of [`/api/tasks/runs/${runId}`, `/api/tasks/runs?runId=${runId}`]) {
      api = await newIsolate();
      const shown = (await (await call(path)).json()) as { run?: RunBody; runs?: RunBody[] };
      expect((shown.run ?? shown.runs?.[0])?.metadata.version).toBe(8);
    }
  });

  test("for a caller who says which one it has, whatever is remembered", async () => {
    const runId = await knownRun();
    await setVersion(runId, 7);
    const canceled = await call(`/api/tasks/runs/${runId}/cancel`, { body: {} });
    const headers = { "x-bookmark": canceled.headers.get("x-bookmark") ?? "" };
    const tag = (await call(`/api/tasks/runs/${runId}`, { headers })).headers.get("etag") ?? "";
    limiters.clear();
    api = await newIsolate();
    const response = await call(`/api/tasks/runs/${runId}`, { headers: { "if-none-match": tag } });
    expect(response.status).toBe(304);
  });
});
