/** Holds each key to its quota of requests, and reports it on every answer in the headers of the IETF draft. */
import { createMiddleware } from "hono/factory";
import type { RateLimiter } from "../../accounts/rate-limiter.ts";
import { scaledMs } from "../../timing.ts";
import type { AppEnv } from "../app-env.ts";
import { ApiError } from "../errors.ts";

const WINDOW_SECONDS = 60;

export const limitRate = createMiddleware<AppEnv>(async (c, next) => {
  const services = c.get("services");
  const { apiKeyId, requestsPerMinute } = c.get("caller");
  const quota = requestsPerMinute ?? services.settings.RATE_LIMIT;
  const windowMs = scaledMs(services, WINDOW_SECONDS);
  // wrangler.toml binds this class.
  const limiters = c.env.RATE_LIMITER as DurableObjectNamespace<RateLimiter>;
  const limiter = limiters.get(limiters.idFromName(apiKeyId));
  // If the counter fails, the API goes on without limits rather than not at all.
  const window = await limiter.take(quota, windowMs).catch((error: unknown) => {
    services.log.error("rate_limiter_unreachable", error, { apiKeyId });
  });
  if (window) {
    const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
    const resets = seconds(window.endsInMs);
    c.header("ratelimit-policy", `"default";q=${quota};w=${seconds(windowMs)}`);
    c.header("ratelimit", `"default";r=${window.remaining};t=${resets}`);
    if (!window.allowed) {
      throw new ApiError(
        429,
        "rate_limited",
        `This key may make ${quota} requests in ${seconds(windowMs)} seconds. Ask again in ${resets} s.`,
        {},
        { "retry-after": String(resets) },
      );
    }
  }
  await next();
});
