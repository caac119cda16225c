/**
 * What a route reads first, so that it can be read while the key is judged: in one round trip with the key's row where the
 * key is not known yet. A route without one works the same, and waits for one round trip more.
 */
import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { AccountId, Reading } from "../accounts/entry.ts";
import type { AppEnv } from "./app-env.ts";

/** The query's parameters as schemas are given them: those that are repeated as lists. */
export const queryOf = (c: Context<AppEnv>): Record<string, string | string[] | undefined> =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );

type Prepared<Result> = (account: AccountId) => Promise<Reading<Result> | undefined>;

/** What one route reads first. */
export class FirstRead<out Result> {
  readonly #begin: (c: Context<AppEnv>) => Prepared<Result>;

  /**
   * `begin` finds out what the request is for, and what it gives makes the reading; undefined: nothing can be read yet. Both
   * run before the key is judged: they may read the request, and must neither judge it nor answer.
   */
  constructor(begin: (c: Context<AppEnv>) => Prepared<Result>) {
    this.#begin = begin;
  }

  /** For the path of the route, in front of what judges the key. */
  of(method: string): MiddlewareHandler<AppEnv> {
    return createMiddleware<AppEnv>(async (c, next) => {
      if (c.req.method === method) c.set("firstRead", { by: this, prepare: this.#begin(c) });
      await next();
    });
  }

  /** What was read, once. Undefined: nothing was, or it was taken before, and is too old when it is asked for again. */
  take(c: Context<AppEnv>): Result | undefined {
    const made = c.get("wasRead");
    c.set("wasRead", undefined);
    // It is what this very reading came to.
    return made?.by === this ? (made.result as Result | undefined) : undefined;
  }
}
