/**
 * How a request gets in: its key's row, its key's counter and what its route reads first are asked for at the same time,
 * so that whoever calls from far away waits for one of them and not for each in turn.
 *
 * It reads from the copy of the database that is nearest. What a copy may not know yet, a key above all, is asked of the
 * primary; and a key is not shown an older state after a later one: its callers' bookmarks say what they saw, and for
 * those who send none, the isolate and the key's object remember.
 */
import type { AccountId } from "../db/account-id.ts";
import { beside, type Reading, read } from "../db/reading.ts";
import { laterBookmark, readBookmark, type Session } from "../db/session.ts";
import type { Counted } from "../domain/limiter-api.ts";
import type { Services } from "../services.ts";
import { accountOfKey, type CachedKey, keyReading, knownKey } from "./authentication.ts";
import { countRequest, quotaOf, recordShown, type Standing, standingOf } from "./quota.ts";
import { ShortMemory } from "./short-memory.ts";

export type { AccountId } from "../db/account-id.ts";
export type { Reading } from "../db/reading.ts";

/** Makes what a route reads first, for an account. Undefined: nothing can be read yet. */
export type PrepareFirst = (account: AccountId) => Promise<Reading<unknown> | undefined>;

export interface Opening {
  /** The key's. */
  hash: string;
  /** As the caller sent it; what is none counts as none. */
  bookmark: string | undefined;
  /** It writes and needs nothing but the primary. */
  isForPrimary: boolean;
  prepare: PrepareFirst | undefined;
}

/** How long an isolate remembers what it showed a key. */
const SHOWN_MS = 60_000;
/** Bookmarks. */
const shown = new ShortMemory<string>();
/** By key and tag: what a key was shown, and its object knows of. */
const told = new ShortMemory<true>();

/** One request on its way in. */
export class Entry {
  /** What the request does, it does with these: they read what the session does. */
  readonly services: Services;
  /** Undefined: the key has to be read. */
  readonly known: CachedKey | undefined;
  /** What `prepare` made came to, once the key was read. */
  first: unknown;
  readonly #isolate: Services;
  readonly #session: Session;
  readonly #opening: Opening;
  readonly #time: number;
  readonly #counting: Promise<Counted | undefined>;

  /** Begins to count the request. `later`: has work go on once the caller was answered. */
  constructor(services: Services, opening: Opening, later: (work: Promise<unknown>) => void) {
    const { hash } = opening;
    this.#isolate = services;
    this.#opening = opening;
    this.#time = services.now();
    const bookmark = laterBookmark(readBookmark(opening.bookmark), shown.recall(hash, this.#time));
    const start = bookmark === undefined ? ("nearest" as const) : { bookmark };
    this.#session = services.openSession(opening.isForPrimary ? "primary" : start);
    this.services = { ...services, db: this.#session.db, session: this.#session, afterAnswer: later };
    this.known = knownKey(hash, this.#time);
    const quota = quotaOf(services, this.known?.caller.requestsPerMinute ?? null);
    this.#counting = countRequest(services, hash, quota);
  }

  /** The key, and with it what is to be read first. Undefined: the key is unknown, revoked or expired. */
  async judgeKey(): Promise<CachedKey | undefined> {
    const key = await this.#readFirst(this.known);
    if (key || !this.#session.mayBeBehind()) return key;
    // A key is used as soon as it was made.
    this.#session.goToPrimary();
    return this.#readFirst(undefined);
  }

  async #readFirst(known: CachedKey | undefined): Promise<CachedKey | undefined> {
    const { hash, prepare } = this.#opening;
    const { db } = this.services;
    const first = await prepare?.(known ? known.caller.accountId : accountOfKey(hash));
    if (known) {
      if (first) this.first = await read(db, first);
      return known;
    }
    const key = keyReading(db, hash, this.#time);
    if (!first) return read(db, key);
    const [found, result] = await read(db, beside(key, first));
    this.first = found && result;
    return found;
  }

  /** How the request stands with the quota of its key. Undefined: the counter cannot be reached, so it is let through. */
  async standing(key: CachedKey): Promise<Standing | undefined> {
    const counted = await this.#counting;
    if (!counted) return undefined;
    const quota = quotaOf(this.#isolate, key.caller.requestsPerMinute);
    return standingOf(this.#isolate, this.#opening.hash, counted, quota);
  }

  /**
   * Whether what was read so far is older than what the key was shown before, or `lacks` something that a copy may not
   * know yet. Then it is to be read again, and from here on what is read is new enough.
   */
  async mustReadAgain(lacks: boolean): Promise<boolean> {
    const before = (await this.#counting)?.bookmark ?? undefined;
    const seen = this.#session.bookmark();
    const isOlder = before !== undefined && seen !== undefined && before > seen;
    if (lacks && this.#session.mayBeBehind()) this.#session.goToPrimary();
    else if (isOlder) this.#session.advance(before);
    else return false;
    return true;
  }

  /** Reads again what was to be read first. */
  async readFirstAgain(key: CachedKey): Promise<void> {
    await this.#readFirst(key);
  }

  /** Names the state of the database that the caller has seen by now. Undefined: nothing was read. */
  bookmark(): string | undefined {
    return this.#session.bookmark();
  }

  /**
   * The key is shown what it may not see go back. What remembers it for other isolates is not waited for. `tag`: names the
   * state that is shown; undefined: it is what the request wrote. Whoever polls sees the same state many times, of which the
   * first is told.
   */
  async show(tag: string | undefined): Promise<void> {
    const { hash } = this.#opening;
    const bookmark = this.#session.bookmark();
    if (bookmark === undefined) return;
    const time = this.#isolate.now();
    shown.remember(hash, bookmark, time + SHOWN_MS);
    const what = tag && `${hash} ${tag}`;
    if (what !== undefined && told.recall(what, time)) return;
    const before = (await this.#counting)?.bookmark ?? undefined;
    const isKnown = laterBookmark(before, bookmark) === before || (await recordShown(this.#isolate, hash, bookmark));
    if (isKnown && what !== undefined) told.remember(what, true, time + SHOWN_MS);
  }
}
