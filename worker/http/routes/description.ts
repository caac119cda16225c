/** GET /openapi.json: the API's description. `npm run document` makes it, and it is deployed as one of the assets. */
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";

export const description = new Hono<AppEnv>();

/** commands/install-docs-assets.mjs puts it there. */
const ASSET = "/docs/openapi.json";
/** How the asset names its server: wherever it is read from. Tools that keep a copy need to know where that was. */
const ANYWHERE = '"servers":[{"url":"/"';

description.get("/", async (c) => {
  const { origin } = new URL(c.req.url);
  const asset = await c.env.ASSETS.fetch(new URL(ASSET, origin));
  if (!asset.ok) throw new Error(`The asset ${ASSET} answers ${asset.status}: npm install`);
  const document = (await asset.text()).replace(ANYWHERE, () => `"servers":[{"url":${JSON.stringify(origin)}`);
  return c.body(document, 200, { "content-type": "application/json" });
});
