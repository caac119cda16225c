/** Some thousand rows of what has happened before, so that a look at all of them would be a long one. */
import { sql } from "drizzle-orm";
import { batch } from "../../worker/db/batch.ts";
import type { Database } from "../../worker/db/database.ts";
import { insertSelect } from "../../worker/db/insert-select.ts";
import * as schema from "../../worker/db/schema.ts";
import { type RunSteps, STEP_NAMES } from "../../worker/domain/run.ts";

/** All of them done. */
const STEPS: RunSteps = Object.fromEntries(
  STEP_NAMES.map((name) => [
    name,
    {
      ...{ status: "done", fence: 1, leaseUntil: 0, failures: 0, dueAt: 0, generationId: `gen_of_${name}` },
      ...{ note: null, error: null, fraction: 1, startedAt: 0, finishedAt: 0 },
    },
  ]),
);

/** Runs of one account that are over. `createdAt` in Unix milliseconds. */
export async function storeRuns(db: Database, count: number, createdAt: number): Promise<void> {
  const each = sql`(WITH RECURSIVE numbers(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers
    WHERE value < ${count}) SELECT value FROM numbers) AS each`;
  const id = (kind: string) => sql`${kind} || each.value`;
  const [accountId, where] = ["stored", sql`TRUE`];
  const times = { createdAt, updatedAt: createdAt };
  await batch(db, {
    accounts: db.insert(schema.accounts).values({ id: accountId, name: "Stored", createdAt }),
    batches: insertSelect(db, schema.batches, {
      row: { id: id("batch_"), accountId, seed: 1, size: 1, createdAt },
      from: each,
      where,
    }),
    runs: insertSelect(db, schema.runs, {
      row: {
        ...{ id: id("run_"), accountId, batchId: id("batch_"), artistId: "artist", songId: "song", seed: 1 },
        ...{ status: "COMPLETED", isTest: true, deadlineAt: createdAt, finishedAt: createdAt, ...times },
        ...{ request: sql`'{}'`, choices: sql`'{}'`, steps: STEPS },
      },
      from: each,
      where,
    }),
    generations: insertSelect(db, schema.generations, {
      row: {
        ...{ id: id("gen_"), key: id("key_"), accountId, runId: id("run_"), step: "image", model: "image", input: {} },
        ...{ status: "completed", dueAt: createdAt, finishedAt: createdAt, ...times },
      },
      from: each,
      where,
    }),
    events: insertSelect(db, schema.webhookEvents, {
      row: {
        ...{ id: id("evt_"), key: id("key_"), accountId, type: "run.completed", runId: id("run_"), createdAt },
        ...{ batchId: id("batch_"), ending: sql`'{}'` },
      },
      from: each,
      where,
    }),
    deliveries: insertSelect(db, schema.webhookDeliveries, {
      row: {
        ...{ id: id("dlv_"), eventId: id("evt_"), accountId, target: "", url: "", status: "delivered" },
        ...{ nextAttemptAt: createdAt, createdAt },
      },
      from: each,
      where,
    }),
  });
}
