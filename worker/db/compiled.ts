/**
 * Readings whose statements are compiled once for an isolate. To build a statement and write it as SQL takes drizzle longer
 * than all else that a poll does by itself, and comes to the same each time but for the values.
 */
import { fillPlaceholders, type SQL, sql } from "drizzle-orm";
import { type Database, openDatabase } from "./database.ts";
import type { Reading } from "./reading.ts";

type Values = Record<string, string | number>;

/** What stands in a statement for each value. */
export type Blanks<Given extends Values> = { [Name in keyof Given]: SQL<Given[Name]> };

/** What drizzle's batch takes of a statement that it has prepared: its sources, drizzle-orm/d1/session.js, say more. */
interface Prepared {
  stmt: D1PreparedStatement;
  query: { sql: string; params: unknown[] };
}

/** A database that is none: statements are compiled before anybody knows where they go. */
const nowhere = openDatabase({ prepare: () => undefined } as unknown as D1Database);

/**
 * The reading that `make` makes, as a function of the values that it leaves blank. `make` is called once, so whatever else
 * it looks at has to stay as it is for the isolate's life.
 */
export function compiled<Given extends Values, Result>(
  make: (db: Database, blanks: Blanks<Given>) => Reading<Result>,
): (db: Database, values: Given) => Reading<Result> {
  let known: { result: Reading<Result>["result"]; statements: [name: string, Prepared][] } | undefined;
  return (db, values) => {
    known ??= prepare(make(nowhere, blanksOf<Given>()));
    const statements = known.statements.map(([name, prepared]) => [name, filled(prepared, db, values)]);
    return { statements: Object.fromEntries(statements), result: known.result };
  };
}

const prepare = <Result>({ statements, result }: Reading<Result>) => ({
  result,
  // Its types keep to drizzle what it prepares.
  statements: Object.entries(statements).map(([name, statement]): [string, Prepared] => [
    name,
    (statement as unknown as { _prepare(): Prepared })._prepare(),
  ]),
});

/** The same statement with these values, for a batch of this database. */
function filled(prepared: Prepared, { $client }: Database, values: Values) {
  const own = Object.assign(Object.create(prepared), {
    stmt: ($client as unknown as D1Database).prepare(prepared.query.sql),
    query: { ...prepared.query, params: fillPlaceholders(prepared.query.params, values) },
    _prepare: () => own,
  });
  return own;
}

const blanksOf = <Given extends Values>(): Blanks<Given> =>
  new Proxy({} as Blanks<Given>, { get: (_, name) => sql`${sql.placeholder(String(name))}` });
