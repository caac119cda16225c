/**
 * One renderer instance: its container, by the Durable Object Container API rather than @cloudflare/containers. That class
 * counts requests in flight and leaks one whenever a client aborts while it proxies; after that the container never
 * sleeps, and bills for hours (cloudflare/containers#241). Here the platform's own inactivity timeout stops it.
 */
import { DurableObject } from "cloudflare:workers";
import { type Env, readSettings, type Settings } from "../env.ts";
import { scaledMs } from "../timing.ts";
import type { ContainerApi } from "./container-api.ts";
import { processContainer } from "./process-container.ts";

const PORT = 8080;
const IDLE_MS = 5 * 60 * 1000;
/** Measured: healthy 5.3 s after its start. The platform may have to fetch the image first. */
const START_SECONDS = 30;
/** A renderer answers both at once, whatever it is at work on. */
const HEALTH_SECONDS = 5;
const HEADERS_SECONDS = 15;
const BETWEEN_CHECKS_SECONDS = 0.25;

/** Why an instance took no job, as the code of a 503's body. Every one is worth asking another instance. */
export type InstanceTrouble =
  /** Its container finishes what it has and ends: a rollout, or the platform moves it. */
  | "draining"
  /** The platform has no container for it, or the container ended while it started. */
  | "not_started"
  /** The container runs, and does not answer. */
  | "silent";

/** Starts its container when none is running, and passes jobs on once it listens. */
export class RendererContainer extends DurableObject<Env> {
  protected readonly container: ContainerApi | undefined = containerOf(this.ctx, this.env);
  /** The container answered before, and has not failed to since. */
  #listens = false;

  /**
   * Passes a job on, and answers what the renderer does. Otherwise 503 with an InstanceTrouble as `code`, within the time
   * that a container takes to start: an instance never keeps a caller waiting for another reason.
   */
  override async fetch(request: Request): Promise<Response> {
    const { container } = this;
    if (!container) return trouble("not_started", "There is no container here, and RENDERER_URL is not set.");
    const settings = readSettings(this.env);
    try {
      if (!container.running) await this.#start(container, settings);
      if (!this.#listens) {
        const found = await this.#untilListening(container, settings);
        if (found) return found;
      }
      // The container speaks plain HTTP on its own port.
      const port = container.getTcpPort(PORT);
      const passedOn = port.fetch(request.url.replace("https:", "http:"), request);
      return await within(scaledMs({ settings }, HEADERS_SECONDS), passedOn);
    } catch (error) {
      this.#listens = false;
      if (!container.running) return trouble("not_started", `The container did not start, or ended: ${error}`);
      // Nothing else ends a container that is stuck: it would be asked for hours. What it was at work on is done again.
      if (error instanceof TookTooLong) this.ctx.waitUntil(container.destroy().catch(() => {}));
      return trouble("silent", `The container does not answer: ${error}`);
    }
  }

  async #start(container: ContainerApi, settings: Settings): Promise<void> {
    this.#listens = false;
    const { MEDIA_ORIGIN, R2_S3_ORIGIN, RENDERER_PLACES } = settings;
    container.start({
      enableInternet: true,
      env: {
        ...{ HOST: "*", PORT: String(PORT), CAPACITY: String(RENDERER_PLACES) },
        // Files come from and go to our own buckets, and nowhere else.
        ALLOWED_HOSTS: [MEDIA_ORIGIN, R2_S3_ORIGIN].map((origin) => new URL(origin).hostname).join(","),
      },
    });
    await within(scaledMs({ settings }, HEALTH_SECONDS), container.setInactivityTimeout(IDLE_MS));
  }

  /** Undefined once the renderer listens. Throws when the container ended, or does not come up in time. */
  async #untilListening(container: ContainerApi, settings: Settings): Promise<Response | undefined> {
    const giveUpAt = Date.now() + scaledMs({ settings }, START_SECONDS);
    const port = container.getTcpPort(PORT);
    for (;;) {
      try {
        const answer = await within(scaledMs({ settings }, HEALTH_SECONDS), port.fetch("http://container/health"));
        const { ok, status } = answer;
        await answer.body?.cancel();
        if (status === 503) return trouble("draining", "The renderer is shutting down.");
        if (ok) {
          this.#listens = true;
          return undefined;
        }
        if (Date.now() > giveUpAt) throw new Error(`/health answers ${status}`);
      } catch (error) {
        // Also while it starts: until then its port refuses connections.
        if (!container.running || error instanceof TookTooLong || Date.now() > giveUpAt) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, scaledMs({ settings }, BETWEEN_CHECKS_SECONDS)));
    }
  }
}

const containerOf = (ctx: DurableObjectState, { RENDERER_URL }: Env): ContainerApi | undefined =>
  RENDERER_URL === undefined ? ctx.container : processContainer(RENDERER_URL);

const trouble = (code: InstanceTrouble, message: string): Response =>
  Response.json({ code, message, retryable: true }, { status: 503 });

class TookTooLong extends Error {
  override name = "TookTooLong";
}

/** What `work` gives, if it does so in `ms`. Throws TookTooLong otherwise, and what it throws. */
async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TookTooLong(`no answer in ${ms} ms`)), ms);
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
    // What comes too late is nobody's.
    work.catch(() => {});
  }
}
