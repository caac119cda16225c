/** A key's quota of requests as an isolate sees it: asked of the key's object, beside whatever else is asked. */
import type { Counted } from "../domain/limiter-api.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import { ShortMemory } from "./short-memory.ts";

const WINDOW_SECONDS = 60;
/** What an object forgets of a window's requests when it sleeps, as a part of the quota. */
const FORGOTTEN = 0.1;

/** How a request stands with its key's quota. */
export interface Standing {
  quota: number;
  windowMs: number;
  allowed: boolean;
  /** Requests left until the window ends. */
  remaining: number;
  endsInMs: number;
}

/** Keys that have used up their quota, and when their window ends: they need not be counted. */
const exhausted = new ShortMemory<{ quota: number; endsAt: number }>();

/** Requests per window. `requestsPerMinute`: the figure of the key's account; null: it has none of its own. */
export const quotaOf = ({ settings }: Services, requestsPerMinute: number | null): number =>
  requestsPerMinute ?? settings.RATE_LIMIT;

/**
 * Counts a request of the key. `quota`: as far as it is known. Undefined when the counter cannot be reached: then the API
 * goes on without limits rather than not at all.
 */
export async function countRequest(services: Services, hash: string, quota: number): Promise<Counted | undefined> {
  const time = services.now();
  const known = exhausted.recall(hash, time);
  if (known) return { used: known.quota + 1, endsInMs: known.endsAt - time, bookmark: null };
  try {
    return await services
      .limiterOf(hash)
      .count(scaledMs(services, WINDOW_SECONDS), Math.max(1, Math.ceil(quota * FORGOTTEN)));
  } catch (error) {
    services.log.error("rate_limiter_unreachable", error, { key: hash.slice(0, 8) });
    return undefined;
  }
}

/** What the count means for a key with this quota. */
export function standingOf(services: Services, hash: string, { used, endsInMs }: Counted, quota: number): Standing {
  const allowed = used <= quota;
  if (!allowed) {
    const endsAt = services.now() + endsInMs;
    exhausted.remember(hash, { quota, endsAt }, endsAt);
  }
  const windowMs = scaledMs(services, WINDOW_SECONDS);
  return { quota, windowMs, allowed, remaining: Math.max(0, quota - used), endsInMs };
}

/**
 * Tells the key's object what the key is being shown, and whether it has heard. Does not throw: it only spares a later
 * request a look.
 */
export async function recordShown(services: Services, hash: string, bookmark: string): Promise<boolean> {
  try {
    await services.limiterOf(hash).showed(bookmark);
    return true;
  } catch (error) {
    services.log.error("rate_limiter_unreachable", error, { key: hash.slice(0, 8) });
    return false;
  }
}
