/** A position among rows that are ordered by time and id, newest first: rows that arrive later do not move it. */
import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

export interface Position {
  /** Unix milliseconds. */
  createdAt: number;
  id: string;
}

/** In SQL: rows behind a position, newest first; every row where there is none. */
export const behind = (
  { createdAt, id }: { createdAt: SQLiteColumn; id: SQLiteColumn },
  after: Position | undefined,
): SQL | undefined => after && sql`(${createdAt}, ${id}) < (${after.createdAt}, ${after.id})`;
