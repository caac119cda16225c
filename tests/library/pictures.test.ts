/** Deleting a picture of an artist that another call has just deleted: on the real D1. */
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { accounts, artists } from "../../worker/db/schema.ts";
import type { AppEnv } from "../../worker/http/app-env.ts";
import { renderError } from "../../worker/http/errors.ts";
import { newRouter } from "../../worker/http/router.ts";
import { artistFiles } from "../../worker/http/routes/artist-files.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

test("a picture whose artist is deleted at that moment is not found, rather than in use", async () => {
  const id = "5a1f7b0e-0c4e-4b7e-9d57-0f6d3f7a9c11";
  await local.db.insert(accounts).values({ id: "account", name: "Account", createdAt: 0 });
  await local.db.insert(artists).values({
    ...{ id, accountId: "account", slug: "gone", name: "Gone", createdAt: 0, image: "library:images/gone" },
  });
  let batches = 0;
  const d1 = new Proxy(local.d1, {
    get(target, name) {
      if (name === "prepare") return target.prepare.bind(target);
      return async (statements: Parameters<D1Database["batch"]>[0]) => {
        batches += 1;
        // The first reads the artist.
        if (batches === 2) await local.db.delete(artists).where(eq(artists.id, id));
        return target.batch(statements);
      };
    },
  });
  const app = newRouter();
  app.use(async (c, next) => {
    c.set("requestId", "req_123456789abcdefghijkm");
    c.set(
      "services",
      rowServices(openDatabase(d1), () => 1),
    );
    c.set("caller", { accountId: "account" } as AppEnv["Variables"]["caller"]);
    await next();
  });
  app.route("/", artistFiles);
  app.onError(renderError);
  const response = await app.request(`/${id}/image`, { method: "DELETE" });
  expect([response.status, await response.json()]).toMatchObject([404, { code: "artist_not_found" }]);
});
