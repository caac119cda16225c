/** What becomes of runs that are over for days, against a real D1 and a real R2. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { eq, inArray } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { insertMany } from "../../worker/db/insert-many.ts";
import * as schema from "../../worker/db/schema.ts";
import { artists, batches, generations, runs, songs, webhookEvents } from "../../worker/db/schema.ts";
import { parseRef } from "../../worker/domain/media.ts";
import { showInFull } from "../../worker/http/run-answers.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { type Archive, archiveRef } from "../../worker/runs/archive.ts";
import { archiveRuns } from "../../worker/runs/archive-runs.ts";
import { sendArchivals } from "../../worker/runs/chores.ts";
import { cleanUpRuns } from "../../worker/runs/cleanup.ts";
import { cancelRun } from "../../worker/runs/end-run.ts";
import { claimIdempotencyKey } from "../../worker/runs/idempotency.ts";
import { readRuns } from "../../worker/runs/read-runs.ts";
import { retryRun } from "../../worker/runs/retry.ts";
import type { Services } from "../../worker/services.ts";
import { makeBody } from "../../worker/webhooks/body.ts";
import { openDriverWithBuckets } from "../support/archiving.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import type { Driver } from "../support/run-driver.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.parse("2026-11-10T12:00:00Z");

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const openArchiving = (fails?: (key: string) => boolean) => openDriverWithBuckets(local, BEGIN, fails);

interface Ended {
  accountId: string;
  completed: string;
  canceled: string;
  song: string;
}

/** A batch of two: one that is completed, one that was canceled on its way; both cleaned up after. */
async function endedRuns(driver: Driver): Promise<Ended> {
  const admission = await newAdmission(local.db, driver.time, {});
  // So that somebody is to be told of its end.
  const request = { ...admission.request, webhook_url: "https://receiver.test" };
  const admitted = await admitBatch(driver.services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [completed = "", canceled = ""] = admitted.runIds;
  await driver.run(async () => (await rowOf(canceled)).steps.caption?.status === "done");
  await cancelRun(driver.services, admission.accountId, canceled);
  await driver.run();
  driver.time += HOUR;
  await cleanUpRuns(driver.services, admitted.runIds);
  return { accountId: admission.accountId, completed, canceled, song: admission.songIds[0] ?? "" };
}

const stepsOf = async (runId: string) => {
  const { steps, outputs } = await rowOf(runId);
  return { steps, outputs };
};
const NONE = { steps: {}, outputs: {} };
const generationsOf = (runId: string) => local.db.select().from(generations).where(eq(generations.runId, runId));
const rowOf = async (runId: string) => {
  const [row] = await local.db.select().from(runs).where(eq(runs.id, runId));
  if (!row) throw new Error(`${runId} is gone`);
  return row;
};
const named = async (services: Services, accountId: string, runId: string) => {
  const [found] = await readRuns(services, { accountId, ids: [runId], limit: 1 });
  return found && showInFull(services, found);
};
const listed = async (services: Services, accountId: string, runId: string) => {
  const found = await readRuns(services, { accountId, limit: 10 });
  const run = found.find((each) => each.run.id === runId);
  return run && showInFull(services, run);
};
const objectOf = async (run: Parameters<typeof archiveRef>[0]) => {
  const object = await local.env.LIBRARY.get(parseRef(archiveRef(run)).key);
  return object && ((await object.json()) as Archive);
};

test("a run is archived some days after its end, and then read by its id as it was before", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const { accountId, completed, canceled } = await endedRuns(driver);
  const before = await Promise.all([completed, canceled].map((runId) => named(services, accountId, runId)));
  const inList = await Promise.all([completed, canceled].map((runId) => listed(services, accountId, runId)));
  const rows = { run: await stepsOf(completed), generations: await generationsOf(completed) };
  expect(Object.keys(rows.run.steps).length * rows.generations.length).toBeGreaterThan(20);

  driver.time += 6 * DAY;
  await sendArchivals(services);
  expect((await rowOf(completed)).archived).toBeNull();

  driver.time += DAY;
  await sendArchivals(services);
  expect(driver.errors).toEqual([]);
  expect(await stepsOf(completed)).toEqual(NONE);
  expect(await stepsOf(canceled)).toEqual(NONE);
  expect(await Promise.all([completed, canceled].map((runId) => named(services, accountId, runId)))).toEqual(before);

  // A list shows all but how it came to that.
  for (const [at, runId] of [completed, canceled].entries()) {
    const [run, was] = [await listed(services, accountId, runId), inList[at]];
    expect(run?.metadata.steps).toEqual([]);
    expect(run?.metadata.logs).toEqual([was?.metadata.logs.at(0), was?.metadata.logs.at(-1)]);
    const { logs: _, steps: __, ...metadata } = was?.metadata ?? { logs: [], steps: [] };
    // The image is a part of the output, or of how it came to there being none.
    const imageUrl = was?.output?.imageUrl ?? null;
    expect(run).toMatchObject({ ...was, metadata: { ...metadata, imageUrl } });
  }

  // It holds whole rows, of which every one can be inserted again.
  const archive = await objectOf(await rowOf(completed));
  expect(archive).toMatchObject({ format: 1, ...rows, batch: { snapshot: { artist: { name: "A" } } } });
  const gone = archive?.generations.filter(({ step }) => step !== "listen" && step !== "moments") ?? [];
  await insertMany(local.db, generations, gone);
  const again = (await generationsOf(completed)).map((row) => ({ ...row, songId: null }));
  expect(again.sort(byId)).toEqual(rows.generations.sort(byId));
});

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

