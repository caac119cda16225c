/**
 * Batches, D1's transactions, by name: what a statement gives is found under the name it was sent by, and one that goes
 * by whether another changed anything names that other.
 */
import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "./database.ts";

type Statement = BatchItem<"sqlite">;

/** A statement that goes by whether the one before it changed a row. Made by `after`. */
export class Dependent<Query extends Statement> {
  readonly cause: string;
  readonly query: Query;
  constructor(cause: string, query: Query) {
    this.cause = cause;
    this.query = query;
  }
}

/**
 * A statement of a batch that depends on another of it, by name, which must stand right before it: `changed` is the
 * condition that `cause` changed a row. Nothing else may say `changes()`, which is of whatever was written last.
 */
export const after = <Query extends Statement>(cause: string, statement: (changed: SQL) => Query): Dependent<Query> =>
  new Dependent(cause, statement(sql`changes() > 0`));

type Entry = Statement | Dependent<Statement> | undefined;

type ResultOf<Each> =
  Each extends Dependent<infer Query> ? Query["_"]["result"] : Each extends Statement ? Each["_"]["result"] : undefined;

/** What each statement gave, by its name. */
export type Results<Statements> = { [Name in keyof Statements]: ResultOf<Statements[Name]> };

/**
 * Runs the statements in their order, in one transaction and one round trip. One that is undefined is left out, and so
 * is its result. Throws what D1 throws, and when a dependent statement does not stand right behind its cause.
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
  // Each name has the result of its own statement.
  return Object.fromEntries(names.map((name, position) => [name, results[position]])) as Results<Statements>;
}
