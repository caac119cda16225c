/** A real D1 of its own, empty and migrated, for tests of what the code that writes runs does to its rows. */
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { type LocalBinding, type LocalBindings, readBindings, startMiniflare } from "../../local/bindings.ts";
import { BINDINGS_WORKER, d1OverHttp, r2OverHttp, type Statement } from "../../local/bindings-over-http.ts";
import { migrate } from "../../local/migrations.ts";
import { ROOT } from "../../local/paths.ts";
import { type Database, openDatabase } from "../../worker/db/database.ts";
import { openCandidates } from "../../worker/fal/candidates.ts";
import type { Services } from "../../worker/services.ts";

/** Sets of a database and two buckets that one Miniflare has: each costs nothing until it is used. */
const SETS = 64;

/** Files that run in one process share a Miniflare, whose workerd ends with the process. */
let shared: { miniflare: Miniflare; given: number } | undefined;

/** A database and buckets in memory that nobody had before. */
function newBindings(): LocalBindings {
  if (!shared || shared.given === SETS) shared = { miniflare: startSets(), given: 0 };
  const { miniflare } = shared;
  const at = shared.given++;
  // As startSets names them.
  return {
    DB: d1OverHttp(miniflare, `DB${at}`),
    LIBRARY: r2OverHttp(miniflare, `LIBRARY${at}`),
    MEDIA: r2OverHttp(miniflare, `MEDIA${at}`),
  };
}

function startSets(): Miniflare {
  const { compatibilityDate } = readBindings(ROOT);
  const sets = Array.from({ length: SETS }, (_, at): [string, LocalBinding][] => [
    [`DB${at}`, { type: "d1", id: `db-${at}` }],
    [`LIBRARY${at}`, { type: "r2", name: `library-${at}` }],
    [`MEDIA${at}`, { type: "r2", name: `media-${at}` }],
  ]);
  return startMiniflare(Object.fromEntries(sets.flat()), compatibilityDate, undefined, BINDINGS_WORKER);
}

/** What makes a migrated database of an empty one in a single call, which costs a tenth of all migrations. */
let migrated: Promise<Statement[]> | undefined;

/** The tables, rows, indexes and triggers that a database has once it is migrated, as statements. */
async function readMigrated(): Promise<Statement[]> {
  const { d1 } = await openEmptyDatabase();
  await migrate(d1, join(ROOT, "drizzle"));
  const { results } = await d1
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    .all<{ type: string; name: string; sql: string }>();
  // The others are SQLite's and Cloudflare's own.
  const made = results.filter(({ name }) => !/^(sqlite|_cf)_/.test(name));
  const tables = made.filter(({ type }) => type === "table");
  const statements: Statement[] = tables.map(({ sql }) => ({ sql, params: [] }));
  for (const { name } of tables) {
    for (const row of await d1.prepare(`SELECT * FROM "${name}"`).raw()) {
      statements.push({ sql: `INSERT INTO "${name}" VALUES (${row.map(() => "?").join()})`, params: row });
    }
  }
  // After the rows, which are not counted a second time.
  return [...statements, ...made.flatMap(({ type, sql }) => (type === "table" ? [] : [{ sql, params: [] }]))];
}

/** A database that is this caller's alone, without a table. */
export async function openEmptyDatabase() {
  const { DB } = newBindings();
  return { d1: DB, db: openDatabase(DB) };
}

/** A database and buckets that are this caller's alone. `close` is for the day when they have to be given back. */
export async function openLocalDatabase() {
  const env = newBindings();
  migrated ??= readMigrated();
  await env.DB.batch((await migrated).map(({ sql, params }) => env.DB.prepare(sql).bind(...params)));
  return { d1: env.DB, env, db: openDatabase(env.DB), close: async () => {} };
}
/** The parts of the services that writing rows needs; messages go nowhere, so nothing goes on by itself. */
export const rowServices = (db: Database, now: () => number): Services =>
  ({
    db,
    now,
    settings: {
      ...{ TIME_SCALE: 1, FAL_ORIGIN: "http://localhost", MAX_WAIT_SECONDS: 3 * 24 * 3600, ARCHIVE_AFTER_DAYS: 7 },
    },
    candidates: openCandidates({}, 600_000),
    queues: { send: async () => {}, sendChores: async () => {} },
    log: { info() {}, warn() {}, error() {} },
  }) as unknown as Services;
