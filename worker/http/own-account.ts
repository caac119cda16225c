/** account_id and org_id: what callers may say of whose artists and runs they ask for. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";
import { ApiError } from "./errors.ts";

const id = z.string().min(1).max(100).optional();

/** Query parameters. */
export const ownAccount = {
  account_id: id.openapi({ description: "The key's own account, which it is anyway; any other is 404." }),
  org_id: id.openapi({ description: "The same as `account_id`." }),
};

type Query = { [Name in keyof typeof ownAccount]?: string | undefined };

/** Throws 404 when either names another account than the key's: one that there is answers as one that there is not. */
export function requireOwnAccount(c: Context<AppEnv>, query: Query): void {
  const { accountId } = c.get("caller");
  for (const name of ["account_id", "org_id"] satisfies (keyof Query)[]) {
    const asked = query[name];
    if (asked === undefined || asked.toLowerCase() === accountId.toLowerCase()) continue;
    throw new ApiError(404, "account_not_found", "The key has no such account.", { field: [name] });
  }
}
