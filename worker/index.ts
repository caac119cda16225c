/** The Worker's three ways in. Wiring only. */
import type { Env } from "./env.ts";
import { app } from "./http/index.ts";
import type { ChoreMessage, DeliveryMessage, Message } from "./queues.ts";
import { consumeChores, isChoreQueue } from "./runs/chores.ts";
import { consume } from "./runs/consume.ts";
import { sweep } from "./runs/sweep.ts";
import { servicesOf } from "./services.ts";
import { consumeDeliveries, isDeliveryQueue } from "./webhooks/consume.ts";

export { RateLimiter } from "./accounts/rate-limiter.ts";
export { RendererContainer } from "./rendering/container.ts";
export { FalGate } from "./runs/fal-gate.ts";
export { RendererPool } from "./runs/renderer-pool.ts";
export { RunWatcher } from "./runs/run-watcher.ts";

export default {
  fetch: app.fetch,
  // Only a queue's name tells which messages it carries.
  queue: (batch, env, context) => {
    if (isDeliveryQueue(batch.queue)) {
      return consumeDeliveries(servicesOf(env), batch as MessageBatch<DeliveryMessage>, context);
    }
    if (isChoreQueue(batch.queue)) return consumeChores(servicesOf(env), batch as MessageBatch<ChoreMessage>);
    return consume(servicesOf(env), batch as MessageBatch<Message>);
  },
  scheduled: (_controller, env) => sweep(servicesOf(env)),
} satisfies ExportedHandler<Env, Message | DeliveryMessage | ChoreMessage>;
