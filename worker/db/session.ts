/**
 * What one request reads, in one session of D1: from the copy of the database that is nearest, which may be a moment
 * behind, yet never from an older state than the session has seen before. Writes go to the primary, and what is read
 * behind them knows of them.
 */
import { type Database, openDatabase } from "./database.ts";

/** Where a session begins: at the primary, at whichever copy is nearest, or at one that has got as far as a bookmark. */
export type SessionStart = "primary" | "nearest" | { bookmark: string };

/** As D1 writes them: in their alphabetical order, which is the order of the states that they name. */
const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

/** The text if it may be a bookmark; otherwise undefined. */
export const readBookmark = (text: string | null | undefined): string | undefined =>
  text && BOOKMARK.test(text) ? text : undefined;

/** The one that names the later state. */
export const laterBookmark = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

/** A session. `mayBeBehind` and `bookmark` tell of what it has read so far. */
export class Session {
  /** Its statements are the session's, wherever it reads by now. */
  readonly db: Database;
  readonly #d1: D1Database;
  #session: D1DatabaseSession;
  #mayBeBehind: boolean;

  constructor(d1: D1Database, start: SessionStart) {
    this.#d1 = d1;
    this.#session = d1.withSession(constraintOf(start));
    this.#mayBeBehind = start !== "primary";
    const client = {
      prepare: (query: string) => this.#session.prepare(query),
      batch: async <Row>(statements: D1PreparedStatement[]) => {
        const results = await this.#session.batch<Row>(statements);
        if (results.every(({ meta }) => meta.served_by_primary === true)) this.#mayBeBehind = false;
        return results;
      },
    };
    // It is all that drizzle asks of a D1.
    this.db = openDatabase(client as unknown as D1Database);
  }

  /** Names the state that was seen; undefined as long as nothing was read or written. */
  bookmark(): string | undefined {
    return readBookmark(this.#session.getBookmark());
  }

  /** Whether what is read may lack what was written a moment ago. */
  mayBeBehind(): boolean {
    return this.#mayBeBehind;
  }

  /** From here on it reads what is newest. */
  goToPrimary(): void {
    this.#session = this.#d1.withSession(constraintOf("primary"));
    this.#mayBeBehind = false;
  }

  /** From here on it reads no older state than that. */
  advance(bookmark: string): void {
    this.#session = this.#d1.withSession(bookmark);
  }
}

const constraintOf = (start: SessionStart): string => {
  if (start === "primary") return "first-primary";
  return start === "nearest" ? "first-unconstrained" : start.bookmark;
};
