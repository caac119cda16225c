/** What songs are like is stored with them, and apart from their rows: on the real D1. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accounts, artists, orphanedFiles, songAnalyses, songs } from "../../worker/db/schema.ts";
import { addSong } from "../../worker/library/add-song.ts";
import { addAnalysis, readAnalysis } from "../../worker/library/song-analysis.ts";
import { analysisOf } from "../support/analyses.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

const ARTIST = "0d5e6f0e-31c7-4b53-9a55-1f4c9a0e7b11";
let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const services = () => rowServices(local.db, () => 1);
beforeAll(async () => {
  local = await openLocalDatabase();
  await local.db.insert(accounts).values({ id: "account", name: "Account", createdAt: 0 });
  await local.db.insert(artists).values({ id: ARTIST, accountId: "account", slug: "a", name: "A", createdAt: 0 });
});
afterAll(() => local.close());

const row = (id: string) => ({
  ...{ id, accountId: "account", artistId: ARTIST, slug: id, title: id, filename: id, audio: `library:${id}` as const },
  ...{ bytes: 1, sha256: id, durationSeconds: 60, loudness: [-14], createdAt: 1 },
});

/** Adds a song as an upload does, whose file is stored before it. */
async function add(id: string, analysis = analysisOf()) {
  await local.db.insert(orphanedFiles).values({ ref: row(id).audio, accountId: "account", dueAt: 1 });
  const added = await addSong(services(), row(id), analysis);
  if (!("song" in added)) throw new Error(added.kind);
  return added.song;
}

test("an added song has its analysis, which goes with it", async () => {
  const analysis = analysisOf({ durationSeconds: 90 });
  const song = await add("one", analysis);
  expect(await readAnalysis(services(), song)).toEqual(analysis);
  await local.db.delete(songs).where(eq(songs.id, song.id));
  expect(await local.db.select().from(songAnalyses)).toEqual([]);
});

test("a song that is not added leaves no analysis", async () => {
  // Its file is nowhere.
  expect(await addSong(services(), row("lost"), analysisOf())).toMatchObject({ kind: "gone" });
  expect(await local.db.select().from(songAnalyses)).toEqual([]);
});

test("a song from before has none until it is made up for, and then the mix that goes with it", async () => {
  const [old] = await local.db.insert(songs).values(row("old")).returning();
  if (!old) throw new Error("not stored");
  expect(await readAnalysis(services(), old)).toBeNull();
  const analysis = analysisOf({ mix: "inverted", monoLossDb: 60 });
  await addAnalysis(services(), old, analysis);
  await addAnalysis(services(), old, analysisOf({ mix: "inverted" }));
  expect(await readAnalysis(services(), old)).toEqual(analysis);
  expect(await local.db.select({ mix: songs.mix }).from(songs).where(eq(songs.id, "old"))).toEqual([
    { mix: "inverted" },
  ]);
});

test("what is made up for a song that was deleted meanwhile is forgotten", async () => {
  const song = await add("short-lived");
  await local.db.delete(songs).where(eq(songs.id, song.id));
  await addAnalysis(services(), song, analysisOf());
  expect(await readAnalysis(services(), song)).toBeNull();
});
