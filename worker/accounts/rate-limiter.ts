/**
 * Counts the requests of one API key. There is a Durable Object per key, because its count is exact wherever requests
 * arrive, and costs no write. Workers' own rate limit binding counts per location, lags, and cannot say how many
 * requests are left. The count is in memory: when the platform moves or restarts the object, the window starts over, in
 * the caller's favour.
 */
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

export interface Window {
  allowed: boolean;
  /** Requests left until the window ends. */
  remaining: number;
  endsInMs: number;
}

/** The counter of one API key. Its object id is derived from the key's id by `idFromName`. */
export class RateLimiter extends DurableObject<Env> {
  #used = 0;
  #endsAt = 0;

  /** Counts a request. Refused requests do not count, so that a caller who keeps asking is let in again. */
  take(quota: number, windowMs: number): Window {
    const now = Date.now();
    if (now >= this.#endsAt) {
      this.#used = 0;
      this.#endsAt = now + windowMs;
      // A pending timer keeps the object awake; asleep, it would forget the count after ten idle seconds.
      setTimeout(() => {}, windowMs);
    }
    const allowed = this.#used < quota;
    if (allowed) this.#used += 1;
    return { allowed, remaining: Math.max(0, quota - this.#used), endsInMs: this.#endsAt - now };
  }
}
