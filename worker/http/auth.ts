import { eq } from "drizzle-orm";
import { createMiddleware } from "hono/factory";
import { apiKeys } from "../db/schema.ts";
import { sha256Hex } from "../ids.ts";
import { isWellFormed } from "../keys.ts";
import type { AppEnv, Caller } from "./app-env.ts";
import { ApiError } from "./errors.ts";

/** How long a revoked key may go on working in an isolate that has seen it. */
const REMEMBERED_MS = 20_000;
const MOST_REMEMBERED = 5_000;

const remembered = new Map<string, { caller: Caller; expiresAt: number | null; until: number }>();

const unauthorized = (message: string) =>
  new ApiError(401, "unauthorized", message, {}, { "www-authenticate": "Bearer" });

/** The key's account, from `x-api-key` or `Authorization: Bearer`, decided before the body is read. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header("x-api-key");
  const authorization = c.req.header("authorization");
  if (header !== undefined && authorization !== undefined) {
    throw unauthorized("Send the API key in x-api-key or in Authorization, not in both.");
  }
  const key = header ?? /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (key === undefined) throw unauthorized("Send your API key in the x-api-key header.");
  const caller = isWellFormed(key) ? await findCaller(c.get("services"), key) : undefined;
  if (!caller) throw unauthorized("The API key is not valid.");
  c.set("caller", caller);
  await next();
});

async function findCaller({ db, now }: AppEnv["Variables"]["services"], key: string): Promise<Caller | undefined> {
  const time = now();
  const hash = await sha256Hex(key);
  const known = remembered.get(hash);
  if (known && known.until > time && (known.expiresAt === null || known.expiresAt > time)) return known.caller;
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.hash, hash));
  remembered.delete(hash);
  if (!row || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= time)) return undefined;
  const caller = { accountId: row.accountId, keyId: row.id };
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(hash, { caller, expiresAt: row.expiresAt, until: time + REMEMBERED_MS });
  return caller;
}
