import { createMiddleware } from "hono/factory";
import { authenticateKey, recordUse } from "../../accounts/authentication.ts";
import type { AppEnv } from "../app-env.ts";
import { ApiError } from "../errors.ts";

const unauthorized = (message: string) =>
  new ApiError(401, "unauthorized", message, {}, { "www-authenticate": "Bearer" });

/** Authenticates by `x-api-key` or `Authorization: Bearer`, before the body is read. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header("x-api-key");
  const authorization = c.req.header("authorization");
  if (header !== undefined && authorization !== undefined) {
    throw unauthorized("Send the API key in x-api-key or in Authorization, not in both.");
  }
  const key = header ?? /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (key === undefined) throw unauthorized("Send your API key in the x-api-key header.");
  const services = c.get("services");
  const known = await authenticateKey(services, key);
  if (!known) throw unauthorized("The API key is not valid.");
  c.set("caller", known.caller);
  c.set("isStillAllowed", async () => (await authenticateKey(services, key)) !== undefined);
  const recorded = recordUse(services, known);
  if (recorded) c.executionCtx.waitUntil(recorded);
  await next();
});
