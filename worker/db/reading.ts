/** Reads as values: what belongs to several rooms can be read in one round trip. */
import type { BatchItem } from "drizzle-orm/batch";
import { batch, type Results } from "./batch.ts";
import type { Database } from "./database.ts";

type Statements = Record<string, BatchItem<"sqlite">>;

/** Statements that only read, and what their results, by their names, come to. */
export interface Reading<Result> {
  statements: Statements;
  result(found: Record<string, unknown>): Result;
}

/** A reading whose result is made of what these statements find. */
export const reading = <Given extends Statements, Result>(
  statements: Given,
  result: (found: Results<Given>) => Result,
): Reading<Result> => ({
  statements,
  // They are the results of these very statements.
  result: (found) => result(found as Results<Given>),
});

/** Both in one, for one round trip. */
export const beside = <One, Other>(one: Reading<One>, other: Reading<Other>): Reading<[One, Other]> => {
  const prefixed = (prefix: string, { statements }: Reading<unknown>) =>
    Object.entries(statements).map(([name, statement]) => [`${prefix}${name}`, statement]);
  const unprefixed = (prefix: string, { statements }: Reading<unknown>, found: Record<string, unknown>) =>
    Object.fromEntries(Object.keys(statements).map((name) => [name, found[`${prefix}${name}`]]));
  return {
    statements: Object.fromEntries([...prefixed("one.", one), ...prefixed("other.", other)]),
    result: (found) => [one.result(unprefixed("one.", one, found)), other.result(unprefixed("other.", other, found))],
  };
};

/** Throws what D1 throws. */
export const read = async <Result>(db: Database, { statements, result }: Reading<Result>): Promise<Result> =>
  result(await batch(db, statements));
