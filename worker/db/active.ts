import { sql } from "drizzle-orm";
import { ACTIVE_STATUSES, OPEN_STATUSES, UNSUCCESSFUL_STATUSES } from "../domain/run.ts";

const listOf = (statuses: readonly string[]) => sql.raw(`(${statuses.map((status) => `'${status}'`).join(", ")})`);

/**
 * For `status IN ${ACTIVE}` in SQL. Literals rather than parameters, because SQLite uses the partial indexes on active
 * runs only where it can see that a condition implies the index's own.
 */
export const ACTIVE = listOf(ACTIVE_STATUSES);

/** The same for generations that are not settled. */
export const OPEN = listOf(OPEN_STATUSES);

/** The same for runs that ended badly. */
export const UNSUCCESSFUL = listOf(UNSUCCESSFUL_STATUSES);
