import { drizzle } from "drizzle-orm/d1";
import { retry } from "../retry.ts";

export type Database = ReturnType<typeof openDatabase>;

/** The database. D1 retries reads by itself; for a write to be retried, it must go through `withRetry`. */
export const openDatabase = (d1: D1Database) => drizzle(d1);

const TRANSIENT = [
  "Network connection lost",
  "caused object to be reset",
  "reset because its code was updated",
  "Cannot resolve D1 DB due to transient issue",
  "D1 DB is overloaded",
  "Internal error in D1 storage",
  // Locally, while another program writes to the file.
  "SQLITE_BUSY",
];

/** Whether the error, or one of its causes, is transient: the same statement may succeed in a moment. */
export function isTransientD1Error(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { message } = current;
    if (TRANSIENT.some((text) => message.includes(text))) return true;
  }
  return false;
}

/**
 * Runs `statement`, and retries it at most twice on a transient error of D1. What was lost may be the reply, so the
 * statement must be idempotent: ours are guarded by a fence, a status, or a key. Throws the last error.
 */
export const withRetry = <Result>(statement: () => PromiseLike<Result>): Promise<Result> =>
  retry(statement, isTransientD1Error);
