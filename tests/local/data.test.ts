/** A program beside a stack neither fails at the database's lock nor prepares what the stack has. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { openLocalBindings } from "../../local/bindings.ts";
import { claimState } from "../../local/claim.ts";
import { ensureData } from "../../local/data.ts";
import { migrate } from "../../local/migrations.ts";
import { ROOT } from "../../local/paths.ts";
import { whenUnlocked } from "../../local/when-unlocked.ts";

const parent = mkdtempSync(join(tmpdir(), "backline-data-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test("migrations wait for a database that another program writes to, and then say so", async () => {
  const state = join(parent, "locked");
  const { env, dispose } = await openLocalBindings(ROOT, state);
  onTestFinished(dispose);
  // Only then there is a file.
  await env.DB.prepare("SELECT 1").run();
  const folder = join(state, "v3", "d1", "miniflare-D1DatabaseObject");
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name)) ?? "";
  const other = new DatabaseSync(join(folder, file));
  onTestFinished(() => other.close());
  const migrated = () => migrate(env.DB, join(ROOT, "drizzle"));

  other.exec("BEGIN IMMEDIATE");
  await expect(migrated()).rejects.toThrow("database is locked");
  await expect(whenUnlocked(migrated, 100)).rejects.toThrow("Another program has had the local database locked");
  let attempts = 0;
  await whenUnlocked(() => {
    attempts += 1;
    if (attempts === 3) other.exec("ROLLBACK");
    return migrated();
  });
  expect(attempts).toBe(3);
  expect((await env.DB.prepare("SELECT name FROM d1_migrations").all()).results.length).toBeGreaterThan(0);
});

test("what is not about a lock is not waited for", async () => {
  let attempts = 0;
  const failing = async () => {
    attempts += 1;
    throw new Error("no such table: x: SQLITE_ERROR");
  };
  await expect(whenUnlocked(failing)).rejects.toThrow("no such table");
  expect(attempts).toBe(1);
});

test("data that a starting stack prepares is waited for, and left alone", async () => {
  const state = join(parent, "starting");
  onTestFinished(claimState(state));
  const half = join(state, "half-made");
  writeFileSync(half, "");
  let isReady = false;
  const ensured = ensureData(state).then(() => {
    isReady = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(isReady).toBe(false);
  writeFileSync(join(state, "accounts.json"), "[]");
  await ensured;
  expect(readdirSync(state)).toContain("half-made");
});