test("what another run may find again stays: the answers to what every run of a song asks", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const { accountId, completed, canceled, song } = await endedRuns(driver);
  driver.time += 8 * DAY;
  await archiveRuns(services, [completed, canceled]);
  const left = await local.db
    .select()
    .from(generations)
    .where(inArray(generations.runId, [completed, canceled]));
  expect(left.map(({ step }) => step).sort()).toEqual(["listen", "moments"]);

  // The next run of the song pays for neither.
  const admission = { ...(await newAdmission(local.db, driver.time, {})), accountId, songIds: [song] };
  const [{ artistId } = { artistId: "" }] = await local.db.select().from(songs).where(eq(songs.id, song));
  const request = { ...admission.request, artist_account_id: artistId, batch: 1 };
  const admitted = await admitBatch(services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  await driver.run();
  const [runId = ""] = admitted.runIds;
  expect((await rowOf(runId)).status).toBe("COMPLETED");
  expect((await generationsOf(runId)).map(({ step }) => step)).not.toContain("listen");

  // Nobody can ask for those of a song that is gone.
  await local.db.delete(songs).where(eq(songs.id, song));
  expect(await generationsOf(completed)).toEqual([]);
  driver.time += HOUR;
  await cleanUpRuns(services, [runId]);
  driver.time += 8 * DAY;
  await archiveRuns(services, [runId]);
  expect(await generationsOf(runId)).toEqual([]);
});

test("of a run whose song is gone no generation stays, nor of one whose artist is deleted later", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const [first, second] = [await endedRuns(driver), await endedRuns(driver)];
  const artistOf = async (song: string) => (await local.db.select().from(songs).where(eq(songs.id, song)))[0]?.artistId;
  const artistId = (await artistOf(second.song)) ?? "";
  await local.db.delete(songs).where(eq(songs.id, first.song));
  driver.time += 8 * DAY;
  const runIds = [first.completed, first.canceled, second.completed, second.canceled];
  await archiveRuns(services, runIds);
  const left = () => local.db.select().from(generations).where(inArray(generations.runId, runIds));
  expect((await left()).map(({ songId }) => songId)).toEqual([second.song, second.song]);
  await local.db.delete(artists).where(eq(artists.id, artistId));
  expect(await left()).toEqual([]);
});

test("an archived run cannot be retried, keeps what it was charged, and its batch its runs", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const { accountId, completed, canceled } = await endedRuns(driver);
  const charged = await Promise.all([completed, canceled].map(async (runId) => (await rowOf(runId)).chargedMicros));
  driver.time += 8 * DAY;
  await archiveRuns(services, [canceled]);
  const { batchId } = await rowOf(canceled);
  const snapshot = async () => (await local.db.select().from(batches).where(eq(batches.id, batchId)))[0]?.snapshot;
  // The other run of its batch may still need it.
  expect(await snapshot()).not.toBeNull();
  await archiveRuns(services, [completed]);
  expect(await snapshot()).toBeNull();
  expect(await retryRun(services, accountId, canceled)).toEqual({ kind: "too_old" });
  expect(await retryRun(services, accountId, completed)).toEqual({ kind: "not_retryable" });
  expect(await cancelRun(services, accountId, canceled)).toBe(false);
  expect(await Promise.all([completed, canceled].map(async (id) => (await rowOf(id)).chargedMicros))).toEqual(charged);
  const ofBatch = await readRuns(services, { accountId, batchId, limit: 100 });
  expect(ofBatch.map(({ run }) => run.id).sort()).toEqual([completed, canceled].sort());
});

