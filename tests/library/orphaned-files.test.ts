/** What a crash leaves in the library bucket is found and deleted, and nothing else is: on the real D1 and R2. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { accounts, artists, orphanedFiles } from "../../worker/db/schema.ts";
import type { MediaRef } from "../../worker/domain/media.ts";
import { removeArtist } from "../../worker/library/artists.ts";
import { deleteOrphaned, storeOrphaned, sweepOrphanedFiles } from "../../worker/library/orphaned-files.ts";
import { replacePicture } from "../../worker/library/pictures.ts";
import type { Services } from "../../worker/services.ts";
import { picture } from "../support/files.ts";
import { openLocalDatabase } from "../support/local-database.ts";

const HOUR = 3600_000;
let bindings: Awaited<ReturnType<typeof openLocalDatabase>>;
let services: Services;
let time = 1_000_000;
/** Whether R2 fails to delete everything; or what it fails to delete. */
let failing: boolean | string = false;
const told: unknown[][] = [];

beforeAll(async () => {
  bindings = await openLocalDatabase();
  const { LIBRARY, DB } = bindings.env;
  const bucket = new Proxy(LIBRARY, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...parameters: unknown[]) => {
        const isStruck = failing === true || (failing !== false && String(parameters[0]).includes(failing));
        if (isStruck && name === "delete") throw new Error("R2 failed");
        // Pages are shorter than R2's, which have a thousand objects.
        if (name === "list") return target.list({ ...(parameters[0] as Parameters<R2Bucket["list"]>[0]), limit: 7 });
        return member.apply(target, parameters);
      };
    },
  });
  services = {
    db: openDatabase(DB),
    media: { bucket: (ref: MediaRef) => ({ bucket, key: ref.slice("library:".length) }), readUrl: async () => "" },
    renderer: { picture: async () => ({ picture: null }) },
    now: () => time,
    settings: { TIME_SCALE: 1 },
    log: { info: () => {}, warn: () => {}, error: (...line: unknown[]) => void told.push(line) },
    // Of the services only these have to do with files.
  } as unknown as Services;
  await services.db.insert(accounts).values({ id: "account", name: "Account", createdAt: 0 });
});
afterAll(() => bindings.close());
beforeEach(() => {
  failing = false;
  told.length = 0;
});

const keys = async (): Promise<string[]> =>
  (await bindings.env.LIBRARY.list()).objects.map(({ key }: { key: string }) => key);
const orphaned = async () => (await services.db.select().from(orphanedFiles)).map(({ ref }) => ref);
const store = (ref: MediaRef) => storeOrphaned(services, "account", ref, new Uint8Array([1]), "audio/mpeg");

async function newArtist(id: string) {
  const row = { id, accountId: "account", slug: id, name: id, createdAt: 0, image: null, faceGuide: null };
  await services.db.insert(artists).values(row);
  return row;
}

test("an upload that was never finished is deleted after an hour, not before", async () => {
  await store("library:songs/a/1");
  time += HOUR - 1;
  await sweepOrphanedFiles(services);
  expect(await keys()).toEqual(["songs/a/1"]);
  time += 1;
  await sweepOrphanedFiles(services);
  expect([await keys(), await orphaned()]).toEqual([[], []]);
});

test("a file that could not be deleted is deleted by the next sweep", async () => {
  await store("library:songs/a/2");
  failing = true;
  await deleteOrphaned(services, ["library:songs/a/2"]);
  expect([await keys(), await orphaned()]).toEqual([["songs/a/2"], ["library:songs/a/2"]]);
  failing = false;
  await sweepOrphanedFiles(services);
  expect([await keys(), await orphaned()]).toEqual([[], []]);
});

test("a file that cannot be deleted holds up no other, and is told of", async () => {
  const refs: MediaRef[] = ["library:songs/a/3", "library:songs/a/4", "library:songs/a/5"];
  for (const ref of refs) await store(ref);
  failing = "songs/a/4";
  time += HOUR;
  await sweepOrphanedFiles(services);
  expect([await keys(), await orphaned()]).toEqual([["songs/a/4"], ["library:songs/a/4"]]);
  expect(told).toEqual([["orphaned_files_not_deleted", new Error("R2 failed"), { files: 1 }]]);
  failing = false;
  await sweepOrphanedFiles(services);
  expect([await keys(), await orphaned()]).toEqual([[], []]);
});

test("a replaced picture stays for a week, for the runs that were made from it", async () => {
  const artist = await newArtist("painted");
  expect(await replacePicture(services, artist, "face-guide", picture())).toBe("stored");
  const [first = ""] = await keys();
  expect(await orphaned()).toEqual([]);
  expect(await replacePicture(services, artist, "face-guide", picture())).toBe("stored");
  expect(await orphaned()).toEqual([`library:${first}`]);
  time += 7 * 24 * HOUR - 1;
  await sweepOrphanedFiles(services);
  expect(await keys()).toHaveLength(2);
  time += 1;
  await sweepOrphanedFiles(services);
  expect(await keys()).toHaveLength(1);
  expect(await keys()).not.toContain(first);
});

test("a picture that is being deleted can no longer be an artist's", async () => {
  const artist = await newArtist("hasty");
  const { db } = services;
  const before = await keys();
  // The upload takes so long that its file is given up: every file is doomed as soon as it is stored.
  const hasty = {
    ...services,
    media: {
      ...services.media,
      bucket: (ref: MediaRef) => {
        const { bucket, key } = services.media.bucket(ref);
        const put = async (...parameters: Parameters<R2Bucket["put"]>) => {
          const stored = await bucket.put(...parameters);
          await db.update(orphanedFiles).set({ doomed: true, dueAt: time });
          return stored;
        };
        return { bucket: { ...bucket, put, delete: (name: string) => bucket.delete(name) }, key };
      },
    },
  } as unknown as Services;
  expect(await replacePicture(hasty, artist, "image", picture())).toBe("gone");
  expect(await keys()).toEqual(before);
  const rows = await db.select().from(artists);
  expect(rows.find(({ id }) => id === "hasty")?.image).toBeNull();
});

test("an artist's folders are deleted whole, however many files they hold, also when that fails at first", async () => {
  await newArtist("full");
  await Promise.all(Array.from({ length: 30 }, (_, at) => bindings.env.LIBRARY.put(`songs/full/${at}`, "x")));
  await bindings.env.LIBRARY.put("songs/fuller/1", "x");
  failing = true;
  expect(await removeArtist(services, "account", "full")).toBe(true);
  expect((await keys()).filter((key) => key.startsWith("songs/full/"))).toHaveLength(30);
  failing = false;
  await sweepOrphanedFiles(services);
  expect((await keys()).filter((key) => key.startsWith("songs/"))).toEqual(["songs/fuller/1"]);
  expect(await removeArtist(services, "account", "full")).toBe(false);
  expect(await orphaned()).toEqual([]);
});
