/**
 * The product's Durable Objects in a Worker that only passes calls on to them. All is theirs but `container`, which is one
 * that the test steers.
 */
import type { Env } from "../../../worker/env.ts";
import { FalGate as Gate, RendererContainer as Product, RateLimiter, RendererPool } from "../../../worker/index.ts";
import type { ContainerApi } from "../../../worker/rendering/container-api.ts";

export { RateLimiter, RendererPool };

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

/** Behaves as a platform's container: `running` tells what the platform knows, and a port leads there while it does. */
class SteeredContainer implements ContainerApi {
  running = false;
  readonly #origin: string;
  constructor(origin: string) {
    this.#origin = origin;
  }
  start(): void {
    this.running = true;
    this.#started = this.#tell("start");
  }
  async destroy(): Promise<void> {
    this.running = false;
    await this.#tell("destroy");
  }
  async setInactivityTimeout(): Promise<void> {}
  getTcpPort() {
    return {
      fetch: async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
        await this.#started;
        const { pathname } = new URL(input instanceof Request ? input.url : input);
        try {
          return await fetch(`${this.#origin}${pathname}`, init);
        } catch (error) {
          // The platform notices that a process ended.
          this.running = (await (await this.#tell("running")).text()) === "true";
          throw error;
        }
      },
    };
  }
  #started: Promise<unknown> = Promise.resolve();
  #tell(what: string): Promise<Response> {
    return fetch(`${this.#origin}/platform/${what}`, { method: "POST" });
  }
}

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
