/**
 * The gate before fal.ai: one object, which gives the deployment's slots to generations, accounts in turns, and lets none
 * through while fal.ai refuses all calls, or answers none. Whoever waits gets a message when its turn has come; nothing is
 * asked of D1 meanwhile. What finds out whether fal.ai takes calls again is the next one that would be made anyway.
 */
import { DurableObject } from "cloudflare:workers";
import { and, inArray } from "drizzle-orm";
import { sqlOf } from "../db/object-storage.ts";
import { generations } from "../db/schema.ts";
import { Pace } from "../domain/pace.ts";
import { OPEN_STATUSES } from "../domain/run.ts";
import { Unanswered } from "../domain/unanswered.ts";
import type { Env } from "../env.ts";
import type { Entered, FalTrouble, GateApi, GateView, Outage, SubmitOf } from "../fal/gate-api.ts";
import { type Services, servicesOf } from "../services.ts";
import { SECONDS, scaledMs } from "../timing.ts";
import { Breakers } from "./breakers.ts";
import { Visitors } from "./visitors.ts";

/** Gives generations their turn at fal.ai. Its object is called `gate`: there is one in a deployment. */
export class FalGate extends DurableObject<Env> implements GateApi {
  readonly #services: Services;
  readonly #visitors: Visitors;
  readonly #breakers: Breakers;
  /** How long generations keep a slot. */
  readonly #pace: Pace;
  /** Forgotten with the object: then it takes as many more. */
  readonly #unanswered: Unanswered;
  /** The generation that finds out whether fal.ai takes calls again, and until when that may take. */
  #probe: { generationId: string; until: number } | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#services = servicesOf(env);
    this.#pace = new Pace(scaledMs(this.#services, SECONDS.slotTaken));
    this.#unanswered = new Unanswered(scaledMs(this.#services, SECONDS.inARow));
    const sql = sqlOf(ctx);
    this.#visitors = new Visitors(sql);
    this.#breakers = new Breakers(sql, this.#services);
  }

  async enter(generationId: string, accountId: string, refusedFor: FalTrouble | null = null): Promise<Entered> {
    const { now, settings } = this.#services;
    const before = this.#visitors.find(generationId);
    // It came for its slot and comes again: what it told of its submit was not heard.
    if (refusedFor && before?.isInside && before.hasCome) await this.refused(refusedFor, { generationId, accountId });
    if (!before) this.#visitors.join(generationId, accountId);
    if (!this.#visitors.find(generationId)?.isInside) await this.#letIn(generationId);
    if (this.#visitors.find(generationId)?.isInside) {
      this.#visitors.come(generationId, now() + scaledMs(this.#services, SECONDS.gateLook));
      this.#pace.begin(generationId, now());
      const isProbe = this.#probe?.generationId === generationId;
      return { kind: "go", isProbe, ...(isProbe && this.#isDown() ? { isDown: true } : {}) };
    }
    const cause = this.#breakers.open()[0]?.cause;
    if (cause) return { kind: "wait", waitsFor: cause, aboutMs: null };
    const aboutMs = this.#pace.waitMs(this.#visitors.ahead(accountId), settings.FAL_SLOTS);
    return { kind: "wait", waitsFor: "fal_slot", aboutMs };
  }

  async leave(generationId: string): Promise<void> {
    if (!this.#visitors.leave(generationId)) return;
    this.#endProbe(generationId);
    this.#pace.end(generationId, this.#services.now());
    await this.#letIn();
  }

  async unanswered(generationId: string): Promise<boolean> {
    this.#endProbe(generationId);
    const isDown = this.#isDown() || this.#unanswered.count(generationId, this.#visitors.inside, this.#services.now());
    if (isDown) await this.refused("fal_down", null);
    return isDown;
  }

  async outage(since: number): Promise<Outage> {
    return this.#breakers.outage(since);
  }

  async refused(cause: FalTrouble, submitOf: SubmitOf | null): Promise<void> {
    const time = this.#services.now();
    this.#breakers.trip(cause, cause === "fal_down" ? (this.#unanswered.since ?? time) : time);
    if (submitOf) {
      this.#endProbe(submitOf.generationId);
      // It may have left with a failure, and have been submitted again without a word when its run was retried.
      if (this.#visitors.find(submitOf.generationId)) this.#visitors.waitAgain(submitOf.generationId);
      else this.#visitors.join(submitOf.generationId, submitOf.accountId);
    }
    await this.#setAlarm();
  }

  async heard(which: FalTrouble | null): Promise<void> {
    if (which !== "fal_balance" && which !== "fal_key") this.#unanswered.forget();
    if (!this.#breakers.close(which)) return;
    this.#probe = undefined;
    await this.#letIn();
  }

  async look(): Promise<GateView> {
    const { inside, waiting } = this.#visitors;
    return { slots: this.#services.settings.FAL_SLOTS, inside, waiting, breakers: this.#breakers.open() };
  }

  override async alarm(): Promise<void> {
    await this.#lookAfterThoseInside();
    await this.#letIn();
  }

  /** Gives slots to those whose turn it is, and sends for their generations; not for `here`, who is answered. */
  async #letIn(here?: string): Promise<void> {
    const time = this.#services.now();
    const breakers = this.#breakers.open();
    const sentFor: string[] = [];
    if (breakers.every(({ openUntil }) => openUntil <= time)) {
      // One call finds out whether fal.ai takes them again.
      const isProbing = this.#probe !== undefined && this.#probe.until > time;
      const { FAL_SLOTS } = this.#services.settings;
      let free = breakers.length > 0 ? Number(!isProbing) : FAL_SLOTS - this.#visitors.inside;
      const lookAt = time + scaledMs(this.#services, SECONDS.gateComes);
      for (; free > 0; free--) {
        const generationId = this.#visitors.letNextIn(lookAt);
        if (generationId === undefined) break;
        if (breakers.length > 0) this.#probe = { generationId, until: lookAt };
        if (generationId !== here) sentFor.push(generationId);
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
    const due = this.#visitors.due(time);
    if (due.length === 0) return;
    const ids = due.map(({ generationId }) => generationId).slice(0, 90);
    // A generation that is in no row was archived with its run. Where nobody knows, all are still there.
    const open = await db
      .select({ id: generations.id })
      .from(generations)
      .where(and(inArray(generations.id, ids), inArray(generations.status, OPEN_STATUSES)))
      .catch((error: unknown) => {
        log.error("visitors_not_looked_up", error, { generations: ids.length });
        return ids.map((id) => ({ id }));
      });
    const over = ids.filter((id) => open.every((each) => each.id !== id));
    for (const id of over) await this.leave(id);
    for (const { generationId, hasCome } of due) {
      const seconds = hasCome ? SECONDS.gateLook : SECONDS.gateComes;
      this.#visitors.lookAgain(generationId, time + scaledMs(this.#services, seconds));
    }
    const absent = due.filter(({ generationId, hasCome }) => !hasCome && !over.includes(generationId));
    await this.#sendFor(absent.map(({ generationId }) => generationId));
  }

  async #setAlarm(): Promise<void> {
    const time = this.#services.now();
    const open = this.#visitors.anyWaits ? this.#breakers.open().map(({ openUntil }) => openUntil) : [];
    // While one finds out, there is nothing to do for the others.
    if (open.length > 0 && this.#probe) open.push(this.#probe.until);
    const times = [this.#visitors.nextLook(), ...(open.length > 0 ? [Math.max(...open)] : [])].filter(
      (each) => each !== null,
    );
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.max(time + 1, Math.min(...times)));
  }

  #isDown(): boolean {
    return this.#breakers.open().some(({ cause }) => cause === "fal_down");
  }

  #endProbe(generationId: string): void {
    if (this.#probe?.generationId === generationId) this.#probe = undefined;
  }
}
