/** GET /openapi.json: the API's description. `npm run document` makes it, and it is deployed as one of the assets. */
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { readAsset } from "../asset.ts";

export const description = new Hono<AppEnv>();

/** commands/install-docs-assets.mjs puts it there. */
const ASSET = "/docs/openapi.json";

interface Description {
  servers: { url: string; description: string }[];
}

description.get("/", async (c) => {
  const { origin } = new URL(c.req.url);
  const document = await readAsset<Description>(c, ASSET);
  // Tools that keep a copy need to know where it is from.
  const servers = document.servers.map((server) => ({ ...server, url: origin }));
  return c.json({ ...document, servers });
});
