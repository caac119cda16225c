import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { compiled } from "../../worker/db/compiled.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { read, reading } from "../../worker/db/reading.ts";
import { accounts } from "../../worker/db/schema.ts";
import { openLocalDatabase } from "../support/local-database.ts";
import { recorded } from "../support/recorded-statements.ts";

let local: Awaited<ReturnType<typeof openLocalDatabase>>;
beforeAll(async () => {
  local = await openLocalDatabase();
  await local.db.insert(accounts).values([
    { id: "one", name: "First", createdAt: 1 },
    { id: "two", name: "Second", createdAt: 2 },
  ]);
});
afterAll(() => local.close());

test("a reading is made once, and reads for each of its values, from the database that it is given", async () => {
  const make = vi.fn((db: ReturnType<typeof openDatabase>, { id }: { id: never }) =>
    reading({ found: db.select().from(accounts).where(eq(accounts.id, id)) }, ({ found }) => found[0]),
  );
  const accountReading = compiled<{ id: string }, typeof accounts.$inferSelect | undefined>(make as never);
  const { d1, sent } = recorded(local.d1);
  const other = openDatabase(d1);
  const [first, second] = [accountReading(local.db, { id: "one" }), accountReading(other, { id: "two" })];
  expect(sent.size).toBe(0);
  // In the other order: neither has the other's values or database.
  expect(await read(other, second)).toMatchObject({ id: "two", name: "Second", createdAt: 2 });
  expect(await read(local.db, first)).toMatchObject({ id: "one", name: "First", createdAt: 1 });
  expect(await read(local.db, accountReading(local.db, { id: "x' OR 1" }))).toBeUndefined();
  expect([...sent.values()].map(({ params }) => params)).toEqual([["two"]]);
  expect(make).toHaveBeenCalledTimes(1);
});
