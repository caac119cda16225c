/** What the operator of a deployment looks at: every place, slot and breaker. Behind a secret of its own. */
import { Hono } from "hono";
import { timingSafeEqual } from "hono/utils/buffer";
import type { AppEnv } from "../app-env.ts";
import { ApiError } from "../errors.ts";

export const operator = new Hono<AppEnv>();

operator.use(async (c, next) => {
  const { OPERATOR_KEY } = c.get("services").settings;
  // Without the secret there is nothing here.
  if (OPERATOR_KEY === undefined) throw new ApiError(404, "not_found", `There is nothing at ${c.req.path}.`);
  const [, key = ""] = /^bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  // Compares hashes of both, so that the time it takes tells nothing of the secret.
  if (!(await timingSafeEqual(key, OPERATOR_KEY))) {
    const header = { "www-authenticate": "Bearer" };
    throw new ApiError(401, "unauthorized", "The operator's key is missing or wrong.", {}, header);
  }
  await next();
});

operator.get("/state", async (c) => {
  const { gate, renderer } = c.get("services");
  const [fal, renderers] = await Promise.all([gate().look(), renderer.look()]);
  c.header("cache-control", "no-store");
  return c.json({ status: "success", fal, renderers });
});
