/**
 * Looks at runs for all streams of them together: what it costs the database does not depend on how many they are. A look is
 * one statement, one more where there are listeners, and three more when a run changed; every few looks the database is
 * asked which of their keys still work, and which of the listeners' webhooks are still there. Nobody looks while nobody
 * watches.
 */
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { batch } from "../db/batch.ts";
import { apiKeys, runs, webhookEndpoints } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import { type FoundRun, readFound } from "./read-runs.ts";
import type { Seen, Watch, WatchApi } from "./watch-api.ts";

/** Seconds, times TIME_SCALE. */
export const WATCHING = {
  /** Between looks, so that a change is told within a second. */
  look: 0.75,
  /** Between looks at the keys and at the listeners' webhooks: less than the half minute within which a stream ends with its key. */
  keys: 10,
  /** Before a reader is told that nothing changed. */
  patience: 15,
} as const;

/** Runs that are read in full at once: their rows have to fit into an answer of D1. */
const MAX_READ = 300;

/** A stream that waits to be told something. */
interface Reader {
  keyHash: string;
  has: ReadonlyMap<string, number>;
  listensTo: Watch["listensTo"];
  until: number;
  tell(seen: Seen): void;
}

export type WatcherServices = Pick<Services, "db" | "now" | "log" | "settings">;

/** Looks for all who wait, one look after the other. */
export class Watcher implements WatchApi {
  readonly #services: WatcherServices;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #waiting = new Set<Reader>();
  /** By webhook: when the stream began that is told what waits for it, and until when that stream counts as there. */
  readonly #newest = new Map<string, { since: number; until: number }>();
  #isLooking = false;
  #keysReadAt = 0;

  /** `sleep` is for tests, which have no time. */
  constructor(services: WatcherServices, sleep = (ms: number) => new Promise<void>((go) => setTimeout(go, ms))) {
    this.#services = services;
    this.#sleep = sleep;
  }

  /** How many wait to be told something. */
  get waiting(): number {
    return this.#waiting.size;
  }

  next({ keyHash, versions, listensTo }: Watch): Promise<Seen> {
    const time = this.#services.now();
    const patience = scaledMs(this.#services, WATCHING.patience);
    const until = time + patience;
    if (listensTo) {
      const newest = this.#newest.get(listensTo.webhookId);
      if (!newest || newest.until <= time || newest.since <= listensTo.since) {
        // It asks again before that, also after it has written what it was told of.
        this.#newest.set(listensTo.webhookId, { since: listensTo.since, until: time + 2 * patience });
      }
    }
    return new Promise((resolve) => {
      const reader: Reader = {
        ...{ keyHash, has: new Map(versions), listensTo, until },
        tell: (seen) => {
          this.#waiting.delete(reader);
          resolve(seen);
        },
      };
      this.#waiting.add(reader);
      if (!this.#isLooking) void this.#lookWhileWatched();
    });
  }

  async #lookWhileWatched(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiting.size > 0) {
      await this.#sleep(scaledMs(this.#services, WATCHING.look));
      try {
        await this.#look();
      } catch (error) {
        // The next look is as good.
        this.#services.log.error("watch_failed", error, { readers: this.#waiting.size });
      }
      this.#tellPatient();
    }
    this.#isLooking = false;
  }

  async #look(): Promise<void> {
    const { db, now } = this.#services;
    const time = now();
    // Who comes while it reads is told by the next look.
    const readers = [...this.#waiting];
    const oldest = oldestOf(readers);
    const hashes = [...new Set(readers.map(({ keyHash }) => keyHash))];
    const listened = [...new Set(readers.flatMap(({ listensTo }) => listensTo?.webhookId ?? []))];
    for (const [webhookId, { until }] of this.#newest) if (until <= time) this.#newest.delete(webhookId);
    const areKeysDue = time - this.#keysReadAt >= scaledMs(this.#services, WATCHING.keys);
    const { marks, waiting, keys, endpoints } = await batch(db, {
      marks:
        oldest.size === 0
          ? undefined
          : db
              .select({ id: runs.id, version: runs.version })
              .from(runs)
              .where(inList(runs.id, [...oldest.keys()])),
      waiting:
        listened.length === 0
          ? undefined
          : db
              .select({ id: sql<string>`listened.value` })
              .from(sql`json_each(${JSON.stringify(listened)}) AS listened`)
              .where(
                sql`EXISTS (SELECT 1 FROM webhook_deliveries AS delivery
                  WHERE delivery.endpoint_id = listened.value AND delivery.url = '' AND delivery.finished_at IS NULL)`,
              ),
      keys: areKeysDue
        ? db
            .select({ hash: apiKeys.hash })
            .from(apiKeys)
            .where(
              and(
                inList(apiKeys.hash, hashes),
                isNull(apiKeys.revokedAt),
                or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, time)),
              ),
            )
        : undefined,
      endpoints:
        areKeysDue && listened.length > 0
          ? db
              .select({ id: webhookEndpoints.id })
              .from(webhookEndpoints)
              .where(and(inList(webhookEndpoints.id, listened), eq(webhookEndpoints.enabled, true)))
          : undefined,
    });
    if (keys) {
      this.#keysReadAt = time;
      const good = new Set(keys.map(({ hash }) => hash));
      for (const reader of readers) if (!good.has(reader.keyHash)) reader.tell({ kind: "key_ended" });
    }
    for (const reader of readers) {
      if (reader.listensTo === undefined) continue;
      const { webhookId, since } = reader.listensTo;
      const isNewest = since >= (this.#newest.get(webhookId)?.since ?? since);
      if (endpoints?.every(({ id }) => id !== webhookId)) reader.tell({ kind: "webhook_ended" });
      else if (isNewest && waiting?.some(({ id }) => id === webhookId)) reader.tell({ kind: "waiting" });
    }
    const changed = (marks ?? [])
      .filter(({ id, version }) => version > (oldest.get(id) ?? version))
      .map(({ id }) => id);
    for (let from = 0; from < changed.length; from += MAX_READ) {
      const found = await readFound(this.#services, changed.slice(from, from + MAX_READ));
      this.#tell(readers, found);
    }
  }

  #tell(readers: readonly Reader[], found: readonly FoundRun[]): void {
    for (const reader of readers) {
      // Told already, of something that was read before this.
      if (!this.#waiting.has(reader)) continue;
      const news = found.filter(({ run }) => run.version > (reader.has.get(run.id) ?? run.version));
      if (news.length > 0) reader.tell({ kind: "changed", runs: news });
    }
  }

  /** Tells those who have waited long enough that nothing changed. */
  #tellPatient(): void {
    const time = this.#services.now();
    for (const reader of [...this.#waiting]) if (reader.until <= time) reader.tell({ kind: "unchanged" });
  }
}

const inList = (column: SQLiteColumn, values: readonly string[]) =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** The oldest version of each run that any of them has. */
function oldestOf(readers: readonly Reader[]): Map<string, number> {
  const oldest = new Map<string, number>();
  for (const { has } of readers) {
    for (const [id, version] of has) oldest.set(id, Math.min(version, oldest.get(id) ?? version));
  }
  return oldest;
}
