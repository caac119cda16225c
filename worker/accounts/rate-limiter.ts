/**
 * Counts the requests of one API key, and keeps the latest bookmark that its callers were shown. There is a Durable
 * Object per key, because its count is exact wherever requests arrive. Workers' own rate limit binding counts per location,
 * lags, and cannot say how many requests are left.
 *
 * It is asked while the database is, before anybody knows whether the key exists, so a key that does not must cost
 * nothing that lasts: no timer that keeps the object awake, nothing stored. What is in memory is forgotten after ten idle
 * seconds. What may not be forgotten is stored: the count, each time a tenth of the quota is used, and the bookmark.
 */
import { DurableObject } from "cloudflare:workers";
import type { Counted, LimiterApi } from "../domain/limiter-api.ts";
import type { Env } from "../env.ts";

/** A copy of the database that is so far behind is not in use. */
const BOOKMARK_KEPT_MS = 600_000;

interface Kept {
  used: number;
  endsAt: number;
  bookmark: string | null;
  /** When it was shown. */
  shownAt: number;
}

/** The counter of one API key. Its object's name is the key's hash. */
export class RateLimiter extends DurableObject<Env> implements LimiterApi {
  readonly #kept: Kept;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#kept = ctx.storage.kv.get<Kept>("kept") ?? { used: 0, endsAt: 0, bookmark: null, shownAt: 0 };
  }

  async count(windowMs: number, saveEvery: number): Promise<Counted> {
    const kept = this.#kept;
    const now = Date.now();
    if (now >= kept.endsAt) {
      kept.used = 0;
      kept.endsAt = now + windowMs;
    }
    if (now - kept.shownAt >= BOOKMARK_KEPT_MS) kept.bookmark = null;
    kept.used += 1;
    if (kept.used % saveEvery === 0) this.#save();
    return { used: kept.used, endsInMs: kept.endsAt - now, bookmark: kept.bookmark };
  }

  async showed(bookmark: string): Promise<void> {
    if (this.#kept.bookmark !== null && this.#kept.bookmark >= bookmark) return;
    this.#kept.bookmark = bookmark;
    this.#kept.shownAt = Date.now();
    this.#save();
  }

  #save(): void {
    this.ctx.storage.kv.put("kept", this.#kept);
  }
}
