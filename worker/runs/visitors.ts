/** The generations that wait for a slot at fal.ai or have one, in the storage of the gate's object; accounts have turns. */
import type { ObjectSql } from "../db/object-storage.ts";
import { Turns } from "../domain/turns.ts";

type Row = {
  /** Rises: of an account, whoever asked first has the first turn. */
  seq: number;
  generation_id: string;
  account_id: string;
  status: "waiting" | "inside";
  /** Whether its consumer came for the slot. */
  came: number;
  /** When it is looked after next: its consumer did not come, or it may have left unheard. */
  look_at: number | null;
};

export interface Visitor {
  generationId: string;
  isInside: boolean;
  hasCome: boolean;
}

const visitorOf = ({ generation_id: generationId, status, came }: Row): Visitor => ({
  ...{ generationId, isInside: status === "inside", hasCome: came === 1 },
});

/** Who waits at the gate and who is inside, and whose turn is next. */
export class Visitors {
  readonly #sql: ObjectSql;
  readonly #turns = new Turns();

  constructor(sql: ObjectSql) {
    this.#sql = sql;
    sql(`CREATE TABLE IF NOT EXISTS visitors (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, generation_id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'waiting', came INTEGER NOT NULL DEFAULT 0, look_at INTEGER)`);
    // The account's next one; those inside, who are as few as there are slots.
    sql("CREATE INDEX IF NOT EXISTS visitors_waiting ON visitors (account_id, seq) WHERE status = 'waiting'");
    sql("CREATE INDEX IF NOT EXISTS visitors_inside ON visitors (look_at) WHERE status = 'inside'");
    const counts = sql<{ account_id: string; status: Row["status"]; count: number }>(
      "SELECT account_id, status, count(*) AS count FROM visitors GROUP BY account_id, status",
    );
    for (const { account_id: account, status, count } of counts) {
      for (let at = 0; at < count; at++) {
        this.#turns.join(account);
        if (status === "inside") this.#turns.begin(account);
      }
    }
  }

  find(generationId: string): Visitor | undefined {
    const row = this.#row(generationId);
    return row && visitorOf(row);
  }

  /** Goes to the end of the account's line. */
  join(generationId: string, accountId: string): void {
    this.#sql("INSERT INTO visitors (generation_id, account_id) VALUES (?, ?)", generationId, accountId);
    this.#turns.join(accountId);
  }

  /** Whose turn it is gets a slot, and is looked after at `lookAt`, Unix milliseconds. Undefined: nobody waits. */
  letNextIn(lookAt: number): string | undefined {
    const account = this.#turns.next();
    if (account === undefined) return undefined;
    const [next] = this.#sql<Row>(
      "SELECT * FROM visitors WHERE status = 'waiting' AND account_id = ? ORDER BY seq LIMIT 1",
      account,
    );
    if (!next) throw new Error(`No generation of ${account} waits, but its turn has come`);
    this.#turns.begin(account);
    this.#sql("UPDATE visitors SET status = 'inside', look_at = ? WHERE seq = ?", lookAt, next.seq);
    return next.generation_id;
  }

  /** It came for its slot. */
  come(generationId: string, lookAt: number): void {
    this.#sql("UPDATE visitors SET came = 1, look_at = ? WHERE generation_id = ?", lookAt, generationId);
  }

  /** Gives its slot back, and keeps its place in the line. */
  waitAgain(generationId: string): void {
    const known = this.#row(generationId);
    if (known?.status !== "inside") return;
    this.#sql("UPDATE visitors SET status = 'waiting', came = 0, look_at = NULL WHERE seq = ?", known.seq);
    this.#turns.end(known.account_id);
    this.#turns.join(known.account_id);
  }

  /** False: it was not there. */
  leave(generationId: string): boolean {
    const known = this.#row(generationId);
    if (!known) return false;
    this.#sql("DELETE FROM visitors WHERE seq = ?", known.seq);
    if (known.status === "inside") this.#turns.end(known.account_id);
    else this.#turns.leave(known.account_id);
    return true;
  }

  /** Those inside that are to be looked after by `time`, Unix milliseconds. */
  due(time: number): Visitor[] {
    return this.#sql<Row>("SELECT * FROM visitors WHERE status = 'inside' AND look_at <= ?", time).map(visitorOf);
  }

  lookAgain(generationId: string, lookAt: number): void {
    this.#sql("UPDATE visitors SET look_at = ? WHERE generation_id = ?", lookAt, generationId);
  }

  /** When the next one inside is to be looked after, Unix milliseconds; null when none is inside. */
  nextLook(): number | null {
    const [{ look } = { look: null }] = this.#sql<{ look: number | null }>(
      "SELECT min(look_at) AS look FROM visitors WHERE status = 'inside'",
    );
    return look;
  }

  /** How many are likely to have their turn before the account's last one. */
  ahead(accountId: string): number {
    return this.#turns.ahead(accountId);
  }

  get anyWaits(): boolean {
    return this.#turns.next() !== undefined;
  }

  /** How many have a slot. */
  get inside(): number {
    return this.#count("inside");
  }

  /** How many wait for one: reads them all, for those who look at the gate. */
  get waiting(): number {
    return this.#count("waiting");
  }

  #count(status: Row["status"]): number {
    // Named in the statement, so that each has its partial index.
    const [{ count } = { count: 0 }] = this.#sql<{ count: number }>(
      `SELECT count(*) AS count FROM visitors WHERE status = '${status}'`,
    );
    return count;
  }

  #row(generationId: string): Row | undefined {
    return this.#sql<Row>("SELECT * FROM visitors WHERE generation_id = ?", generationId)[0];
  }
}
