/** Paging through lists that are ordered by time and id. */
import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { PagePosition } from "../domain/page.ts";

/** SQL condition: rows after a position, newest first. Undefined, for every row, without a position. */
export const behind = (
  { createdAt, id }: { createdAt: SQLiteColumn; id: SQLiteColumn },
  after: PagePosition | undefined,
): SQL | undefined => after && sql`(${createdAt}, ${id}) < (${after.createdAt}, ${after.id})`;
