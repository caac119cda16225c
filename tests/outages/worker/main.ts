/**
 * The product, with every statement that it sends to the database counted by what sent it, and objects that can be ended
 * as a deploy ends them.
 */
import type { Env } from "../../../worker/env.ts";
import product, {
  FalGate as Gate,
  RendererPool as Pool,
  RateLimiter,
  RendererContainer as RendererInstance,
  RunWatcher as Watcher,
} from "../../../worker/index.ts";
import type { Message } from "../../../worker/queues.ts";
import { instanceNamed } from "../../../worker/rendering/renderer.ts";
import { COUNTS_PATH, DEPLOY_PATH } from "../counts.ts";
import { countedEnv, counts } from "./counted.ts";

export { RateLimiter };

const RESET = "Durable Object reset because its code was updated.";

export class FalGate extends Gate {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, countedEnv(env, "objects"));
  }
  end(): void {
    this.ctx.abort(RESET);
  }
}

export class RendererPool extends Pool {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, countedEnv(env, "objects"));
  }
  end(): void {
    this.ctx.abort(RESET);
  }
}

export class RendererContainer extends RendererInstance {
  end(): void {
    this.ctx.abort(RESET);
  }
}

export class RunWatcher extends Watcher {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, countedEnv(env, "watcher"));
  }
  end(): void {
    this.ctx.abort(RESET);
  }
}

async function deploy({ FAL_GATE, RENDERER_POOL, RENDERER, RUN_WATCHER }: Env): Promise<void> {
  const objects = [
    FAL_GATE.get(FAL_GATE.idFromName("gate")),
    RENDERER_POOL.get(RENDERER_POOL.idFromName("pool")),
    RENDERER.get(RENDERER.idFromName(instanceNamed(0))),
    RUN_WATCHER.get(RUN_WATCHER.idFromName("watcher")),
    // Their classes are those above.
  ] as unknown as { end(): Promise<void> }[];
  // The call to an object that ends never comes back well.
  await Promise.allSettled(objects.map((object) => object.end()));
}

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === COUNTS_PATH) return Response.json(counts);
    if (pathname === DEPLOY_PATH) {
      await deploy(env);
      return new Response(null, { status: 204 });
    }
    return product.fetch(request, countedEnv(env, "fetch"), context);
  },
  queue: (batch, env, context) => product.queue(batch, countedEnv(env, "queue"), context),
  scheduled: (controller, env) => product.scheduled(controller, countedEnv(env, "scheduled")),
} satisfies ExportedHandler<Env, Message>;
