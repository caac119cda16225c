/** What a filled database holds is like what was there before, and told apart from it. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dice } from "../../emulator/dice.ts";
import { newId } from "../../worker/ids.ts";
import { fill, ownerAt } from "./fill.ts";

const ACCOUNT = "9b1d5c1e-2f57-4a0b-8c11-6d2f3a7e5b90";
const NOW = Date.now();
const FILLING = { runs: 200, seed: 1, accounts: 5, days: 60, uncleaned: 20 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "backline-fill-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Two batches that are over, and one that is not; only the tables that a filled database has to have. */
function makeSource(name = "source.sqlite"): string {
  const path = join(folder, name);
  const db = new DatabaseSync(path);
  db.exec(`
    CREATE TABLE accounts (id TEXT PRIMARY KEY);
    CREATE TABLE webhook_endpoints (id TEXT PRIMARY KEY, account_id TEXT);
    CREATE TABLE batches (id TEXT PRIMARY KEY, account_id TEXT, created_at INTEGER);
    CREATE TABLE runs (id TEXT PRIMARY KEY, account_id TEXT, batch_id TEXT, status TEXT, output TEXT, finished_at INTEGER,
      cleaned_up_at INTEGER);
    CREATE TABLE webhook_events (id TEXT PRIMARY KEY, key TEXT UNIQUE, batch_id TEXT, run_id TEXT);
    CREATE TABLE webhook_deliveries (id TEXT PRIMARY KEY, event_id TEXT, endpoint_id TEXT);
  `);
  db.prepare("INSERT INTO accounts VALUES (?)").run(ACCOUNT);
  const endpoint = newId("wh");
  db.prepare("INSERT INTO webhook_endpoints VALUES (?, ?)").run(endpoint, ACCOUNT);
  for (const status of ["COMPLETED", "FAILED", "EXECUTING"]) {
    const [batch, run, event] = [newId("batch"), newId("run"), `evt_${randomUUID().replaceAll("-", "")}`];
    const finishedAt = status === "EXECUTING" ? null : NOW;
    db.prepare("INSERT INTO batches VALUES (?, ?, ?)").run(batch, ACCOUNT, NOW - 1000);
    const output = JSON.stringify({ video: `media:videos/${run}/1-1.mp4`, song: `library:${"ab".repeat(32)}` });
    db.prepare("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, NULL)").run(run, ACCOUNT, batch, status, output, finishedAt);
    db.prepare("INSERT INTO webhook_events VALUES (?, ?, ?, ?)").run(event, `${run}:${NOW}`, batch, run);
    db.prepare("INSERT INTO webhook_deliveries VALUES (?, ?, ?)").run(`dlv_${event.slice(4)}`, event, endpoint);
  }
  db.close();
  return path;
}

function read(path: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

test("runs that are over are copied under names of their own, wherever these are said", () => {
  const path = makeSource();
  expect(fill(path, FILLING)).toBe(200);
  const runs = read(path, "SELECT * FROM runs");
  expect(runs).toHaveLength(203);
  expect(runs.filter(({ status }) => status === "EXECUTING")).toHaveLength(1);
  for (const { id, output } of runs) {
    expect(id).toMatch(/^run_[1-9a-z]{21}$/);
    expect(JSON.parse(String(output))).toEqual({
      video: `media:videos/${id}/1-1.mp4`,
      // A name of nothing that is copied stays.
      song: `library:${"ab".repeat(32)}`,
    });
  }
  expect(read(path, "SELECT 1 FROM runs JOIN batches ON batches.id = batch_id")).toHaveLength(203);
});

test("they are spread over time and accounts, the first of which has most", () => {
  const path = makeSource();
  fill(path, FILLING);
  const counts = read(path, "SELECT account_id AS id, count(*) AS runs FROM runs GROUP BY 1 ORDER BY 2 DESC");
  expect(counts).toHaveLength(5);
  expect(counts[0]?.id).toBe(ACCOUNT);
  const [first] = read(path, "SELECT min(finished_at) AS at FROM runs");
  expect(Number(first?.at)).toBeLessThan(NOW - 59 * 24 * 3_600_000);
  expect(read(path, "SELECT 1 FROM runs WHERE cleaned_up_at IS NULL")).toHaveLength(FILLING.uncleaned + 3);
  // A webhook's deliveries are its own account's, and older events are not kept.
  const deliveries = read(
    path,
    `SELECT runs.account_id AS of, webhook_endpoints.account_id AS to_account FROM webhook_deliveries
      JOIN webhook_events ON webhook_events.id = event_id JOIN runs ON runs.id = run_id
      JOIN webhook_endpoints ON webhook_endpoints.id = endpoint_id`,
  );
  expect(deliveries.length).toBeGreaterThan(90);
  expect(deliveries.length).toBeLessThan(110);
  for (const { of, to_account } of deliveries) expect(to_account).toBe(of);
});

test("the same seed gives the same, and old ones can be like another database's", () => {
  const paths = ["one.sqlite", "two.sqlite", "old.sqlite"].map(makeSource);
  const [one = "", two = "", old = ""] = paths;
  const db = new DatabaseSync(old);
  db.exec("UPDATE runs SET output = 'archived'");
  db.close();
  fill(one, { ...FILLING, older: { days: 30, path: old } });
  fill(two, FILLING);
  const statuses = (path: string) => read(path, "SELECT status FROM runs ORDER BY rowid").map(({ status }) => status);
  expect(statuses(one)).toEqual(statuses(two));
  const archived = read(one, "SELECT finished_at AS at FROM runs WHERE output = 'archived'").map(({ at }) =>
    Number(at),
  );
  expect(archived).toHaveLength(100);
  expect(Math.max(...archived)).toBeLessThan(NOW - 29 * 24 * 3_600_000);
});

test("the nth account comes up 1/n as often as the first", () => {
  const random = dice("owners");
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < 2500; draw++) {
    const at = ownerAt(random.roll(), 4);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const [at, count] of counts.entries()) {
    expect(Math.abs(count / (1200 / (at + 1)) - 1)).toBeLessThan(0.15);
  }
});
