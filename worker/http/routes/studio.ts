/**
 * GET /: the studio, a page over the public API. Its files are assets (studio/, built into public/); the Worker answers for
 * the page itself, because only it knows the origins that the page may talk to.
 */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { type Env, isLoopback, readSettings, type Settings } from "../../env.ts";
import type { AppEnv } from "../app-env.ts";
import { ApiError } from "../errors.ts";

/** To be mounted before CORS: nothing here is for other origins. */
export const studio = new Hono<AppEnv>();

/** In studio/index.html: whether this stack hands its own key out, which it does on the machine it runs on alone. */
const NO_LOCAL_KEY = '<meta name="local-key" content="no">';
const LOCAL_KEY = '<meta name="local-key" content="yes">';

/** Everything that the page may load is here; nothing in it is inline. */
function policyOf({ PUBLIC_ORIGIN, MEDIA_ORIGIN, R2_S3_ORIGIN }: Settings) {
  const [api, media, library] = [PUBLIC_ORIGIN, MEDIA_ORIGIN, R2_S3_ORIGIN].map((url) => new URL(url).origin);
  // Presigned links to songs and faces lead to the bucket that accounts' own files are in.
  const files = ["'self'", api, media, library].filter((source) => source !== undefined);
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: [...new Set([...files, "blob:"])],
    mediaSrc: [...new Set([...files, "blob:"])],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["'none'"],
  };
}

studio.get("/", async (c) => {
  const settings = readSettings(c.env);
  const page = await c.env.ASSETS.fetch(new URL("/", c.req.url));
  if (!page.ok) throw new ApiError(404, "not_found", "The studio was not built into this deployment.");
  const html = await page.text();
  const isOffered = keyFor(c.env, c.req.raw) !== undefined;
  c.header("cache-control", "no-cache");
  return secureHeaders({
    contentSecurityPolicy: policyOf(settings),
    crossOriginResourcePolicy: "same-origin",
    referrerPolicy: "no-referrer",
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  })(c, async () => {
    c.res = c.html(isOffered ? html.replace(NO_LOCAL_KEY, LOCAL_KEY) : html);
  }).then(() => c.res);
});

/**
 * The local stack's own key, where the request came to the very origin that the stack is at: not by another name that leads
 * to this machine, and never where the stack is elsewhere.
 */
function keyFor(env: Env, request: Request): string | undefined {
  const { LOCAL_API_KEY, PUBLIC_ORIGIN } = readSettings(env);
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return isLoopback(PUBLIC_ORIGIN) && host === new URL(PUBLIC_ORIGIN).host ? LOCAL_API_KEY : undefined;
}

/**
 * POST, because a browser names the origin of the page with every POST: a page of another origin can neither ask nor read.
 * Whoever has no such key to give has nothing here at all.
 */
studio.all("/studio/local-key", (c) => {
  const { PUBLIC_ORIGIN } = readSettings(c.env);
  const key = keyFor(c.env, c.req.raw);
  const isOwnPage =
    c.req.header("origin") === new URL(PUBLIC_ORIGIN).origin &&
    (c.req.header("sec-fetch-site") ?? "same-origin") === "same-origin";
  if (c.req.method !== "POST" || key === undefined || !isOwnPage) {
    throw new ApiError(404, "not_found", `There is nothing at ${c.req.path}.`);
  }
  c.header("cache-control", "no-store");
  return c.json({ status: "success", api_key: key });
});
