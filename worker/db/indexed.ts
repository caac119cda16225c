/** Queries that name the index that SQLite is to go by, where it cannot know which of several is the shortest way. */
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** For FROM: the table by this index. SQLite refuses the statement where that index does not have all the rows. */
export const indexed = (table: SQLiteTable, index: string): SQL => sql`${table} INDEXED BY ${sql.raw(index)}`;

/** The table's columns for a SELECT from what `indexed` gives, where drizzle does not recognise the table. */
export const columnsOf = <Table extends SQLiteTable>(table: Table): Table["_"]["columns"] =>
  Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([name, column]) => [name, sql`${column}`.mapWith(column)]),
    // They select and decode as the columns do.
  ) as unknown as Table["_"]["columns"];