test("a run that is retried while it is archived keeps its rows, and its object does no harm", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const { accountId, canceled } = await endedRuns(driver);
  driver.time += 8 * DAY;
  const { bucket } = services.media;
  const stale = await rowOf(canceled);
  services.media.bucket = (ref) => {
    const target = bucket(ref);
    const put = async (key: string, ...rest: [string]) => {
      const stored = await target.bucket.put(key, ...rest);
      // Between the object and the rows.
      expect(await retryRun(services, accountId, canceled)).toEqual({ kind: "retried" });
      return stored;
    };
    return { ...target, bucket: { ...target.bucket, put } as unknown as R2Bucket };
  };
  await archiveRuns(services, [canceled]);
  services.media.bucket = bucket;
  expect(await objectOf(stale)).not.toBeNull();
  expect((await rowOf(canceled)).archived).toBeNull();
  expect(await stepsOf(canceled)).not.toEqual(NONE);

  await driver.run();
  expect((await rowOf(canceled)).status).toBe("COMPLETED");
  driver.time += HOUR;
  await cleanUpRuns(services, [canceled]);
  driver.time += 8 * DAY;
  await archiveRuns(services, [canceled]);
  const row = await rowOf(canceled);
  expect(archiveRef(row)).not.toBe(archiveRef(stale));
  expect((await objectOf(row))?.run.status).toBe("COMPLETED");
  expect((await named(services, accountId, canceled))?.metadata.steps.every(({ status }) => status === "done")).toBe(
    true,
  );
});

test("where an object cannot be stored, or the rows cannot be written, it is all done again", async () => {
  const driver = openArchiving((key) => unlucky !== "" && key.includes(unlucky));
  const { services } = driver;
  const { completed, canceled } = await endedRuns(driver);
  let unlucky = completed;
  driver.time += 8 * DAY;
  await archiveRuns(services, [completed, canceled]);
  expect(driver.errors).toEqual([["run_not_archived", expect.any(Error), { runId: completed }]]);
  expect([(await rowOf(completed)).archived, await stepsOf(canceled)]).toEqual([null, NONE]);
  expect(await stepsOf(completed)).not.toEqual(NONE);

  unlucky = "";
  // The reads go through; what writes does not.
  const { db } = services;
  const batch = db.batch.bind(db);
  vi.spyOn(db, "batch").mockImplementationOnce(batch).mockRejectedValueOnce(new Error("D1 is gone"));
  await expect(archiveRuns(services, [completed])).rejects.toThrow("D1 is gone");
  const row = await rowOf(completed);
  expect([row.archived, await objectOf(row)]).toEqual([null, expect.anything()]);
  await archiveRuns(services, [completed]);
  expect((await rowOf(completed)).archived).not.toBeNull();
});

test("a create call that is sent again is answered as before, though its runs are archived", async () => {
  const driver = openArchiving();
  const { services } = driver;
  // So that they are archived before the answer is forgotten.
  services.settings.ARCHIVE_AFTER_DAYS = 0.5;
  const admission = await newAdmission(local.db, driver.time, {});
  const { accountId } = admission;
  const claimed = await claimIdempotencyKey(services, accountId, "once", "hash");
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  const answer = { status: 202, body: "the answer" };
  const admitted = await admitBatch(services, { ...admission, once: { claim: claimed.claim, answer: () => answer } });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  await driver.run();
  driver.time += HOUR;
  await cleanUpRuns(services, admitted.runIds);
  driver.time += 13 * HOUR;
  await archiveRuns(services, admitted.runIds);
  expect((await rowOf(admitted.runIds[0] ?? "")).archived).not.toBeNull();
  expect(await claimIdempotencyKey(services, accountId, "once", "hash")).toEqual({ kind: "answered", answer });
});

test("a message that is made after the run was archived says what it cost", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const { completed } = await endedRuns(driver);
  const paid = await generationsOf(completed);
  const url = (ref: string) => ref;
  const [event] = await local.db.select().from(webhookEvents).where(eq(webhookEvents.runId, completed));
  if (!event) throw new Error("It has no event");
  const before = makeBody(event, await rowOf(completed), paid, url);
  expect(JSON.parse(before).data.costInCents).toBeGreaterThan(1);
  driver.time += 8 * DAY;
  await archiveRuns(services, [completed]);
  expect(makeBody(event, await rowOf(completed), [], url)).toBe(before);
  // It stays as long as there is a delivery of it.
  expect(await local.db.select().from(webhookEvents).where(eq(webhookEvents.runId, completed))).toEqual([event]);
});

