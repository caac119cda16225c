/**
 * The gate before fal.ai: one object, which gives the deployment's slots to generations, accounts in turns, and lets none
 * through while fal.ai refuses all calls, or answers none. Whoever waits gets a message when its turn has come; nothing is
 * asked of D1 meanwhile. What finds out whether fal.ai takes calls again is the next one that would be made anyway.
 */
import { DurableObject } from "cloudflare:workers";
import { and, inArray } from "drizzle-orm";
import { generations } from "../db/schema.ts";
import { Pace } from "../domain/pace.ts";
import { coveredMs } from "../domain/spans.ts";
import { Turns } from "../domain/turns.ts";
import type { Env } from "../env.ts";
import type { Entered, FalTrouble, GateApi, GateView, Outage, SubmitOf } from "../fal/gate-api.ts";
import { type Services, servicesOf } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";

type Visitor = {
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

/**
 * fal.ai counts as down when so many calls in a row went unanswered, for so many generations, or for all that are out. One
 * bad answer in ten, which is a bad day, comes to that once in a hundred thousand calls; in an outage a single generation
 * that is polled makes as many within a minute.
 */
const UNANSWERED_CALLS = 5;
const UNANSWERED_GENERATIONS = 3;

/** Gives generations their turn at fal.ai. Its object is called `gate`: there is one in a deployment. */
export class FalGate extends DurableObject<Env> implements GateApi {
  readonly #services: Services;
  readonly #turns = new Turns();
  /** How long generations keep a slot. */
  readonly #pace: Pace;
  /** The generation that finds out whether fal.ai takes calls again, and until when that may take. */
  #probe: { generationId: string; until: number } | undefined;
  /** Calls in a row that fal.ai did not answer, as far as anybody told. Forgotten with the object: then it takes as many more. */
  #unanswered = { calls: 0, generations: new Set<string>(), since: 0, last: 0 };

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#services = servicesOf(env);
    this.#pace = new Pace(scaledMs(this.#services, SECONDS.slotTaken));
    this.#sql(`CREATE TABLE IF NOT EXISTS visitors (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, generation_id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'waiting', came INTEGER NOT NULL DEFAULT 0, look_at INTEGER)`);
    // The account's next one; those inside, who are as few as there are slots.
    this.#sql("CREATE INDEX IF NOT EXISTS visitors_waiting ON visitors (account_id, seq) WHERE status = 'waiting'");
    this.#sql("CREATE INDEX IF NOT EXISTS visitors_inside ON visitors (look_at) WHERE status = 'inside'");
    this.#sql(`CREATE TABLE IF NOT EXISTS breakers (
      cause TEXT PRIMARY KEY, since INTEGER NOT NULL, refusals INTEGER NOT NULL, open_until INTEGER NOT NULL)`);
    // Times in which fal.ai could not be asked, for as long as a generation may have been out in them.
    this.#sql("CREATE TABLE IF NOT EXISTS outages (since INTEGER NOT NULL, until INTEGER NOT NULL)");
    this.#sql("CREATE INDEX IF NOT EXISTS outages_until ON outages (until)");
    const counts = this.#sql<{ account_id: string; status: Visitor["status"]; count: number }>(
      "SELECT account_id, status, count(*) AS count FROM visitors GROUP BY account_id, status",
    );
    for (const { account_id: account, status, count } of counts) {
      for (let at = 0; at < count; at++) {
        this.#turns.join(account);
        if (status === "inside") this.#turns.begin(account);
      }
    }
  }

  async enter(generationId: string, accountId: string, refusedFor: FalTrouble | null = null): Promise<Entered> {
    const before = this.#visitor(generationId);
    // It came for its slot and comes again: what it told of its submit was not heard.
    if (refusedFor && before?.status === "inside" && before.came === 1) {
      await this.refused(refusedFor, { generationId, accountId });
    }
    const known = this.#visitor(generationId);
    if (known?.status !== "inside") {
      if (!known) this.#join(generationId, accountId);
      await this.#letIn(generationId);
    }
    if (this.#visitor(generationId)?.status === "inside") {
      const lookAt = this.#services.now() + scaledMs(this.#services, SECONDS.gateLook);
      this.#sql("UPDATE visitors SET came = 1, look_at = ? WHERE generation_id = ?", lookAt, generationId);
      this.#pace.begin(generationId, this.#services.now());
      const isProbe = this.#probe?.generationId === generationId;
      return { kind: "go", isProbe, ...(isProbe && this.#isDown() ? { isDown: true } : {}) };
    }
    const cause = this.#breakers()[0]?.cause;
    if (cause) return { kind: "wait", waitsFor: cause, aboutMs: null };
    const aboutMs = this.#pace.waitMs(this.#turns.ahead(accountId), this.#services.settings.FAL_SLOTS);
    return { kind: "wait", waitsFor: "fal_slot", aboutMs };
  }

  async leave(generationId: string): Promise<void> {
    const known = this.#visitor(generationId);
    if (!known) return;
    this.#sql("DELETE FROM visitors WHERE seq = ?", known.seq);
    this.#endProbe(generationId);
    this.#pace.end(generationId, this.#services.now());
    if (known.status === "inside") this.#turns.end(known.account_id);
    else this.#turns.leave(known.account_id);
    await this.#letIn();
  }

  async unanswered(generationId: string): Promise<boolean> {
    this.#endProbe(generationId);
    if (!this.#isDown() && !this.#hasGoneUnanswered(generationId)) return false;
    await this.refused("fal_down", null);
    return true;
  }

  async outage(since: number): Promise<Outage> {
    const time = this.#services.now();
    const open = this.#breakers().filter(({ cause }) => cause !== "fal_balance");
    const spans = [
      ...this.#sql<{ since: number; until: number }>("SELECT since, until FROM outages WHERE until > ?", since),
      ...open.map((breaker) => ({ since: breaker.since, until: time })),
    ];
    return {
      ...{ ms: coveredMs(spans, since), isOpen: open.length > 0 },
      hasRested: open.every(({ openUntil }) => openUntil <= time),
    };
  }

  async refused(cause: FalTrouble, submitOf: SubmitOf | null): Promise<void> {
    const { log, now } = this.#services;
    const time = now();
    const [known] = this.#sql<{ refusals: number; open_until: number }>(
      "SELECT * FROM breakers WHERE cause = ?",
      cause,
    );
    // Calls that were under way when the first was refused say nothing new.
    if (!known || known.open_until <= time) {
      const refusals = (known?.refusals ?? 0) + 1;
      const seconds = Math.min(SECONDS.breakerAtMost, SECONDS.breaker * 2 ** (refusals - 1));
      this.#sql(
        `INSERT INTO breakers (cause, since, refusals, open_until) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET refusals = excluded.refusals, open_until = excluded.open_until`,
        ...[cause, cause === "fal_down" ? this.#unanswered.since || time : time, refusals],
        time + scaledMs(this.#services, seconds),
      );
      const what = cause === "fal_down" ? "fal.ai answers no call" : "fal.ai refuses every call";
      if (!known) log.error("fal_shut", new Error(what), { cause });
    }
    if (submitOf !== null) this.#waitAgain(submitOf.generationId, submitOf.accountId);
    await this.#setAlarm();
  }

  /** Has a generation that was refused wait for its turn; it keeps its place in the line. */
  #waitAgain(generationId: string, accountId: string): void {
    this.#endProbe(generationId);
    const known = this.#visitor(generationId);
    if (!known) {
      // It had left with a failure, and was submitted again without a word when its run was retried.
      this.#join(generationId, accountId);
    } else if (known.status === "inside") {
      this.#sql("UPDATE visitors SET status = 'waiting', came = 0, look_at = NULL WHERE seq = ?", known.seq);
      this.#turns.end(known.account_id);
      this.#turns.join(known.account_id);
    }
  }

  #join(generationId: string, accountId: string): void {
    this.#sql("INSERT INTO visitors (generation_id, account_id) VALUES (?, ?)", generationId, accountId);
    this.#turns.join(accountId);
  }

  async heard(which: FalTrouble | null): Promise<void> {
    if (which !== "fal_balance" && which !== "fal_key") this.#forgetUnanswered();
    const breakers = this.#breakers().filter(({ cause }) => which === null || cause === which);
    if (breakers.length === 0) return;
    this.#probe = undefined;
    const time = this.#services.now();
    for (const { cause, since } of breakers) {
      this.#sql("DELETE FROM breakers WHERE cause = ?", cause);
      if (cause !== "fal_balance") this.#sql("INSERT INTO outages (since, until) VALUES (?, ?)", since, time);
      this.#services.log.warn("fal_open", { cause, afterMs: time - since });
    }
    const longest = this.#services.settings.MAX_WAIT_SECONDS + SECONDS.runDeadline;
    this.#sql("DELETE FROM outages WHERE until < ?", time - scaledMs(this.#services, longest));
    await this.#letIn();
  }

  async look(): Promise<GateView> {
    const [{ inside, waiting } = { inside: 0, waiting: 0 }] = this.#sql<{ inside: number; waiting: number }>(
      "SELECT count(*) FILTER (WHERE status = 'inside') AS inside, count(*) FILTER (WHERE status = 'waiting') AS waiting FROM visitors",
    );
    return { slots: this.#services.settings.FAL_SLOTS, inside, waiting, breakers: this.#breakers() };
  }

  override async alarm(): Promise<void> {
    await this.#lookAfterThoseInside();
    await this.#letIn();
  }

  /** Gives slots to those whose turn it is, and sends for their generations; not for `here`, who is answered. */
  async #letIn(here?: string): Promise<void> {
    const { now, settings } = this.#services;
    const time = now();
    const breakers = this.#breakers();
    const sentFor: string[] = [];
    if (breakers.every(({ openUntil }) => openUntil <= time)) {
      // One call finds out whether fal.ai takes them again.
      const isProbing = this.#probe !== undefined && this.#probe.until > time;
      let free = breakers.length > 0 ? Number(!isProbing) : settings.FAL_SLOTS - this.#inside();
      for (; free > 0; free--) {
        const account = this.#turns.next();
        if (account === undefined) break;
        const [visitor] = this.#sql<Visitor>(
          "SELECT * FROM visitors WHERE status = 'waiting' AND account_id = ? ORDER BY seq LIMIT 1",
          account,
        );
        if (!visitor) throw new Error(`No generation of ${account} waits, but its turn has come`);
        this.#turns.begin(account);
        const lookAt = time + scaledMs(this.#services, SECONDS.gateComes);
        this.#sql("UPDATE visitors SET status = 'inside', look_at = ? WHERE seq = ?", lookAt, visitor.seq);
        if (breakers.length > 0) this.#probe = { generationId: visitor.generation_id, until: lookAt };
        if (visitor.generation_id !== here) sentFor.push(visitor.generation_id);
      }
    }
    await this.#setAlarm();
    await this.#sendFor(sentFor);
  }

  async #sendFor(generationIds: string[]): Promise<void> {
    const { queues, log } = this.#services;
    await queues
      .send(
        "steps",
        generationIds.map((generationId) => ({ message: { generationId, isItsTurn: true } })),
      )
      // Those that do not come are sent for again.
      .catch((error: unknown) => log.error("generations_not_called", error, { generations: generationIds.length }));
  }

  /** Sends again for those that did not come for their slot, and lets go of those that left unheard. */
  async #lookAfterThoseInside(): Promise<void> {
    const { db, log, now } = this.#services;
    const time = now();
    const due = this.#sql<Visitor>("SELECT * FROM visitors WHERE status = 'inside' AND look_at <= ?", time);
    if (due.length === 0) return;
    const ids = due.map(({ generation_id: id }) => id);
    const over = await db
      .select({ id: generations.id })
      .from(generations)
      .where(and(inArray(generations.id, ids.slice(0, 90)), inArray(generations.status, ["completed", "failed"])))
      .catch((error: unknown) => {
        log.error("visitors_not_looked_up", error, { generations: ids.length });
        return [];
      });
    for (const { id } of over) await this.leave(id);
    for (const { seq, came } of due) {
      const seconds = came === 0 ? SECONDS.gateComes : SECONDS.gateLook;
      this.#sql("UPDATE visitors SET look_at = ? WHERE seq = ?", time + scaledMs(this.#services, seconds), seq);
    }
    const absent = due.filter(({ came, generation_id: id }) => came === 0 && !over.some((each) => each.id === id));
    await this.#sendFor(absent.map(({ generation_id: id }) => id));
  }

  async #setAlarm(): Promise<void> {
    const time = this.#services.now();
    const [{ look } = { look: null }] = this.#sql<{ look: number | null }>(
      "SELECT min(look_at) AS look FROM visitors WHERE status = 'inside'",
    );
    const [waits] = this.#sql("SELECT 1 FROM visitors WHERE status = 'waiting' LIMIT 1");
    const open = waits ? this.#breakers().map(({ openUntil }) => openUntil) : [];
    // While one finds out, there is nothing to do for the others.
    if (open.length > 0 && this.#probe) open.push(this.#probe.until);
    const times = [look, ...(open.length > 0 ? [Math.max(...open)] : [])].filter((each) => typeof each === "number");
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.max(time + 1, Math.min(...times)));
  }

  /** How many have a slot. */
  #inside(): number {
    const [{ count } = { count: 0 }] = this.#sql<{ count: number }>(
      "SELECT count(*) AS count FROM visitors WHERE status = 'inside'",
    );
    return count;
  }

  #isDown(): boolean {
    return this.#breakers().some(({ cause }) => cause === "fal_down");
  }

  /** Counts a call that was not answered. Whether these were enough. */
  #hasGoneUnanswered(generationId: string): boolean {
    const time = this.#services.now();
    if (time - this.#unanswered.last > scaledMs(this.#services, SECONDS.inARow)) this.#forgetUnanswered();
    const { generations: different } = this.#unanswered;
    if (this.#unanswered.calls === 0) this.#unanswered.since = time;
    this.#unanswered.calls += 1;
    this.#unanswered.last = time;
    if (different.size < UNANSWERED_GENERATIONS) different.add(generationId);
    const enough = Math.min(UNANSWERED_GENERATIONS, Math.max(1, this.#inside()));
    return this.#unanswered.calls >= UNANSWERED_CALLS && different.size >= enough;
  }

  #forgetUnanswered(): void {
    this.#unanswered = { calls: 0, generations: new Set(), since: 0, last: 0 };
  }

  #endProbe(generationId: string): void {
    if (this.#probe?.generationId === generationId) this.#probe = undefined;
  }

  #breakers(): GateView["breakers"] {
    return this.#sql<{ cause: FalTrouble; since: number; refusals: number; open_until: number }>(
      "SELECT * FROM breakers ORDER BY open_until DESC",
    ).map(({ open_until: openUntil, ...rest }) => ({ ...rest, openUntil }));
  }

  #visitor(generationId: string): Visitor | undefined {
    return this.#sql<Visitor>("SELECT * FROM visitors WHERE generation_id = ?", generationId)[0];
  }

  #sql<Row extends Record<string, SqlStorageValue>>(statement: string, ...values: SqlStorageValue[]): Row[] {
    return this.ctx.storage.sql.exec<Row>(statement, ...values).toArray();
  }
}
