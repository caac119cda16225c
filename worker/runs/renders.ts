/** The renders that wait for a place, have one, or are over and wait to be heard of, in the storage of the pool's object. */
import type { ObjectSql } from "../db/object-storage.ts";
import { Turns } from "../domain/turns.ts";
import type { RenderEnd, RenderRequest } from "../rendering/pool-api.ts";

type Row = {
  /** Rises: of an account, whoever asked first has the first turn. */
  seq: number;
  run_id: string;
  account_id: string;
  /** A RenderRequest as JSON. */
  request: string;
  status: "waiting" | "running" | "ended";
  attempt: number;
  breaks: number;
  /** A RenderEnd as JSON. */
  end: string | null;
  ended_at: number | null;
  /** How often its run was woken, and when it is woken next. */
  wakes: number;
  wake_at: number | null;
};

export interface Render {
  seq: number;
  runId: string;
  accountId: string;
  request: RenderRequest;
  status: Row["status"];
  /** The number of instances it was given to: part of the names of its files. */
  attempt: number;
  /** How often an instance was lost in the middle of it. */
  breaks: number;
  /** Of one that ended. */
  end: RenderEnd | null;
}

// Both columns are as this file writes them.
const renderOf = ({
  seq,
  run_id: runId,
  account_id: accountId,
  request,
  status,
  attempt,
  breaks,
  end,
}: Row): Render => ({
  ...{ seq, runId, accountId, status, attempt, breaks },
  request: JSON.parse(request) as RenderRequest,
  end: end === null ? null : (JSON.parse(end) as RenderEnd),
});

/** The renders of a deployment, and whose turn is next. */
export class Renders {
  readonly #sql: ObjectSql;
  readonly #turns = new Turns();

  constructor(sql: ObjectSql) {
    this.#sql = sql;
    sql(`CREATE TABLE IF NOT EXISTS renders (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL,
      request TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'waiting', attempt INTEGER NOT NULL DEFAULT 0,
      breaks INTEGER NOT NULL DEFAULT 0, end TEXT, ended_at INTEGER, wakes INTEGER NOT NULL DEFAULT 0, wake_at INTEGER)`);
    // The account's next one; those whose run is to be woken.
    sql("CREATE INDEX IF NOT EXISTS renders_waiting ON renders (account_id, seq) WHERE status = 'waiting'");
    sql("CREATE INDEX IF NOT EXISTS renders_wake ON renders (wake_at) WHERE status = 'ended'");
    // The object was moved or restarted: the connections to the renderers are gone, which canceled the jobs.
    sql("UPDATE renders SET status = 'waiting' WHERE status = 'running'");
    const waiting = sql<{ account_id: string; count: number }>(
      "SELECT account_id, count(*) AS count FROM renders WHERE status = 'waiting' GROUP BY account_id",
    );
    for (const { account_id: account, count } of waiting) for (let at = 0; at < count; at++) this.#turns.join(account);
  }

  find(runId: string): Render | undefined {
    const [row] = this.#sql<Row>("SELECT * FROM renders WHERE run_id = ?", runId);
    return row && renderOf(row);
  }

  /** Goes to the end of the account's line. */
  add(request: RenderRequest): void {
    this.#sql(
      "INSERT INTO renders (run_id, account_id, request) VALUES (?, ?, ?)",
      ...[request.runId, request.accountId, JSON.stringify(request)],
    );
    this.#turns.join(request.accountId);
  }

  /** Whoever asks for it has another claim by now. */
  replaceRequest({ seq }: Render, request: RenderRequest): void {
    this.#sql("UPDATE renders SET request = ? WHERE seq = ?", JSON.stringify(request), seq);
  }

  get anyWaits(): boolean {
    return this.#turns.next() !== undefined;
  }

  /** Whose turn it is gets a place. Undefined: nobody waits. */
  beginNext(): Render | undefined {
    const account = this.#turns.next();
    if (account === undefined) return undefined;
    const [next] = this.#sql<Row>(
      "SELECT * FROM renders WHERE status = 'waiting' AND account_id = ? ORDER BY seq LIMIT 1",
      account,
    );
    if (!next) throw new Error(`No render of ${account} waits, but its turn has come`);
    this.#turns.begin(account);
    this.#sql("UPDATE renders SET status = 'running', attempt = attempt + 1 WHERE seq = ?", next.seq);
    return { ...renderOf(next), status: "running", attempt: next.attempt + 1 };
  }

  /** One of the account's gave its place back, whatever became of it. */
  leavePlace({ accountId }: Render): void {
    this.#turns.end(accountId);
  }

  /** It waits for another place, where it was in the line. */
  waitAgain({ seq, accountId }: Render, breaks: number): void {
    this.#sql("UPDATE renders SET status = 'waiting', breaks = ? WHERE seq = ?", breaks, seq);
    this.#turns.join(accountId);
  }

  /** It ended now, Unix milliseconds, and its run is to be woken. */
  end({ seq }: Render, end: RenderEnd, now: number): void {
    this.#sql(
      "UPDATE renders SET status = 'ended', end = ?, ended_at = ?, wake_at = ? WHERE seq = ?",
      ...[JSON.stringify(end), now, now, seq],
    );
  }

  /** Nobody wants it, or its end was taken note of. */
  remove({ seq, accountId, status }: Render): void {
    this.#sql("DELETE FROM renders WHERE seq = ?", seq);
    if (status === "waiting") this.#turns.leave(accountId);
  }

  /** Forgets those due to be woken by `time` that ended by `endedBy`, Unix milliseconds. */
  forgetUnheard(time: number, endedBy: number): void {
    this.#sql("DELETE FROM renders WHERE status = 'ended' AND wake_at <= ? AND ended_at <= ?", time, endedBy);
  }

  /** Those whose run is to be woken by `time`, Unix milliseconds, and how often it was before: a hundred at most. */
  toWake(time: number): { seq: number; runId: string; wakes: number }[] {
    return this.#sql<Row>(
      "SELECT * FROM renders WHERE status = 'ended' AND wake_at <= ? ORDER BY wake_at LIMIT 100",
      time,
    ).map(({ seq, run_id: runId, wakes }) => ({ seq, runId, wakes }));
  }

  woken(seq: number, wakeAt: number): void {
    this.#sql("UPDATE renders SET wakes = wakes + 1, wake_at = ? WHERE seq = ?", wakeAt, seq);
  }

  /** When the next run is to be woken, Unix milliseconds; null: none is. */
  nextWake(): number | null {
    const [{ wake } = { wake: null }] = this.#sql<{ wake: number | null }>(
      "SELECT min(wake_at) AS wake FROM renders WHERE status = 'ended'",
    );
    return wake;
  }

  /** How many are likely to have their turn before the account's last one. */
  ahead(accountId: string): number {
    return this.#turns.ahead(accountId);
  }

  /** How many wait: reads them all, for those who look at the pool. */
  get waiting(): number {
    const [{ count } = { count: 0 }] = this.#sql<{ count: number }>(
      "SELECT count(*) AS count FROM renders WHERE status = 'waiting'",
    );
    return count;
  }
}
