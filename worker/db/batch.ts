/**
 * D1's batches, which are transactions, with a name for each statement. A statement's result is found under its name,
 * and a statement that depends on whether another one changed anything refers to that one by name.
 */
import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "./database.ts";

type Statement = BatchItem<"sqlite">;

/** A statement that depends on whether the one before it changed a row. Made by `after`. */
export class Dependent<Query extends Statement> {
  readonly cause: string;
  readonly query: Query;
  constructor(cause: string, query: Query) {
    this.cause = cause;
    this.query = query;
  }
}

/**
 * A statement that depends on the one named `cause`, which must stand right before it in the batch. `changed` is the
 * SQL condition that `cause` changed a row. Nothing else may use `changes()`, which counts only the last write.
 */
export const after = <Query extends Statement>(cause: string, statement: (changed: SQL) => Query): Dependent<Query> =>
  new Dependent(cause, statement(sql`changes() > 0`));

type Entry = Statement | Dependent<Statement> | undefined;

type ResultOf<Each> =
  Each extends Dependent<infer Query> ? Query["_"]["result"] : Each extends Statement ? Each["_"]["result"] : undefined;

/** The result of each statement, by its name. */
export type Results<Statements> = { [Name in keyof Statements]: ResultOf<Statements[Name]> };

/**
 * Runs the statements in order, in one transaction and one round trip. Undefined statements are skipped and have no
 * result. Throws what D1 throws, and an Error when a dependent statement does not directly follow its cause.
 */
export async function batch<Statements extends Record<string, Entry>>(
  db: Database,
  statements: Statements,
): Promise<Results<Statements>> {
  const names: string[] = [];
  const queries: Statement[] = [];
  for (const [name, entry] of Object.entries(statements)) {
    if (entry === undefined) continue;
    if (entry instanceof Dependent && names.at(-1) !== entry.cause) {
      throw new Error(`"${name}" goes by what "${entry.cause}" changed, and does not stand right behind it`);
    }
    names.push(name);
    queries.push(entry instanceof Dependent ? entry.query : entry);
  }
  const [first, ...others] = queries;
  const results: unknown[] = first ? await db.batch([first, ...others]) : [];
  // D1 answers in order, so each name has the result of its own statement.
  return Object.fromEntries(names.map((name, position) => [name, results[position]])) as Results<Statements>;
}
