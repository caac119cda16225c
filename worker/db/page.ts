/** Pages of lists that are ordered by time and id. */
import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { PagePosition } from "../domain/page.ts";

/** In SQL: rows behind a position, newest first; every row where there is none. */
export const behind = (
  { createdAt, id }: { createdAt: SQLiteColumn; id: SQLiteColumn },
  after: PagePosition | undefined,
): SQL | undefined => after && sql`(${createdAt}, ${id}) < (${after.createdAt}, ${after.id})`;
