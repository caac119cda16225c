/**
 * Counts the requests of one key. A Durable Object per key, because its count is exact wherever the requests arrive and
 * costs no write; Workers' own rate limit binding counts per location, late, and cannot say how many are left. The
 * count is in memory: when the platform moves or restarts the object, the window begins anew, which errs on the
 * caller's side.
 */
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

export interface Window {
  allowed: boolean;
  /** Requests left until it ends. */
  remaining: number;
  endsInMs: number;
}

/** The counter of one API key; its id is made from the name of the key's id. */
export class RateLimiter extends DurableObject<Env> {
  #used = 0;
  #endsAt = 0;

  /** Counts a request. One that is not allowed does not count, so that a caller who keeps asking is let in again. */
  take(quota: number, windowMs: number): Window {
    const now = Date.now();
    if (now >= this.#endsAt) {
      this.#used = 0;
      this.#endsAt = now + windowMs;
      // An object with a timer is not put to sleep, which would forget the count after ten quiet seconds.
      setTimeout(() => {}, windowMs);
    }
    const allowed = this.#used < quota;
    if (allowed) this.#used += 1;
    return { allowed, remaining: Math.max(0, quota - this.#used), endsInMs: this.#endsAt - now };
  }
}
