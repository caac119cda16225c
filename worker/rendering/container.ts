/**
 * The renderer's container, by the Durable Object Container API rather than @cloudflare/containers. That class counts
 * requests in flight and leaks one whenever a client aborts while it proxies; after that the container never sleeps,
 * and bills for hours (cloudflare/containers#241). Here the platform's own inactivity timeout stops it.
 */
import { DurableObject } from "cloudflare:workers";
import { type Env, readSettings } from "../env.ts";

const PORT = 8080;
const IDLE_MS = 5 * 60 * 1000;
const START_MS = 30 * 1000;

/** One renderer: starts its container when none is running, and forwards requests to it once it listens. */
export class RendererContainer extends DurableObject<Env> {
  override async fetch(request: Request): Promise<Response> {
    const { container } = this.ctx;
    if (!container) throw new Error("Containers are off here: set RENDERER_URL.");
    if (!container.running) {
      const { MEDIA_ORIGIN, R2_S3_ORIGIN } = readSettings(this.env);
      container.start({
        enableInternet: true,
        // Files come from and go to our own buckets, and nowhere else.
        env: { PORT: String(PORT), ALLOWED_HOSTS: [MEDIA_ORIGIN, R2_S3_ORIGIN].map(hostOf).join(",") },
      });
      await container.setInactivityTimeout(IDLE_MS);
    }
    const port = container.getTcpPort(PORT);
    await untilListening(() => port.fetch("http://container/health"));
    // The container speaks plain HTTP on its own port.
    return port.fetch(request.url.replace("https:", "http:"), request);
  }
}

const hostOf = (origin: string) => new URL(origin).hostname;

async function untilListening(check: () => Promise<Response>): Promise<void> {
  const giveUpAt = Date.now() + START_MS;
  for (;;) {
    try {
      const response = await check();
      await response.body?.cancel();
      if (response.ok) return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
    if (Date.now() > giveUpAt) throw new Error("The renderer's container does not come up");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
