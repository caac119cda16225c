/** The data that stacks of tests begin with: the seed, and what it has no example of. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareData } from "../../local/data.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { type ExtraRows, insertExtraRows } from "./extra-rows.ts";
import { insertOwnAccounts, type OwnAccounts } from "./own-accounts.ts";

interface Rows {
  extra: ExtraRows;
  own: OwnAccounts;
}

export interface Prepared extends Rows {
  /** For a stack's `prepared`. */
  folder: string;
}

/** What is known of the rows, written beside them. */
const rowsIn = (folder: string) => join(folder, "rows.json");

/** Makes the data in a new folder, of which stacks then have copies: that spares each a second of two cores. */
export async function makePrepared(folder: string): Promise<Prepared> {
  let rows: Rows | undefined;
  await prepareData(folder, {
    seedExtent: "small",
    addToSeed: async (db) => {
      const extra = await insertExtraRows(db);
      rows = { extra, own: await insertOwnAccounts(db, ACCOUNTS[0]?.artists[0]?.id ?? "") };
    },
  });
  if (!rows) throw new Error(`There was data in ${folder} before`);
  writeFileSync(rowsIn(folder), JSON.stringify(rows));
  return { folder, ...rows };
}

/** The data that `npm test` has made for all, or, where tests run by themselves, data made in the stack's own folder. */
export async function prepareForTests(state: string): Promise<Prepared> {
  const folder = process.env.PREPARED_DATA;
  if (folder === undefined) return makePrepared(join(state, "prepared"));
  // As makePrepared wrote it.
  return { folder, ...(JSON.parse(readFileSync(rowsIn(folder), "utf8")) as Rows) };
}
