/**
 * What keeps calls from fal.ai: a breaker for each state in which it takes none, and the times in which it could not be asked.
 * In the storage of the gate's object.
 */
import type { ObjectSql } from "../db/object-storage.ts";
import { coveredMs } from "../domain/spans.ts";
import type { FalTrouble, GateView, Outage } from "../fal/gate-api.ts";
import type { Services } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";

type Breaker = GateView["breakers"][number];

/** With no balance what is out can be asked for; otherwise nothing can. */
const keepsFromAsking = ({ cause }: Pick<Breaker, "cause">) => cause !== "fal_balance";

/** The breakers of a deployment, and how long fal.ai could not be asked. */
export class Breakers {
  readonly #sql: ObjectSql;
  readonly #services: Services;

  constructor(sql: ObjectSql, services: Services) {
    this.#sql = sql;
    this.#services = services;
    sql(`CREATE TABLE IF NOT EXISTS breakers (
      cause TEXT PRIMARY KEY, since INTEGER NOT NULL, refusals INTEGER NOT NULL, open_until INTEGER NOT NULL)`);
    // Times in which fal.ai could not be asked, for as long as a generation may have been out in them.
    sql("CREATE TABLE IF NOT EXISTS outages (since INTEGER NOT NULL, until INTEGER NOT NULL)");
    sql("CREATE INDEX IF NOT EXISTS outages_until ON outages (until)");
  }

  /** Those that are not known to be over, the one that rests longest first. */
  open(): Breaker[] {
    return this.#sql<{ cause: FalTrouble; since: number; refusals: number; open_until: number }>(
      "SELECT * FROM breakers ORDER BY open_until DESC",
    ).map(({ open_until: openUntil, ...rest }) => ({ ...rest, openUntil }));
  }

  /** Opens one, or has it rest for twice as long as the last time; it began at `since`, Unix milliseconds. */
  trip(cause: FalTrouble, since: number): void {
    const time = this.#services.now();
    const known = this.open().find((each) => each.cause === cause);
    // Calls that were under way when the first was refused say nothing new.
    if (known && known.openUntil > time) return;
    const refusals = (known?.refusals ?? 0) + 1;
    const seconds = Math.min(SECONDS.breakerAtMost, SECONDS.breaker * 2 ** (refusals - 1));
    this.#sql(
      `INSERT INTO breakers (cause, since, refusals, open_until) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET refusals = excluded.refusals, open_until = excluded.open_until`,
      ...[cause, since, refusals, time + scaledMs(this.#services, seconds)],
    );
    const what = cause === "fal_down" ? "fal.ai answers no call" : "fal.ai refuses every call";
    if (!known) this.#services.log.error("fal_shut", new Error(what), { cause });
  }

  /** `cause` is over; null: all are. Whether there was one. */
  close(which: FalTrouble | null): boolean {
    const over = this.open().filter(({ cause }) => which === null || cause === which);
    const time = this.#services.now();
    for (const { cause, since } of over) {
      this.#sql("DELETE FROM breakers WHERE cause = ?", cause);
      if (keepsFromAsking({ cause })) this.#sql("INSERT INTO outages (since, until) VALUES (?, ?)", since, time);
      this.#services.log.warn("fal_open", { cause, afterMs: time - since });
    }
    const longest = this.#services.settings.MAX_WAIT_SECONDS + SECONDS.runDeadline;
    if (over.length > 0) {
      this.#sql("DELETE FROM outages WHERE until < ?", time - scaledMs(this.#services, longest));
    }
    return over.length > 0;
  }

  /** How fal.ai could be asked since then, Unix milliseconds. */
  outage(since: number): Outage {
    const time = this.#services.now();
    const open = this.open().filter(keepsFromAsking);
    const spans = [
      ...this.#sql<{ since: number; until: number }>("SELECT since, until FROM outages WHERE until > ?", since),
      ...open.map((breaker) => ({ since: breaker.since, until: time })),
    ];
    return {
      ...{ ms: coveredMs(spans, since), isOpen: open.length > 0 },
      hasRested: open.every(({ openUntil }) => openUntil <= time),
    };
  }
}
