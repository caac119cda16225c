/**
 * A D1 with a primary and a replica, as sessions see them. What is written goes to the primary, and reaches the replica
 * only when the test says so: a session that asks for a later state, by its bookmark, is answered by the primary.
 */
import { type Database, openDatabase } from "../../worker/db/database.ts";
import { openLocalDatabase } from "./local-database.ts";

interface Statement {
  sql: string;
  params: unknown[];
}

/** Where a session's reads were answered. */
export type ReadAt = "primary" | "replica";

const isWrite = ({ sql }: Statement) => !/^\s*(select|with)\b/i.test(sql);

const bookmarkOf = (writes: number) => `${writes.toString(16).padStart(8, "0")}-00000000-00000000-${"0".repeat(32)}`;
const writesOf = (bookmark: string) => parseInt(bookmark.slice(0, 8), 16);

export async function openReplicated() {
  const [primary, replica] = [(await openLocalDatabase()).d1, (await openLocalDatabase()).d1];
  const log: Statement[][] = [];
  let applied = 0;
  const reads: ReadAt[] = [];

  const on = (d1: D1Database, { sql, params }: Statement) => d1.prepare(sql).bind(...params);

  async function catchUp(): Promise<void> {
    while (applied < log.length) {
      const next = log[applied] ?? [];
      applied += 1;
      await replica.batch(next.map((statement) => on(replica, statement)));
    }
  }

  /** `at`: undefined for what goes around sessions, which the primary answers. */
  function open(at: string | undefined): D1DatabaseSession & D1Database {
    let seen: string | null = at !== undefined && !at.startsWith("first-") ? at : null;
    const mustBePrimary = () =>
      at === undefined || (at === "first-primary" && seen === null) || (seen !== null && writesOf(seen) > applied);

    async function send(statements: Statement[]): Promise<Awaited<ReturnType<D1Database["batch"]>>> {
      const isWriting = statements.some(isWrite);
      if (isWriting || mustBePrimary()) {
        if (isWriting) log.push(statements);
        reads.push("primary");
        const results = await primary.batch(statements.map((statement) => on(primary, statement)));
        seen = bookmarkOf(log.length);
        return results.map(({ meta, ...rest }) => ({ ...rest, meta: { ...meta, served_by_primary: true } }));
      }
      reads.push("replica");
      const results = await replica.batch(statements.map((statement) => on(replica, statement)));
      seen = bookmarkOf(applied);
      return results.map(({ meta, ...rest }) => ({ ...rest, meta: { ...meta, served_by_primary: false } }));
    }
    const prepare = (sql: string, params: unknown[] = []): Statement & Record<string, unknown> => {
      const one = async () => (await send([{ sql, params }]))[0];
      return {
        ...{ sql, params },
        bind: (...given: unknown[]) => prepare(sql, given),
        ...{ all: one, run: one },
        raw: async () => (await one())?.results.map((row) => Object.values(row as object)),
      };
    };
    const session = {
      prepare: (sql: string) => prepare(sql),
      batch: (statements: Statement[]) => send(statements),
      getBookmark: () => seen,
      withSession: (constraint: string) => open(constraint),
    };
    return session as unknown as D1DatabaseSession & D1Database;
  }

  const d1 = open(undefined);
  const db: Database = openDatabase(d1);
  return {
    d1,
    /** The primary, around all sessions. */
    db,
    /** Where reads were answered, in their order; takes them. */
    reads: () => reads.splice(0),
    catchUp,
  };
}