test("a run whose object is gone shows what its row has, and says so in the log", async () => {
  const driver = openArchiving();
  const { services } = driver;
  const { accountId, completed } = await endedRuns(driver);
  driver.time += 8 * DAY;
  await archiveRuns(services, [completed]);
  await local.env.LIBRARY.delete(parseRef(archiveRef(await rowOf(completed))).key);
  const run = await named(services, accountId, completed);
  expect([run?.status, run?.output?.status, run?.metadata.steps]).toEqual(["COMPLETED", "completed", []]);
  expect(driver.errors).toEqual([["archive_missing", expect.any(String), { runId: completed }]]);
});

/** Tables that grow with each run. */
const GROWING = [batches, runs, generations, webhookEvents, schema.webhookDeliveries, schema.idempotencyKeys];

test("an archived run takes at most two kilobytes of the database, indexes included", async () => {
  const driver = openArchiving();
  const { services } = driver;
  // Batches of one: each run has its batch's row for itself.
  const admission = await newAdmission(local.db, driver.time, {});
  const request = { ...admission.request, batch: 1, tags: ["spring"], metadata: { campaign: "spring", post: 17 } };
  const admitted = await admitBatch(services, { ...admission, request });
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  await driver.run();
  const size = async () => sizePerRun(await rowsOfRun(runId));
  const before = await size();
  driver.time += HOUR;
  await cleanUpRuns(services, [runId]);
  driver.time += 8 * DAY;
  await archiveRuns(services, [runId]);
  const after = await size();
  expect(before).toBeGreaterThan(6000);
  expect(after).toBeLessThanOrEqual(2048);
});

type Rows = { table: SQLiteTable; rows: Record<string, unknown>[] }[];

/** What the database has of a run, but for what the next run of its song uses again. */
async function rowsOfRun(runId: string): Promise<Rows> {
  const { batchId } = await rowOf(runId);
  const found = GROWING.map(async (table) => {
    const { name } = getTableConfig(table);
    const { results } = await local.d1.prepare(`SELECT * FROM ${name}`).all<Record<string, unknown>>();
    const isOfRun = (row: Record<string, unknown>) =>
      [row.id, row.run_id, row.batch_id].some((id) => id === runId || id === batchId);
    const isShared = ({ step }: Record<string, unknown>) => step === "listen" || step === "moments";
    return { table, rows: results.filter((row) => isOfRun(row) && !isShared(row)) };
  });
  return Promise.all(found);
}

/** What is sung in eight seconds is between ten and thirty words. */
const sung = "we drove all night and never said a word ";

/** Bytes that the file of a database grows by for each of a thousand such runs, whose ids come in no order. */
function sizePerRun(found: Rows): number {
  const COUNT = 1000;
  const file = new DatabaseSync(":memory:");
  const folder = join(ROOT, "drizzle");
  for (const name of readdirSync(folder)
    .filter((each) => each.endsWith(".sql"))
    .sort()) {
    file.exec(readFileSync(join(folder, name), "utf8"));
  }
  file.exec("PRAGMA foreign_keys = OFF");
  const bytes = () => {
    const [pages] = file.prepare("SELECT sum(pgsize) AS bytes FROM dbstat").all();
    return Number(pages?.bytes);
  };
  const empty = bytes();
  for (let at = 0; at < COUNT; at++) {
    // Ids of the same length, but random.
    const words = sung.repeat(4).slice(0, 60 + ((at * 37) % 100));
    const other = (text: string) =>
      text
        .replace(/(?<="clipLyrics":")[^"]*/, words)
        .replaceAll(/\b(run|batch|gen|evt)_([0-9a-z]{8})/g, (_all, kind, id) => `${kind}_${shuffle(id, at)}`);
    for (const { table, rows } of found) {
      for (const row of rows) {
        const values = Object.values(row).map((value) => (typeof value === "string" ? other(value) : value));
        if ("key" in row) values[Object.keys(row).indexOf("key")] = shuffle(String(row.key), at);
        file
          .prepare(`INSERT INTO ${getTableConfig(table).name} VALUES (${values.map(() => "?").join()})`)
          .run(...(values as string[]));
      }
    }
  }
  return Math.round((bytes() - empty) / COUNT);
}

/** Another text of the same length, the same for the same two. */
const shuffle = (text: string, at: number): string => {
  const start = ((at + 1) * 2_654_435_761) % 2 ** 32;
  return (start.toString(36).padStart(8, "0") + text).slice(0, Math.max(8, text.length));
};
