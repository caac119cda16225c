/** The Worker's three ways in. Wiring only. */
import type { Env } from "./env.ts";
import { app } from "./http/index.ts";
import { consume } from "./runs/consume.ts";
import type { Message } from "./runs/messages.ts";
import { sweep } from "./runs/sweep.ts";
import { servicesOf } from "./services.ts";

export { RateLimiter } from "./http/rate-limiter.ts";
export { RendererContainer as Renderer } from "./rendering/container.ts";

export default {
  fetch: app.fetch,
  queue: (batch, env) => consume(servicesOf(env), batch),
  scheduled: (_controller, env) => sweep(servicesOf(env)),
} satisfies ExportedHandler<Env, Message>;
