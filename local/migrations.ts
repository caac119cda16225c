/** Applies migrations to a local D1 and records them as wrangler does, so that wrangler can go on from there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const BREAKPOINT = "--> statement-breakpoint";

/** Applies the migrations that `folder` (drizzle/) has and `db` lacks, each as a whole. */
export async function migrate(db: D1Database, folder: string): Promise<void> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run();
  const noted: { results: { name: string }[] } = await db.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(noted.results.map(({ name }) => name));
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql") && !applied.has(name));
  for (const name of files.sort()) {
    const statements = readFileSync(join(folder, name), "utf8").split(BREAKPOINT);
    await db.batch([
      ...statements.map((statement) => db.prepare(statement)),
      db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
    ]);
  }
}
