/**
 * Keeps what leaves the database: triggers of the campaign's own copy each row of a run or a generation before it is deleted,
 * and a run's before it is archived. So what was paid for something that was removed can still be held to the vendor's books.
 */
import { sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { LocalDatabase } from "../../local/database.ts";
import { columnsOf } from "../../worker/db/indexed.ts";
import { generations, runs } from "../../worker/db/schema.ts";

const STATEMENTS = [
  "CREATE TABLE witnessed_runs AS SELECT * FROM runs WHERE FALSE",
  "CREATE TABLE witnessed_archivals AS SELECT * FROM runs WHERE FALSE",
  "CREATE TABLE witnessed_generations AS SELECT * FROM generations WHERE FALSE",
  `CREATE TRIGGER witness_runs BEFORE DELETE ON runs BEGIN
    INSERT INTO witnessed_runs SELECT * FROM runs WHERE id = OLD.id; END`,
  `CREATE TRIGGER witness_archivals BEFORE UPDATE OF archived ON runs WHEN OLD.archived IS NULL BEGIN
    INSERT INTO witnessed_archivals SELECT * FROM runs WHERE id = OLD.id; END`,
  `CREATE TRIGGER witness_generations BEFORE DELETE ON generations BEGIN
    INSERT INTO witnessed_generations SELECT * FROM generations WHERE id = OLD.id; END`,
];

/** For a new database, before the Worker has it. */
export async function callWitness(db: LocalDatabase): Promise<void> {
  for (const statement of STATEMENTS) await db.run(sql.raw(statement));
}

/** What was kept, which is then forgotten: whoever looks for traces is not to find it here. Nothing where none was called. */
export async function hearWitness(db: LocalDatabase) {
  const [called] = await db.all(sql`SELECT 1 FROM sqlite_master WHERE name = 'witnessed_runs'`);
  if (!called) return { runs: [], archivals: [], generations: [] };
  const heard = {
    runs: await all(db, runs, "witnessed_runs"),
    /** As they were before they were archived. */
    archivals: await all(db, runs, "witnessed_archivals"),
    generations: await all(db, generations, "witnessed_generations"),
  };
  for (const what of ["runs", "archivals", "generations"]) {
    await db.run(sql.raw(`DROP TRIGGER witness_${what}`));
    await db.run(sql.raw(`DROP TABLE witnessed_${what}`));
  }
  return heard;
}

const all = <Table extends SQLiteTable>(db: LocalDatabase, table: Table, name: string) =>
  db.select(columnsOf(table)).from(sql.raw(name)) as unknown as Promise<Table["$inferSelect"][]>;
