/**
 * The product's Durable Objects in a Worker that only passes calls on to them. All is theirs but `container`, which is one
 * that the test steers.
 */
import type { Env } from "../../../worker/env.ts";
import {
  FalGate as Gate,
  RendererContainer as Product,
  RateLimiter,
  RendererPool,
  RunWatcher,
} from "../../../worker/index.ts";
import { SteeredContainer } from "../../chaos/worker/steered-container.ts";

export { RateLimiter, RendererPool, RunWatcher };

/** Counts how often it wakes by itself. */
export class FalGate extends Gate {
  #alarms = 0;
  override async alarm(): Promise<void> {
    this.#alarms += 1;
    await super.alarm();
  }
  alarms(): number {
    return this.#alarms;
  }
}

/** A binding of this Worker's own: where the test's containers are. */
const containersAt = (env: Env) => (env as unknown as { CONTAINERS_ORIGIN: string }).CONTAINERS_ORIGIN;

export class RendererContainer extends Product {
  protected override readonly container = new SteeredContainer(`${containersAt(this.env)}/${this.ctx.id.name}`);

  /** Between tests: its container ended. */
  end(): void {
    this.container.running = false;
  }
}

export default {
  /** POST /{binding}/{object}/{method} with its arguments as a JSON array. */
  async fetch(request, env): Promise<Response> {
    const [, binding = "", name = "", method = ""] = new URL(request.url).pathname.split("/");
    const namespace = env[binding as "RENDERER_POOL"];
    const object = namespace.get(namespace.idFromName(name));
    if (method === "fetch") {
      const passedOn = await object.fetch(`http://renderer/${(await request.json<[string]>())[0]}`, {
        method: "POST",
        body: "{}",
      });
      return new Response(await passedOn.text(), { status: passedOn.status });
    }
    const call = (object as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>)[method];
    return Response.json((await call?.(...(await request.json<unknown[]>()))) ?? null);
  },
  /** Whom the pool sends for. */
  async queue(batch, env) {
    const body = JSON.stringify(batch.messages.map((message) => message.body));
    await fetch(`${containersAt(env)}/woken`, { method: "POST", body });
  },
} satisfies ExportedHandler<Env>;
