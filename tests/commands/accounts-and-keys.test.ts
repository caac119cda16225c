/** `npm run keys`: what it makes, and what it must not make, on a database of its own. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { statementsFor, type Wish } from "../../commands/keys/statements.ts";
import { accounts, apiKeys } from "../../worker/db/schema.ts";
import { openLocalDatabase } from "../support/local-database.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
});
afterAll(() => local.close());
beforeEach(async () => {
  await local.db.delete(apiKeys);
  await local.db.delete(accounts);
});

let count = 0;
/** Does what the command does with these statements; gives the names of those that gave a row. */
async function keys(wish: Partial<Wish> & { account: string }): Promise<string[]> {
  const id = `id-${++count}`;
  const statements = statementsFor({ limits: [], newAccountId: id, now: count, ...wish });
  const done = await local.d1.batch(Object.values(statements).map((each) => local.d1.prepare(each)));
  return Object.keys(statements).filter((_, at) => (done[at]?.results.length ?? 0) > 0);
}
const newKey = () => ({ id: `key-${++count}`, name: "default", hash: `${count}`, prefix: "bk", expiresAt: null });
const names = async () => (await local.db.select().from(accounts)).map(({ name }) => name);
const limits = ["monthly_limit_micros = 5000000", "max_active_runs = 3"];

test("a key makes the account that it is for, once", async () => {
  expect(await keys({ account: "Night Shift", key: newKey() })).toEqual(["account"]);
  expect(await keys({ account: "Night Shift", key: newKey() })).toEqual([]);
  expect(await names()).toEqual(["Night Shift"]);
  expect(await local.db.select().from(apiKeys)).toHaveLength(2);
});

test("a limit alone makes no account, and says that there is none", async () => {
  await keys({ account: "Night Shift", key: newKey() });
  expect(await keys({ account: "Nihgt Shift", limits })).toEqual([]);
  expect(await names()).toEqual(["Night Shift"]);
  expect(await keys({ account: "Night Shift", limits })).toEqual(["limits"]);
  expect((await local.db.select().from(accounts))[0]).toMatchObject({
    monthlyLimitMicros: 5_000_000,
    maxActiveRuns: 3,
  });
});

test("a key with limits makes the account with them", async () => {
  expect(await keys({ account: "New", limits, key: newKey() })).toEqual(["account", "limits"]);
  expect((await local.db.select().from(accounts))[0]).toMatchObject({ name: "New", maxActiveRuns: 3 });
});

test("of accounts with the same name the first is meant, and a name may have quotes", async () => {
  for (const [id, createdAt] of [["b", 2] as const, ["a", 1] as const])
    await local.db.insert(accounts).values({ id, name: "O'Neil", createdAt });
  expect(await keys({ account: "O'Neil", limits })).toEqual(["limits"]);
  const limited = (await local.db.select().from(accounts)).filter(({ maxActiveRuns }) => maxActiveRuns === 3);
  expect(limited.map(({ id }) => id)).toEqual(["a"]);
});
