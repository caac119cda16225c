/** Batches as they lie in a database, each with every row that belongs to it. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";

export interface Row {
  table: string;
  values: Record<string, SQLInputValue>;
}

export interface Unit {
  accountId: string;
  runs: number;
  status: string;
  /** When the last of its runs ended, Unix milliseconds. */
  endedAt: number;
  /** In an order in which they can be written. */
  rows: Row[];
}

/** Each table by the column that names a row of another, which is written before. */
const RELATIONS: { table: string; column: string; of: string }[] = [
  { table: "runs", column: "batch_id", of: "batches" },
  { table: "steps", column: "run_id", of: "runs" },
  { table: "generations", column: "run_id", of: "runs" },
  { table: "webhook_events", column: "batch_id", of: "batches" },
  { table: "webhook_deliveries", column: "event_id", of: "webhook_events" },
  { table: "webhook_attempts", column: "delivery_id", of: "webhook_deliveries" },
];

type Values = Row["values"];

const all = (db: DatabaseSync, sql: string, ...values: SQLInputValue[]) =>
  // What SQLite gives can be given back to it.
  db.prepare(sql).all(...values) as Values[];

/** Those whose runs are all over. Tables that a database does not have are left out. */
export function readUnits(db: DatabaseSync): Unit[] {
  const tables = new Set(all(db, "SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => name));
  const relations = RELATIONS.filter(({ table }) => tables.has(table));
  return all(db, "SELECT * FROM batches").flatMap((batch) => {
    const rows = new Map<string, Values[]>([["batches", [batch]]]);
    for (const { table, column, of } of relations) {
      const found = (rows.get(of) ?? []).flatMap(({ id }) =>
        all(db, `SELECT * FROM ${table} WHERE ${column} = ?`, id ?? null),
      );
      rows.set(table, found);
    }
    const runs = rows.get("runs") ?? [];
    if (runs.length === 0 || runs.some(({ finished_at }) => finished_at === null)) return [];
    return {
      accountId: String(batch.account_id),
      runs: runs.length,
      status: String(runs[0]?.status),
      endedAt: Math.max(...runs.map(({ finished_at }) => Number(finished_at))),
      rows: [...rows].flatMap(([table, found]) => found.map((values) => ({ table, values }))),
    };
  });
}
