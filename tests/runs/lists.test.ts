/** Lists of runs by every combination of filters: what they give, and what they read. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../worker/db/database.ts";
import { insertMany } from "../../worker/db/insert-many.ts";
import { accounts, batches, runs } from "../../worker/db/schema.ts";
import { RUN_STATUSES, type RunRequest } from "../../worker/domain/run.ts";
import { readPage, type Selection } from "../../worker/runs/read-runs.ts";
import { LOOKED_AT } from "../../worker/runs/run-selection.ts";
import { openLocalDatabase, rowServices } from "../support/local-database.ts";
import { selections } from "../support/selections.ts";

/** Three times what one page looks at. */
const STORED = 3000;
const LIMIT = 100;
const FROM = Date.parse("2026-11-01T00:00:00Z");
const accountId = "account";
const NO_PARTS = { steps: false, paid: false };

type Row = typeof runs.$inferInsert;
/** In every mixture, and with some that were created at the same time. */
const rowOf = (at: number): Row => ({
  ...{
    id: `run_${String((at * 7919) % STORED).padStart(5, "0")}`,
    accountId,
    batchId: "batch",
    songId: "song",
    seed: 1,
  },
  artistId: at % 7 === 0 ? "rare" : "usual",
  status: RUN_STATUSES[(at * 5) % RUN_STATUSES.length] ?? "COMPLETED",
  request: {
    template: at % 50 === 0 ? "rare" : "usual",
    ...(at % 9 === 0 ? { tags: ["mine", "spring"] } : {}),
  } as RunRequest,
  ...{ choices: {} as Row["choices"], isTest: true, deadlineAt: 0 },
  createdAt: FROM + Math.floor(at / 3) * 1000,
  updatedAt: FROM,
});
const rows = Array.from({ length: STORED }, (_, at) => rowOf(at));
const asked = {
  ...{ artistId: "rare", template: "rare", tag: "spring" },
  createdFrom: FROM + 100_000,
  createdBefore: FROM + 700_000,
};

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
/** Of the last page. */
let rowsRead = 0;
beforeAll(async () => {
  local = await openLocalDatabase();
  await local.db.insert(accounts).values({ id: accountId, name: "Lists", createdAt: FROM });
  await local.db.insert(batches).values({ id: "batch", accountId, seed: 1, size: STORED, createdAt: FROM });
  for (let at = 0; at < STORED; at += 500) await insertMany(local.db, runs, rows.slice(at, at + 500));
});
afterAll(() => local.close());

/** The database, with what its batches read counted. */
const counted = () =>
  openDatabase(
    new Proxy(local.d1, {
      get(target, name) {
        if (name !== "batch") return Reflect.get(target, name, target).bind(target);
        return async (statements: Parameters<D1Database["batch"]>[0]) => {
          const results = await target.batch(statements);
          rowsRead = results.reduce((sum, { meta }) => sum + meta.rows_read, 0);
          return results;
        };
      },
    }),
  );

const matches = (row: Row, { statuses, artistId, template, tag, createdFrom, createdBefore }: Partial<Selection>) =>
  (statuses === undefined || statuses.includes(row.status)) &&
  (artistId === undefined || row.artistId === artistId) &&
  (template === undefined || row.request.template === template) &&
  (tag === undefined || (row.request.tags ?? []).includes(tag)) &&
  (createdFrom === undefined || row.createdAt >= createdFrom) &&
  (createdBefore === undefined || row.createdAt < createdBefore);

const newestFirst = (a: Row, b: Row) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);

test("every combination of filters gives each of its runs once, newest first, and no page reads much", async () => {
  const services = rowServices(counted(), () => FROM);
  let [pages, most] = [0, 0];
  for (const { name, filters } of selections(asked)) {
    const found: string[] = [];
    let after: Selection["after"];
    do {
      const page = await readPage(services, { accountId, ...filters, after, limit: LIMIT + 1 }, NO_PARTS);
      pages += 1;
      most = Math.max(most, rowsRead);
      const shown = page.runs.slice(0, LIMIT).map(({ run }) => run);
      found.push(...shown.map(({ id }) => id));
      const last = shown.at(-1);
      after = page.runs.length > LIMIT ? last : page.horizon === null ? undefined : { createdAt: page.horizon, id: "" };
    } while (after);
    const expected = rows.filter((row) => matches(row, filters)).sort(newestFirst);
    expect([name, found]).toEqual([name, expected.map(({ id }) => id)]);
  }
  // What is looked at, in the index and in the rows, and then in the index again to say where it ended.
  expect(most).toBeLessThan(4 * LOOKED_AT);
  expect(pages).toBeGreaterThan(100);
});

test("a tag is one of those that a run shows: the caller's, its template's and its artist's", async () => {
  const services = rowServices(local.db, () => FROM);
  const of = async (tag: string) => {
    const { runs: found } = await readPage(services, { accountId, tag, limit: 10 });
    return found.map(({ run }) => run);
  };
  expect((await of("mine")).every(({ request }) => request.tags?.includes("mine"))).toBe(true);
  expect((await of("template:rare")).every(({ request }) => request.template === "rare")).toBe(true);
  expect((await of("artist:rare")).every(({ artistId }) => artistId === "rare")).toBe(true);
  for (const tag of ["mine", "template:rare", "artist:rare"]) expect(await of(tag)).not.toEqual([]);
  for (const tag of ["Mine", "min", "%", "rare"]) expect(await of(tag)).toEqual([]);
});
