/** Deleting what another call deletes at the same moment: on the real D1. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { accounts, artists, songs } from "../../worker/db/schema.ts";
import type { AppEnv } from "../../worker/http/app-env.ts";
import { renderError } from "../../worker/http/errors.ts";
import { newRouter } from "../../worker/http/router.ts";
import { artistFiles } from "../../worker/http/routes/artist-files.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
  await local.db.insert(accounts).values({ id: "account", name: "Account", createdAt: 0 });
});
afterAll(() => local.close());

// By its path: these routes are checked with the types of the Worker's own runtime, not with Node's.
const songRoutes: ReturnType<typeof newRouter> = (
  await import(new URL("../../worker/http/routes/songs.ts", import.meta.url).href)
).songs;

const ARTIST = "5a1f7b0e-0c4e-4b7e-9d57-0f6d3f7a9c11";

/** The database, on which `meanwhile` happens after the first batch, which reads the artist, and before the second. */
function interrupted(meanwhile: () => PromiseLike<unknown>) {
  let batches = 0;
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name, target).bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        batches += 1;
        if (batches === 2) await meanwhile();
        return target.batch(statements);
      };
    },
  });
  return openDatabase(d1);
}

test.each([
  ["a picture", "the artist", "/image", () => local.db.delete(artists), "artist_not_found"],
  ["a song", "the song", "/songs/hum", () => local.db.delete(songs), "song_not_found"],
])("%s is not found, rather than in use, when %s is deleted at that moment", async (_, __, path, meanwhile, code) => {
  await local.db.delete(artists);
  await local.db.insert(artists).values({
    ...{ id: ARTIST, accountId: "account", slug: "gone", name: "Gone", createdAt: 0, image: "library:images/gone" },
  });
  await local.db.insert(songs).values({
    ...{ id: "song", accountId: "account", artistId: ARTIST, slug: "hum", title: "Hum", filename: "hum.mp3" },
    ...{ audio: "library:songs/hum", bytes: 1, durationSeconds: 60, loudness: [], createdAt: 0 },
  });
  const app = newRouter();
  app.use(async (c, next) => {
    c.set("requestId", "req_123456789abcdefghijkm");
    c.set(
      "services",
      rowServices(interrupted(meanwhile), () => 1),
    );
    c.set("caller", { accountId: "account" } as AppEnv["Variables"]["caller"]);
    await next();
  });
  app.route("/", artistFiles);
  app.route("/", songRoutes);
  app.onError(renderError);
  const response = await app.request(`/${ARTIST}${path}`, { method: "DELETE" });
  expect([response.status, await response.json()]).toMatchObject([404, { code }]);
});
