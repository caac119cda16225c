/** What every router shares: types, how invalid input is answered, and when an answer is new enough. */
import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";
import { ApiError, validationError } from "./errors.ts";

const noQuery = z.strictObject({});

type Answer = (c: Context<AppEnv>) => Response | Promise<Response>;

/**
 * An empty router. Input that its routes' schemas refuse is answered 400 with every issue. Calls that need a key take no
 * query parameters but those of their schema, and none without one: a typo must not pass for an option. A GET that needs a
 * key is answered anew where the copy of the database that it was answered from is too old.
 */
export function newRouter() {
  const router = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw validationError(result.error, result.target === "json" ? "body" : result.target);
    },
  });
  const { openapi } = router;
  router.openapi = ((route: RouteConfig, answer: never, ...rest: never[]) => {
    if (!route.security?.length) return openapi(route as never, answer, ...rest);
    route.request = { query: noQuery, ...route.request };
    const settled = route.method === "get" ? (newEnough(answer) as never) : answer;
    return openapi(route as never, settled, ...rest);
  }) as typeof openapi;
  return router;
}

/** Thrown by the answer to a GET when it has found out, by `settle`, that it has to be made anew. */
export class ReadAgain extends Error {
  override name = "ReadAgain";
}

/** What was not found may only not be known yet where it was looked for. */
const isNotFound = (error: unknown) => error instanceof ApiError && error.status === 404;

const newEnough =
  (answer: Answer): Answer =>
  async (c) => {
    for (;;) {
      try {
        const response = await answer(c);
        if (!(await c.get("settle")(false))) return response;
      } catch (error) {
        if (!(error instanceof ReadAgain) && !(await c.get("settle")(isNotFound(error)))) throw error;
      }
      // The next answer may not need what this one set.
      for (const name of ["retry-after", "etag"]) c.header(name, undefined);
    }
  };
