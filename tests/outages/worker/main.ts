/** The product, with every statement that it sends to the database counted by what sent it. */
import type { Env } from "../../../worker/env.ts";
import product, {
  FalGate as Gate,
  RendererPool as Pool,
  RateLimiter,
  RendererContainer,
} from "../../../worker/index.ts";
import type { Message } from "../../../worker/queues.ts";
import { COUNTS_PATH } from "../counts.ts";
import { countedEnv, counts } from "./counted.ts";

export { RateLimiter, RendererContainer };

export class FalGate extends Gate {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, countedEnv(env, "objects"));
  }
}

export class RendererPool extends Pool {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, countedEnv(env, "objects"));
  }
}

export default {
  fetch: (request, env, context) =>
    new URL(request.url).pathname === COUNTS_PATH
      ? Response.json(counts)
      : product.fetch(request, countedEnv(env, "fetch"), context),
  queue: (batch, env, context) => product.queue(batch, countedEnv(env, "queue"), context),
  scheduled: (controller, env) => product.scheduled(controller, countedEnv(env, "scheduled")),
} satisfies ExportedHandler<Env, Message>;
