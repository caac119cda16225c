import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./database.ts";

/**
 * One INSERT for any number of rows. D1 allows 100 parameters per statement, so the rows travel as one JSON parameter
 * and are taken apart in SQL. For use inside `db.batch`. `where`: insert them only if that holds.
 */
export function insertMany<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  rows: Table["$inferInsert"][],
  where: SQL = sql`true`,
) {
  const columns = Object.entries(getTableColumns(table));
  const encoded = rows.map((row) =>
    columns.map(([key, column]) => {
      const value = (row as Record<string, unknown>)[key] ?? column.default ?? null;
      return value === null ? null : column.mapToDriverValue(value);
    }),
  );
  const values = sql.join(
    columns.map((_, position) => sql.raw(`json_extract(value, '$[${position}]')`)),
    sql.raw(", "),
  );
  // drizzle lists every column of the table, in this same order.
  return db.insert(table).select(sql`SELECT ${values} FROM json_each(${JSON.stringify(encoded)}) WHERE ${where}`);
}
