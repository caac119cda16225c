import { getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./database.ts";

/** A new row by column name, as values or SQL. Columns that have a default or may be null can be omitted. */
export type RowOf<Table extends SQLiteTable> = {
  [Name in keyof Table["$inferInsert"]]: Table["$inferInsert"][Name] | SQL;
};

export interface Source<Table extends SQLiteTable> {
  row: RowOf<Table>;
  /** Such as "runs JOIN batches ON …". Omitted: a single row. */
  from?: SQL;
  where: SQL;
}

/**
 * INSERT … SELECT: inserts a row for each row of the sources, in one statement. A condition in that statement holds
 * whoever else writes at that moment. Columns are matched by name; their order in the schema does not matter.
 */
export const insertSelect = <Table extends SQLiteTable>(
  db: Database,
  table: Table,
  source: Source<Table>,
  ...more: Source<Table>[]
) =>
  db.insert(table).select(
    sql.join(
      [source, ...more].map(({ row, from, where }) => {
        const tail = from ? sql` FROM ${from} WHERE ${where}` : sql` WHERE ${where}`;
        return sql`SELECT ${valuesOf(table, row)}${tail}`;
      }),
      sql` UNION ALL `,
    ),
  );

/** The values in the order in which drizzle lists the table's columns: that of getTableColumns. */
function valuesOf<Table extends SQLiteTable>(table: Table, row: RowOf<Table>): SQL {
  const given: Record<string, unknown> = row;
  const values = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = given[name] ?? column.default ?? null;
    if (is(value, SQL)) return value;
    return value === null ? sql`NULL` : sql`${sql.param(value, column)}`;
  });
  return sql.join(values, sql`, `);
}
