/** A stream of runs is worth what its key is worth, also while it is open; and it does not stay open for ever. */
import { eq } from "drizzle-orm";
import { Hono } from "hono";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createApiKey } from "../../worker/accounts/api-key.ts";
import { apiKeys, runs } from "../../worker/db/schema.ts";
import { Session } from "../../worker/db/session.ts";
import type { AppEnv } from "../../worker/http/app-env.ts";
import { enter } from "../../worker/http/middleware/enter.ts";
import { runStream } from "../../worker/http/routes/run-stream.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { Watcher, type WatcherServices } from "../../worker/runs/watcher.ts";
import type { Services } from "../../worker/services.ts";
import { namespace } from "../support/api.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";

/** How long a key may go on working after it was revoked elsewhere. */
const REVOKED_MS = 30_000;
const LONG_AGO = 1_000_000;

let services: Services;
let time = LONG_AGO;
let failed: string[] = [];
let accountId = "";
let runId = "";

beforeAll(async () => {
  const { db, d1 } = await openLocalDatabase();
  const rows = rowServices(db, () => time);
  services = {
    ...{ ...rows, settings: { ...rows.settings, RATE_LIMIT: 100 } },
    openSession: (start: ConstructorParameters<typeof Session>[1]) => new Session(d1, start),
    limiterOf: () => ({ count: async () => ({ used: 1, endsInMs: 1, bookmark: null }), showed: async () => {} }),
    media: { publicUrl: (ref: string) => `https://media.example.com/${ref}` },
    log: { info() {}, warn: (event: string) => failed.push(event), error: (event: string) => failed.push(event) },
  } as unknown as Services;
});
afterEach(() => {
  expect(failed).toEqual([]);
});
beforeEach(async () => {
  failed = [];
  time = LONG_AGO;
  const admission = await newAdmission(services.db, time, {});
  const admitted = await admitBatch(services, admission);
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  accountId = admission.accountId;
  runId = admitted.runIds[0] ?? "";
});

async function newKey(expiresAt: number | null) {
  const key = createApiKey();
  const row = { id: newId("key"), accountId, name: "a", hash: await sha256Hex(key), prefix: "bk_", createdAt: time };
  await services.db.insert(apiKeys).values({ ...row, expiresAt });
  return { key, id: row.id };
}

const api = new Hono<AppEnv>()
  .use(async (c, next) => {
    c.set("services", services);
    await next();
  })
  .use(enter)
  .route("/", runStream);
const background = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };

async function open(key: string) {
  // Looks follow each other at once.
  const watcher = new Watcher(services as WatcherServices, () => new Promise((go) => setTimeout(go, 5)));
  const env = { RUN_WATCHER: namespace(() => watcher) };
  const response = await api.request(`/?runId=${runId}`, { headers: { "x-api-key": key } }, env, background);
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  /** All up to what is wanted, or up to the end. */
  const until = async (wanted: string) => {
    let text = "";
    for (;;) {
      const { value } = (await reader?.read()) ?? {};
      text += value ?? "";
      if (value === undefined || text.includes(wanted)) return text;
    }
  };
  return { until, leave: () => reader?.cancel() };
}
const change = () => services.db.update(runs).set({ version: 7 }).where(eq(runs.id, runId));

test("a key that stays valid is told of every change", async () => {
  const stream = await open((await newKey(null)).key);
  await stream.until("event: run");
  time += REVOKED_MS;
  await change();
  expect(await stream.until('"version":7')).toContain("event: run");
  await stream.leave();
});

test("a key that is revoked where this isolate does not see it is told nothing after half a minute", async () => {
  const { key, id } = await newKey(null);
  const stream = await open(key);
  await stream.until("event: run");
  await services.db.update(apiKeys).set({ revokedAt: time }).where(eq(apiKeys.id, id));
  time += REVOKED_MS;
  await change();
  expect(await stream.until("event:")).not.toContain("event:");
});

test("a key that expires is told nothing from then on", async () => {
  const stream = await open((await newKey(LONG_AGO + 500)).key);
  await stream.until("event: run");
  time += 500;
  await change();
  expect(await stream.until("event:")).not.toContain("event:");
});

test("one to which nothing happens is kept alive, and ends after ten minutes", async () => {
  const stream = await open((await newKey(null)).key);
  await stream.until("event: run");
  const passing = setInterval(() => {
    time += 10_000;
  }, 10);
  await stream.until(": still here");
  expect(await stream.until("event:")).not.toContain("event:");
  clearInterval(passing);
  expect(time - LONG_AGO).toBeGreaterThanOrEqual(600_000);
});
