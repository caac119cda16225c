import { getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "./database.ts";

/** A new row, by the names of its columns: values, or SQL. What has a default, or may be null, may be left out. */
export type RowOf<Table extends SQLiteTable> = {
  [Name in keyof Table["$inferInsert"]]: Table["$inferInsert"][Name] | SQL;
};

export interface Source<Table extends SQLiteTable> {
  row: RowOf<Table>;
  /** Such as "runs JOIN batches ON …". Left out: one row. */
  from?: SQL;
  where: SQL;
}

/**
 * INSERT … SELECT: a row for each one that a source gives, in one statement, which is where a condition on it holds
 * whoever else writes at that moment. Columns go by name; their order in the schema means nothing.
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

/** In the order in which drizzle lists the table's columns: that of getTableColumns. */
function valuesOf<Table extends SQLiteTable>(table: Table, row: RowOf<Table>): SQL {
  const given: Record<string, unknown> = row;
  const values = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = given[name] ?? column.default ?? null;
    if (is(value, SQL)) return value;
    return value === null ? sql`NULL` : sql`${sql.param(value, column)}`;
  });
  return sql.join(values, sql`, `);
}
