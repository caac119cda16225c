/**
 * POST /mcp: the API for agents, by the Model Context Protocol. What a tool does is asked of the API itself, with the key
 * that the agent came with: keys, limits, idempotency and refusals are the API's own.
 */
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { base64Of } from "../../bytes.ts";
import type { Means, ToolFile } from "../../mcp/tool.ts";
import { scaledMs } from "../../timing.ts";
import type { AppEnv } from "../app-env.ts";
import { readAsset } from "../asset.ts";
import { ApiError, renderError } from "../errors.ts";
import { enter } from "../middleware/enter.ts";
import { requireJson } from "../middleware/require-json.ts";

type Fetch = (request: Request, env: AppEnv["Bindings"], context: ExecutionContext) => Response | Promise<Response>;

/** Only agents need it, so whoever calls the API otherwise does not wait for it to load. */
const agents = () => import("../../mcp/server.ts");

/** Web pages that a browser was led to by a name of their own may not use what it can reach: DNS rebinding. */
const fromOwnOrigin = createMiddleware<AppEnv>(async (c, next) => {
  const { PUBLIC_ORIGIN } = c.get("services").settings;
  const { foreignOrigin } = await agents();
  const foreign = foreignOrigin(c.req.raw.headers, PUBLIC_ORIGIN);
  if (foreign !== undefined) throw new ApiError(403, "foreign_origin", `${foreign}: this is ${PUBLIC_ORIGIN}.`);
  await next();
});

/** `npm run document` makes it. */
const ASSET = "/docs/tools.json";

let toolFile: ToolFile | undefined;

async function readToolFile(c: Context<AppEnv>): Promise<ToolFile> {
  toolFile ??= await readAsset<ToolFile>(c, ASSET);
  return toolFile;
}

/** The routes of agents. `fetch` is the API. */
export function mcp(fetch: Fetch): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post("/", fromOwnOrigin, enter, requireJson, async (c) => {
    const message: unknown = await c.req.json();
    // A call would be many then, of which one limit knows nothing; newer versions of the protocol have none.
    if (Array.isArray(message)) {
      throw new ApiError(400, "validation_failed", "The body is not valid. Send one message at a time.", { field: [] });
    }
    const { answerAgent } = await agents();
    c.header("cache-control", "no-store");
    // Proxies that buffer would hold progress back.
    c.header("x-accel-buffering", "no");
    return answerAgent(c.req.raw, message, {
      toolFile: await readToolFile(c),
      failed: async (error) => (await renderError(error, c).json()) as Record<string, unknown>,
      waitMs: (seconds) => scaledMs(c.get("services"), seconds),
      fetch: async (path, init) => {
        const request = new Request(new URL(path, c.req.url), { ...init, headers: { ...init.headers, ...keyOf(c) } });
        return fetch(request, c.env, c.executionCtx as ExecutionContext);
      },
      picture: pictureFrom(c),
    });
  });
  return routes;
}

/** The headers that the key came in. */
function keyOf(c: Context<AppEnv>): Record<string, string> {
  const [key, authorization] = [c.req.header("x-api-key"), c.req.header("authorization")];
  return {
    ...(key === undefined ? {} : { "x-api-key": key }),
    ...(authorization === undefined ? {} : { authorization }),
  };
}

/** Until a renderer has to have begun to read a picture. */
const URL_SECONDS = 900;

const pictureFrom =
  (c: Context<AppEnv>): Means["picture"] =>
  async (url, maxBytes) => {
    const { media, renderer, log } = c.get("services");
    const ref = media.publicRef(url);
    if (ref === undefined) return null;
    const { bucket, key } = media.bucket(ref);
    const file = await bucket.get(key);
    if (!file) return null;
    if (file.size <= maxBytes) {
      const contentType = file.httpMetadata?.contentType ?? "image/jpeg";
      return { contentType, base64: base64Of(new Uint8Array(await file.arrayBuffer())) };
    }
    await file.body.cancel();
    try {
      const picture = { url: await media.readUrl(ref, URL_SECONDS) };
      const { preview } = await renderer.picture({ picture, turn: null, preview: true });
      return preview === undefined ? null : { contentType: "image/jpeg", base64: preview };
    } catch (error) {
      // The agent is given a link instead.
      log.warn("preview_not_made", { ref, reason: (error as Error).message });
      return null;
    }
  };
