import { drizzle } from "drizzle-orm/d1";
import { retry } from "../retry.ts";
import * as schema from "./schema.ts";

export type Database = ReturnType<typeof openDatabase>;

/** The database, with writes retried on the errors that D1 documents as transient (it retries only reads by itself). */
export const openDatabase = (d1: D1Database) => drizzle(d1, { schema });

const TRANSIENT = [
  "Network connection lost",
  "caused object to be reset",
  "reset because its code was updated",
  "Cannot resolve D1 DB due to transient issue",
  "D1 DB is overloaded",
  "Internal error in D1 storage",
];

/** Whether D1 may answer the same statement differently in a moment. */
export function isTransientD1Error(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { message } = current;
    if (TRANSIENT.some((text) => message.includes(text))) return true;
  }
  return false;
}

/**
 * Retries `statement`, at most twice, on a transient error of D1. The reply may be what was lost, so the
 * statement must be one that can be repeated: ours are guarded by a fence, a status, or a key.
 */
export const withRetry = <Result>(statement: () => PromiseLike<Result>): Promise<Result> =>
  retry(statement, isTransientD1Error);
