/** Steps were rows once. The migration that put them into their runs takes along what is there, and what the version of before still writes. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { migrate } from "../../local/migrations.ts";
import { ROOT } from "../../local/paths.ts";
import { generations, runs } from "../../worker/db/schema.ts";
import { openEmptyDatabase } from "../support/local-database.ts";

const MIGRATION = "0008_";

const insert = (table: string, row: Record<string, string | number | null>) =>
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.values(row)
    .map((value) => (typeof value === "string" ? `'${value}'` : value))
    .join(", ")})`;

const run = (id: string, status: string) =>
  insert("runs", {
    ...{
      id,
      account_id: "a",
      batch_id: "b",
      artist_id: "artist",
      song_id: "song",
      status,
      request: "{}",
      choices: "{}",
    },
    ...{ seed: 1, is_test: 1, created_at: 5, updated_at: 5, deadline_at: 9 },
  });
const step = (runId: string, name: string, changes: Record<string, string | number | null>) =>
  insert("steps", { run_id: runId, name, account_id: "a", queue: "steps", status: "ready", needs: "[]", ...changes });

test("what was stored is there, and so is what the version of before writes meanwhile", async () => {
  const { d1, db } = await openEmptyDatabase();
  const folder = mkdtempSync(join(tmpdir(), "backline-migrations-"));
  try {
    for (const name of readdirSync(join(ROOT, "drizzle")).filter((each) => each.endsWith(".sql") && each < MIGRATION)) {
      cpSync(join(ROOT, "drizzle", name), join(folder, name));
    }
    await migrate(d1, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const write = (...statements: string[]) => d1.batch(statements.map((statement) => d1.prepare(statement)));
  await write(
    insert("batches", { id: "b", account_id: "a", seed: 1, size: 2, created_at: 5 }),
    run("over", "COMPLETED"),
    run("open", "EXECUTING"),
    step("over", "upscale-image", { status: "done", output: '{"image":1}', note: "small", generation_id: "g0" }),
    step("open", "image", { status: "waiting", generation_id: "g", fence: 2, error: '{"code":"x"}', started_at: 6 }),
    insert("generations", {
      ...{ id: "g", key: "k", account_id: "a", run_id: "open", step: "image", model: "image", input: "{}" },
      ...{ status: "submitted", due_at: 7, created_at: 5, updated_at: 5 },
    }),
  );

  await migrate(d1, join(ROOT, "drizzle"));
  const row = async (id: string) => (await db.select().from(runs).where(eq(runs.id, id)))[0];
  const waiters = async () => (await db.select().from(generations).where(eq(generations.id, "g")))[0]?.waiters;
  expect(await row("over")).toMatchObject({
    steps: { "upscale-image": { status: "done", note: "small", generationId: "g0", error: null } },
    ...{ outputs: { "upscale-image": { image: 1 } }, dueAt: null },
  });
  expect(await row("open")).toMatchObject({
    steps: { image: { status: "waiting", generationId: "g", fence: 2, error: { code: "x" }, startedAt: 6 } },
    ...{ outputs: {}, dueAt: 5 },
  });
  expect(await waiters()).toEqual(["open"]);

  await write(
    run("new", "QUEUED"),
    step("new", "listen", { due_at: 8 }),
    step("new", "upscale-image", { status: "blocked" }),
    "UPDATE steps SET status = 'waiting', generation_id = 'g' WHERE run_id = 'new' AND name = 'upscale-image'",
    `UPDATE steps SET status = 'done', output = '{"words":[]}' WHERE run_id = 'new' AND name = 'listen'`,
  );
  expect(await row("new")).toMatchObject({
    steps: { listen: { status: "done", fence: 0 }, "upscale-image": { status: "waiting", generationId: "g" } },
    ...{ outputs: { listen: { words: [] } }, dueAt: 8 },
  });
  expect(await waiters()).toEqual(["open", "new"]);
});
