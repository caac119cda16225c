/** Batches and inserts by name: what is put wrongly does not compile, or does not run. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { ROOT } from "../../local/paths.ts";
import { after, batch } from "../../worker/db/batch.ts";
import { insertSelect, type RowOf } from "../../worker/db/insert-select.ts";
import { accounts, webhookSecrets } from "../../worker/db/schema.ts";
import { openLocalDatabase } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());

const add = (id: string, where = sql`TRUE`) =>
  insertSelect(local.db, accounts, { row: { id, name: "test", createdAt: 1 }, where }).returning({ id: accounts.id });

describe("a batch", () => {
  test("gives each result by its statement's name, and none of one that was left out", async () => {
    const { read, added, ...rest } = await batch(local.db, {
      added: add("a"),
      leftOut: undefined,
      read: local.db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, "a")),
    });
    expect([added, read, rest]).toEqual([[{ id: "a" }], [{ name: "test" }], {}]);
    expectTypeOf(read).toEqualTypeOf<{ name: string }[]>();
    expectTypeOf(rest.leftOut).toEqualTypeOf<undefined>();
  });

  test("does what depends on a statement only where that changed something", async () => {
    const dependent = (id: string, where = sql`TRUE`) =>
      batch(local.db, { cause: add(id, where), effect: after("cause", (changed) => add(`${id} too`, changed)) });
    expect(await dependent("b")).toEqual({ cause: [{ id: "b" }], effect: [{ id: "b too" }] });
    expect(await dependent("c", sql`FALSE`)).toEqual({ cause: [], effect: [] });
  });

  test("refuses a statement that does not stand right behind the one that it goes by", async () => {
    const effect = () => after("cause", (changed) => add("e", changed));
    await expect(batch(local.db, { cause: add("d"), between: add("f"), effect: effect() })).rejects.toThrow(
      '"effect" goes by what "cause" changed, and does not stand right behind it',
    );
    await expect(batch(local.db, { cause: undefined, effect: effect() })).rejects.toThrow("right behind");
    expect(await local.db.select().from(accounts).where(eq(accounts.id, "d"))).toEqual([]);
  });
});

test("a row to insert needs every column that has no default, and no other", () => {
  expectTypeOf<{ accountId: string; secret: string }>().toExtend<RowOf<typeof webhookSecrets>>();
  expectTypeOf<{ accountId: string }>().not.toExtend<RowOf<typeof webhookSecrets>>();
  expectTypeOf<{ accountId: string; secret: number }>().not.toExtend<RowOf<typeof webhookSecrets>>();
  const row = { accountId: "a", secret: "s" };
  // @ts-expect-error there is no such column
  insertSelect(local.db, webhookSecrets, { row: { ...row, secrets: "s" }, where: sql`TRUE` });
});

/** They mean something only next to another statement, or by a position: batch.ts alone may say them. */
test.each(["changes()", ".batch("])("%s stands in one file of the Worker alone", (words) => {
  const files = readdirSync(join(ROOT, "worker"), { recursive: true, encoding: "utf8" });
  const saying = files.filter((name) => {
    if (!name.endsWith(".ts")) return false;
    const code = readFileSync(join(ROOT, "worker", name), "utf8").replace(/^\s*(\/\/|\*|\/\*\*).*$/gm, "");
    return code.includes(words);
  });
  expect(saying).toEqual(["db/batch.ts"]);
});
