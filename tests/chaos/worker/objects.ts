/**
 * The product's Durable Objects, with faults in what they call themselves; each can be ended from outside, as by a deploy.
 * A renderer's container is one that the campaign steers, where it has any.
 */
import type { Env } from "../../../worker/env.ts";
import {
  FalGate as ProductGate,
  RendererPool as ProductPool,
  RendererContainer as ProductRenderer,
} from "../../../worker/index.ts";
import type { ContainerApi } from "../../../worker/rendering/container-api.ts";
import { processContainer } from "../../../worker/rendering/process-container.ts";
import { faultyEnv } from "./bindings.ts";
import { Invocation } from "./invocation.ts";
import { SteeredContainer } from "./steered-container.ts";

const RESET = "Durable Object reset because its code was updated.";

const faulty = (ctx: DurableObjectState, env: Env): Env => faultyEnv(env, new Invocation({}, () => ctx.abort(RESET)));

export class FalGate extends ProductGate {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, faulty(ctx, env));
  }
  async reset(): Promise<void> {
    this.ctx.abort(RESET);
  }
}

export class RendererPool extends ProductPool {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, faulty(ctx, env));
  }
  async reset(): Promise<void> {
    this.ctx.abort(RESET);
  }
}

export class RendererContainer extends ProductRenderer {
  protected override readonly container: ContainerApi | undefined = containerOf(this.ctx, this.env);
  async reset(): Promise<void> {
    this.ctx.abort(RESET);
  }
}

/** `CONTAINERS_ORIGIN` is a setting of this Worker's own; where it is not set, a process takes their place. */
function containerOf(ctx: DurableObjectState, env: Env): ContainerApi | undefined {
  const { CONTAINERS_ORIGIN: origin } = env as { CONTAINERS_ORIGIN?: string };
  if (origin !== undefined) return new SteeredContainer(`${origin}/${ctx.id.name}`);
  return env.RENDERER_URL === undefined ? undefined : processContainer(env.RENDERER_URL);
}
