/** Writes many copies of what a database holds into it, straight into SQLite's file while no Worker has it. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { dice } from "../../emulator/dice.ts";
import { copyUnit, namesOf } from "./copy.ts";
import { type Row, readUnits, type Unit } from "./units.ts";

export interface Filling {
  /** How many there are in the end, or a few more: batches are whole. */
  runs: number;
  seed: number;
  /** Accounts that share them. The first has most: the nth gets 1/n of what it gets. */
  accounts: number;
  /** How far back they go. */
  days: number;
  /** Runs that nobody has cleaned up after, the latest ones. */
  uncleaned: number;
  /**
   * Runs older than `days` are copies of those in another database, such as one whose runs were archived. Undefined: of the
   * same as all others.
   */
  older?: { days: number; path: string } | undefined;
}

/** How often one comes up in a hundred, by how its runs ended. */
const SHARES: Record<string, number> = { COMPLETED: 92, FAILED: 5, CANCELED: 3 };
const DAY_MS = 24 * 3_600_000;
/** Runs that ended before that long were cleaned up after. */
const CLEANED_AFTER_MS = 3_600_000;
/** Events are kept so long. */
const EVENTS_KEPT_MS = 30 * DAY_MS;
const EVENT_TABLES = ["webhook_events", "webhook_deliveries", "webhook_attempts"];
/** Units in one transaction. */
const AT_ONCE = 200;

/** `path`: of SQLite's file. Gives the number of runs that were added. */
export function fill(path: string, filling: Filling, onProgress: (runs: number) => void = () => {}): number {
  const db = new DatabaseSync(path);
  try {
    db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA foreign_keys = OFF");
    const drawing = drawer(readUnits(db));
    const drawingOlder = filling.older ? drawer(unitsIn(filling.older.path)) : drawing;
    const owners = addAccounts(db, filling);
    const writer = openWriter(db);
    const random = dice(filling.seed, "filled");
    const now = Date.now() - CLEANED_AFTER_MS;
    let added = 0;
    for (let unit = 0; added < filling.runs; unit++) {
      if (unit % AT_ONCE === 0) {
        if (unit > 0) db.exec("COMMIT");
        onProgress(added);
        db.exec("BEGIN");
      }
      // From the oldest to the newest, as they would have been written.
      const ageMs = filling.days * DAY_MS * (1 - added / filling.runs);
      const isOlder = filling.older !== undefined && ageMs > filling.older.days * DAY_MS;
      const { original, names } = (isOlder ? drawingOlder : drawing)(random);
      const owner = owners[ownerAt(random.roll(), owners.length)] ?? new Map<string, string>();
      const isCleaned = added < filling.runs - filling.uncleaned;
      for (const row of copyUnit(original, names, owner, now - ageMs - original.endedAt, random)) {
        if (ageMs > EVENTS_KEPT_MS && EVENT_TABLES.includes(row.table)) continue;
        if (row.table === "runs" && isCleaned) row.values.cleaned_up_at ??= row.values.finished_at ?? null;
        writer(row);
      }
      added += original.runs;
    }
    db.exec("COMMIT");
    return added;
  } finally {
    db.close();
  }
}

function unitsIn(path: string): Unit[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return readUnits(db);
  } finally {
    db.close();
  }
}

/** Draws a unit: how its runs ended by SHARES, and of those that ended so any. */
function drawer(units: Unit[]) {
  const known = units.map((original) => ({ original, names: namesOf(original) }));
  return (random: ReturnType<typeof dice>) => {
    let left = random.roll() * 100;
    const status = Object.keys(SHARES).find((each) => {
      left -= SHARES[each] ?? 0;
      return left < 0;
    });
    // A batch of thirty and one of ten hold most runs; single ones are most units.
    const drawn = random.pick(known.filter(({ original }) => original.status === status)) ?? random.pick(known);
    if (!drawn) throw new Error("The source has no runs that are over");
    return drawn;
  };
}

/** The position of an account, drawn so that the nth comes up 1/n as often as the first. */
export function ownerAt(roll: number, count: number): number {
  const total = Array.from({ length: count }, (_, at) => 1 / (at + 1)).reduce((sum, each) => sum + each, 0);
  let left = roll * total;
  for (let at = 0; at < count; at++) {
    left -= 1 / (at + 1);
    if (left < 0) return at;
  }
  return count - 1;
}

/**
 * Adds accounts like the one whose units there are, each with webhooks like its own. For each account, the first being that
 * one, the names that its copies have instead.
 */
function addAccounts(db: DatabaseSync, { accounts, seed }: Filling): Map<string, string>[] {
  const random = dice(seed, "accounts");
  const [batch] = db.prepare("SELECT account_id FROM batches LIMIT 1").all() as { account_id: string }[];
  const id = batch?.account_id ?? "";
  const rows = (table: string, column: string): Row[] =>
    db
      .prepare(`SELECT * FROM ${table} WHERE ${column} = ?`)
      .all(id)
      .map((values) => ({ table, values })) as Row[];
  const own = { rows: [...rows("accounts", "id"), ...rows("webhook_endpoints", "account_id")] };
  const names = namesOf(own);
  const writer = openWriter(db);
  return Array.from({ length: accounts }, (_, at) => {
    if (at === 0) return new Map<string, string>();
    const copies = copyUnit(own, names, new Map(), 0, random);
    for (const copy of copies) writer(copy);
    return new Map(own.rows.map(({ values }, row) => [String(values.id), String(copies[row]?.values.id)]));
  });
}

/** Inserts rows, each by a statement that is prepared once. */
function openWriter(db: DatabaseSync): (row: Row) => void {
  const statements = new Map<string, StatementSync>();
  return ({ table, values }) => {
    const columns = Object.keys(values);
    let statement = statements.get(table);
    if (!statement) {
      const names = columns.map((column) => `"${column}"`).join(", ");
      statement = db.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
      statements.set(table, statement);
    }
    statement.run(...Object.values(values));
  };
}
