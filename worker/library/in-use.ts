import { type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";

/**
 * SQL condition: no active run of the account has this artist, or this song. By the index of active runs, because
 * SQLite would otherwise read every run the account ever had.
 */
export const noActiveRunOf = (accountId: string, column: "artist_id" | "song_id", id: string): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM runs INDEXED BY runs_active
    WHERE account_id = ${accountId} AND ${sql.raw(column)} = ${id} AND status IN ${ACTIVE})`;
