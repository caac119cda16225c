/** JSON that was made where the code is (`npm run document`), and is deployed as one of the Worker's assets. */
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";

/** The asset at `path`, as it was written. Throws an Error when this deployment lacks it. */
export async function readAsset<Content>(c: Context<AppEnv>, path: string): Promise<Content> {
  const asset = await c.env.ASSETS.fetch(new URL(path, c.req.url));
  if (!asset.ok) throw new Error(`The asset ${path} answers ${asset.status}: npm install`);
  return asset.json<Content>();
}
