import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./database.ts";
import { insertSelect, type RowOf } from "./insert-select.ts";

/**
 * One INSERT for any number of rows. D1 allows 100 parameters per statement, so the rows travel as one JSON parameter
 * and are unpacked in SQL. For use inside a batch. Inserts nothing unless `where` holds.
 */
export function insertMany<Table extends SQLiteTable>(
  db: Database,
  table: Table,
  rows: Table["$inferInsert"][],
  where: SQL = sql`TRUE`,
) {
  const columns = Object.entries(getTableColumns(table));
  const encoded = rows.map((row: Record<string, unknown>) =>
    Object.fromEntries(
      columns.map(([name, column]) => {
        const value = row[name] ?? column.default ?? null;
        return [name, value === null ? null : column.mapToDriverValue(value)];
      }),
    ),
  );
  const fields = columns.map(([name]) => [name, sql`json_extract(value, ${sql.raw(`'$.${name}'`)})`]);
  // It has a field for each of the table's columns.
  const row = Object.fromEntries(fields) as RowOf<Table>;
  return insertSelect(db, table, { row, from: sql`json_each(${JSON.stringify(encoded)})`, where });
}
