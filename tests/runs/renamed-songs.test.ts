/** Renaming a song: runs under way keep the title that they were made with, and ask nothing again for it. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, generations, runs, songs } from "../../worker/db/schema.ts";
import { admitBatch } from "../../worker/runs/admit.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { newAdmission } from "../support/new-admission.ts";
import { openDriver } from "../support/run-driver.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

async function admission(titles: (songId: string) => [string, string][] = (id) => [[id, "S"]]) {
  const driver = openDriver(local.db, Date.parse("2026-11-10T12:00:00Z"), {
    callsBackAfterMs: (endpoint) => (endpoint === "openrouter/router" ? 2000 : 60_000),
  });
  const made = await newAdmission(local.db, driver.time, {});
  const [songId = ""] = made.songIds;
  const request = { ...made.request, batch: 1 };
  const admit = () => admitBatch(driver.services, { ...made, request, songTitles: new Map(titles(songId)) });
  const rename = (title: string) => local.db.update(songs).set({ title }).where(eq(songs.id, songId));
  return { driver, admit, rename, accountId: made.accountId };
}

test("a run whose song is renamed while its caption is written pays for that caption once", async () => {
  const { driver, admit, rename, accountId } = await admission();
  const admitted = await admit();
  if (admitted.kind !== "admitted") throw new Error(admitted.kind);
  const [runId = ""] = admitted.runIds;
  const run = async () => (await local.db.select().from(runs).where(eq(runs.id, runId)))[0];
  await driver.run(async () => (await run())?.steps.caption?.status === "waiting");
  await rename("Another name");
  await driver.run();
  const asked = await local.db.select().from(generations).where(eq(generations.accountId, accountId));
  expect(asked.filter(({ step }) => step === "caption")).toHaveLength(1);
  expect(await run()).toMatchObject({ status: "COMPLETED", output: { audio: { songTitle: "S" } } });
});

test("a batch that was read with an older title is read again", async () => {
  const { admit, rename } = await admission();
  await rename("Another name");
  expect(await admit()).toEqual({ kind: "snapshot_changed" });
});

test("the snapshot has the titles of the songs that were drawn, and of no others", async () => {
  const { admit, accountId } = await admission((id) => [
    [id, "S"],
    ["another", "Never drawn"],
  ]);
  await admit();
  const [run] = await local.db.select().from(runs).where(eq(runs.accountId, accountId));
  const [batch] = await local.db.select().from(batches).where(eq(batches.accountId, accountId));
  expect(batch?.snapshot?.songTitles).toEqual({ [run?.choices.songId ?? ""]: "S" });
});
