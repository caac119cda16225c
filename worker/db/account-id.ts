import type { SQL } from "drizzle-orm";

/** For SQL: an account's id, or an expression for it, where it is not known before the statement runs. */
export type AccountId = string | SQL<string>;
