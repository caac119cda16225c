/** What every router shares: types, and how invalid input is answered. */
import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { AppEnv } from "./app-env.ts";
import { validationError } from "./errors.ts";

const noQuery = z.strictObject({});

/**
 * An empty router. Input that its routes' schemas refuse is answered 400 with every issue. Calls that need a key take no
 * query parameters but those of their schema, and none without one: a typo must not pass for an option.
 */
export function newRouter() {
  const router = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw validationError(result.error, result.target === "json" ? "body" : result.target);
    },
  });
  const { openapi } = router;
  router.openapi = ((route: RouteConfig, ...rest: [never]) => {
    if (route.security?.length) route.request = { query: noQuery, ...route.request };
    return openapi(route as never, ...rest);
  }) as typeof openapi;
  return router;
}
