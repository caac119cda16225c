/** However many ask at once: no account has more of anything than it may. */
import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey, MAX_USABLE_KEYS } from "../../worker/accounts/api-keys.ts";
import { insertMany } from "../../worker/db/insert-many.ts";
import {
  accounts,
  apiKeys,
  artists,
  orphanedFiles,
  socials,
  songs,
  templates,
  webhookEndpoints,
} from "../../worker/db/schema.ts";
import { templateDefinition } from "../../worker/domain/template.ts";
import { addSong, MAX_SONGS } from "../../worker/library/add-song.ts";
import { addArtist, MAX_ARTISTS } from "../../worker/library/artists.ts";
import { addTemplate, MAX_TEMPLATES } from "../../worker/library/templates.ts";
import { addEndpoint, MAX_WEBHOOKS } from "../../worker/webhooks/endpoints.ts";
import { analysisOf } from "../support/analyses.ts";
import { templateDefinition as exampleDefinition } from "../support/definitions.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

const AT_ONCE = 40;
/** Of what comes in hundreds, so many are missing before they are asked for at once. */
const MISSING = 3;

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
const time = Date.parse("2026-11-10T12:00:00Z");
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());
const services = () => rowServices(local.db, () => time);

async function newAccount(): Promise<string> {
  const id = randomUUID();
  await local.db.insert(accounts).values({ id, name: "test", createdAt: time });
  return id;
}

async function countOf(table: SQLiteTable, column: SQLiteColumn, id: string): Promise<number> {
  const [row] = await local.db.select({ count: count() }).from(table).where(eq(column, id));
  return row?.count ?? 0;
}

const atOnce = <Result>(ask: (position: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, position) => ask(position)));

/** How often each answer was given. */
const tally = (kinds: string[]) =>
  Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, each]) => [kind, each.length]));

test("webhooks", async () => {
  const accountId = await newAccount();
  const fields = {
    kind: "url" as const,
    url: "https://receiver.test/",
    events: ["run.completed" as const],
    enabled: true,
  };
  const made = await atOnce(() => addEndpoint(services(), accountId, fields));
  expect(await countOf(webhookEndpoints, webhookEndpoints.accountId, accountId)).toBe(MAX_WEBHOOKS);
  expect(made.filter((each) => each === undefined)).toHaveLength(AT_ONCE - MAX_WEBHOOKS);
});

test("keys that work", async () => {
  const accountId = await newAccount();
  const made = await atOnce((at) => createKey(services(), accountId, { name: `key ${at}`, expiresAt: null, by: "k" }));
  expect(await countOf(apiKeys, apiKeys.accountId, accountId)).toBe(MAX_USABLE_KEYS);
  expect(made.filter((each) => each === undefined)).toHaveLength(AT_ONCE - MAX_USABLE_KEYS);
});

test("artists", async () => {
  const accountId = await newAccount();
  const rows = Array.from({ length: MAX_ARTISTS - MISSING }, (_, at) => ({
    ...{ id: randomUUID(), accountId, slug: `old-${at}`, name: "A", createdAt: time },
  }));
  await insertMany(local.db, artists, rows);
  const social = { platform: "p", username: "u", profile_url: "https://social.test/u" };
  const fields = { notes: "", pinned: false, socials: [social] };
  const made = await atOnce((at) => addArtist(services(), accountId, { ...fields, name: `New ${at}` }));
  expect(tally(made.map(({ kind }) => kind))).toEqual({ added: MISSING, "too-many": AT_ONCE - MISSING });
  expect(await countOf(artists, artists.accountId, accountId)).toBe(MAX_ARTISTS);
  // Nor is anything left of those that were too many.
  expect(await local.db.select().from(socials)).toHaveLength(MISSING);
});

test("songs of an artist", async () => {
  const accountId = await newAccount();
  const artistId = randomUUID();
  await local.db.insert(artists).values({ id: artistId, accountId, slug: "a", name: "A", createdAt: time });
  const song = (name: string) => ({
    ...{ id: randomUUID(), accountId, artistId, slug: name, title: name, filename: name, sha256: name, bytes: 1 },
    ...{ audio: `library:songs/${name}` as const, durationSeconds: 60, loudness: [-14], createdAt: time },
  });
  await insertMany(
    local.db,
    songs,
    Array.from({ length: MAX_SONGS - MISSING }, (_, at) => song(`old-${at}`)),
  );
  const uploads = Array.from({ length: AT_ONCE }, (_, at) => song(`new-${at}`));
  await insertMany(
    local.db,
    orphanedFiles,
    uploads.map(({ audio }) => ({ ref: audio, accountId, dueAt: time })),
  );
  const made = await Promise.all(uploads.map((row) => addSong(services(), row, analysisOf())));
  expect(tally(made.map(({ kind }) => kind))).toEqual({ added: MISSING, "too-many": AT_ONCE - MISSING });
  expect(await countOf(songs, songs.artistId, artistId)).toBe(MAX_SONGS);
  // The others' files stay written down, to be deleted.
  expect(await local.db.select().from(orphanedFiles)).toHaveLength(AT_ONCE - MISSING);
  expect(await addSong(services(), song("old-1"), analysisOf())).toMatchObject({ kind: "existing" });
  expect(await addSong(services(), { ...song("old-1"), sha256: "other" }, analysisOf())).toEqual({
    kind: "slug-taken",
  });
});

test("templates", async () => {
  const accountId = await newAccount();
  const definition = templateDefinition.parse(exampleDefinition());
  const rows = Array.from({ length: MAX_TEMPLATES - MISSING }, (_, at) => ({
    ...{ id: randomUUID(), accountId, name: `old-${at}`, definition, createdAt: time, updatedAt: time },
  }));
  await insertMany(local.db, templates, rows);
  const made = await atOnce((at) => addTemplate(services(), accountId, `new-${at}`, definition));
  expect(tally(made)).toEqual({ added: MISSING, "too-many": AT_ONCE - MISSING });
  expect(await countOf(templates, templates.accountId, accountId)).toBe(MAX_TEMPLATES);
  expect(await addTemplate(services(), accountId, "old-1", definition)).toBe("name-taken");
});
