import { sql } from "drizzle-orm";
import { ACTIVE_STATUSES } from "../domain/run.ts";

/**
 * For `status IN ${ACTIVE}` in SQL. Literals rather than parameters, because SQLite uses the index on active runs only
 * where it can see that a condition implies the index's own.
 */
export const ACTIVE = sql.raw(`(${ACTIVE_STATUSES.map((status) => `'${status}'`).join(", ")})`);
