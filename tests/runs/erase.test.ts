/** The erasure of an artist, against a real D1 and a real R2; what is left is looked for by who knows nothing of the code. */
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accountMonths, artists, songs } from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { sweepOrphanedFiles } from "../../worker/library/orphaned-files.ts";
import { sendArchivals, sendCleanUps } from "../../worker/runs/chores.ts";
import { deleteRuns } from "../../worker/runs/delete-runs.ts";
import { eraseArtist, findErasure, sendErasures } from "../../worker/runs/erase-artist.ts";
import { DAY, type FilesDriver, MINUTE, openBeforeEach } from "../support/deleting.ts";
import type { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { tracesOf } from "../support/traces.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
let driver: FilesDriver;
openBeforeEach((opened, its) => {
  [local, driver] = [opened, its];
});

/** An artist with files of all kinds; `admit` makes a batch of two. */
async function newArtist(accountId?: string) {
  const admission = await newAdmission(local.db, driver.time, {});
  const { request } = admission;
  const artistId = request.artist_account_id;
  const name = `Zephyrine ${artistId.slice(0, 8)} Quill`;
  if (accountId) {
    await local.db.update(artists).set({ accountId, slug: artistId }).where(eq(artists.id, artistId));
    await local.db.update(songs).set({ accountId }).where(eq(songs.artistId, artistId));
    admission.accountId = accountId;
  }
  await local.db
    .update(artists)
    .set({ name, notes: `${name} is dry.` })
    .where(eq(artists.id, artistId));
  const { snapshot } = admission;
  const artist = { ...snapshot.artist, name, notes: `${name} is dry.` };
  for (const ref of [`artists/${artistId}/face-guide-1`, `artists/${artistId}/extra/2`, `songs/${artistId}/song_1`]) {
    await driver.store(`library:${ref}` as MediaRef);
  }
  const admit = () => driver.admit({ ...admission, snapshot: { ...snapshot, artist } });
  return { accountId: admission.accountId, artistId, name, admit };
}

/** What a minute brings. */
async function sweepBy(ms: number): Promise<void> {
  driver.time += ms;
  const { services } = driver;
  for (const chore of [sendCleanUps, sendArchivals, sweepOrphanedFiles, sendErasures]) await chore(services);
  await driver.run();
}

const statusOf = async (accountId: string, artistId: string) =>
  (await findErasure(driver.services, accountId, artistId))?.completedAt === null ? "RUNNING" : "COMPLETED";
const traces = (...words: string[]) =>
  tracesOf(words, {
    database: local.d1 as never,
    buckets: { library: local.env.LIBRARY, media: local.env.MEDIA } as Record<string, R2Bucket>,
  });
const row = (runId: string) => driver.row(runId);

test("erased in the middle of a batch, an artist leaves nothing but the record of it", async () => {
  const { accountId, artistId, name, admit } = await newArtist();
  const finished = await admit();
  await driver.run();
  await driver.storeMade();
  const { runIds, batchId } = await admit();
  const [one = ""] = runIds;
  await driver.run(async () => (await row(one))?.steps.image?.status === "done");
  const words = [artistId, name, batchId, finished.batchId, ...finished.runIds, ...runIds];
  expect(Object.keys(await traces(...words))).toEqual(
    expect.arrayContaining([
      "artists",
      "songs",
      "runs",
      "batches",
      "generations",
      "webhook_events",
      "library",
      "media",
    ]),
  );

  const begun = await eraseArtist(driver.services, accountId, artistId);
  expect(begun).toMatchObject({ completedAt: null, removedSongs: 1, removedReferences: 2 });
  // No file, at once. What they were called is remembered as long as a renderer may still deliver.
  const { library, media, ...rows } = await traces(...words);
  expect([library, media]).toEqual([undefined, undefined]);
  expect(Object.keys(rows)).not.toEqual(expect.arrayContaining(["artists", "songs"]));
  await driver.run();
  await sweepBy(5 * MINUTE);
  expect(await statusOf(accountId, artistId)).toBe("RUNNING");

  await sweepBy(20 * MINUTE);
  await sweepBy(MINUTE);
  expect(await statusOf(accountId, artistId)).toBe("COMPLETED");
  const { erasures, ...others } = await traces(...words);
  expect(others).toEqual({});
  expect(erasures).toHaveLength(1);
  expect(erasures?.[0]).not.toContain(name);
  expect(await findErasure(driver.services, accountId, artistId)).toMatchObject({ removedRuns: 4, removedSongs: 1 });
  expect(driver.errors).toEqual([]);
  // Asked again, it is the same.
  const again = await eraseArtist(driver.services, accountId, artistId);
  expect(again).toEqual(await findErasure(driver.services, accountId, artistId));
});

test("what the runs cost stays in the account's month, and is known to come from rows that are gone", async () => {
  const { accountId, artistId, admit } = await newArtist();
  const { runIds } = await admit();
  await driver.run();
  const other = await newArtist(accountId);
  await other.admit();
  await driver.run();
  const month = async () =>
    (await local.db.select().from(accountMonths).where(eq(accountMonths.accountId, accountId)))[0];
  const before = await month();
  const charged = (await Promise.all(runIds.map(row))).reduce((sum, run) => sum + (run?.chargedMicros ?? 0), 0);
  expect(charged).toBeGreaterThan(0);
  await eraseArtist(driver.services, accountId, artistId);
  await sweepBy(20 * MINUTE);
  await sweepBy(MINUTE);
  expect(await statusOf(accountId, artistId)).toBe("COMPLETED");
  expect(await month()).toEqual({ ...before, erasedMicros: charged });
});

test("other artists of the account keep everything", async () => {
  const { accountId, artistId } = await newArtist();
  const other = await newArtist(accountId);
  const { runIds } = await other.admit();
  await driver.run();
  await driver.storeMade();
  const words = [other.artistId, ...runIds];
  const before = await traces(...words);
  await eraseArtist(driver.services, accountId, artistId);
  await sweepBy(MINUTE);
  await sweepBy(MINUTE);
  expect(await statusOf(accountId, artistId)).toBe("COMPLETED");
  const after = await traces(...words);
  expect(after.media).toEqual(before.media);
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  expect(await eraseArtist(driver.services, "somebody-else", other.artistId)).toBeUndefined();
});

test("archived runs, deleted ones, and those of an artist that was deleted long ago are erased as well", async () => {
  const { accountId, artistId, name, admit } = await newArtist();
  const { runIds } = await admit();
  await driver.run();
  await driver.storeMade();
  for (const days of [1, 8]) await sweepBy(days * DAY);
  expect((await row(runIds[0] ?? ""))?.archived).not.toBeNull();
  const { runIds: later } = await admit();
  await driver.run();
  await driver.storeMade();
  await deleteRuns(driver.services, accountId, [later[0] ?? "", runIds[1] ?? ""]);
  await local.db.delete(artists).where(eq(artists.id, artistId));
  await eraseArtist(driver.services, accountId, artistId);
  for (let minutes = 0; minutes < 4; minutes++) await sweepBy(10 * MINUTE);
  expect(await statusOf(accountId, artistId)).toBe("COMPLETED");
  const { erasures: _, library, ...others } = await traces(artistId, name, ...runIds, ...later);
  expect(others).toEqual({});
  expect(library).toBeUndefined();
});

test("goes on where it broke off, and counts nothing twice", async () => {
  const { accountId, artistId, admit } = await newArtist();
  const { runIds } = await admit();
  await driver.run();
  await driver.storeMade();
  const { services } = driver;
  const { queues } = services;
  services.queues = {
    ...queues,
    sendChores: async () => {
      throw new Error("Queues are away");
    },
  };
  expect(await eraseArtist(services, accountId, artistId)).toMatchObject({ completedAt: null, removedRuns: 0 });
  services.queues = queues;
  for (let minutes = 0; minutes < 3; minutes++) await sweepBy(10 * MINUTE);
  expect(await findErasure(services, accountId, artistId)).toMatchObject({ removedRuns: runIds.length });
  expect(await statusOf(accountId, artistId)).toBe("COMPLETED");
});
