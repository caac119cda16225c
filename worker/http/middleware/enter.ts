/**
 * Lets requests in: by `x-api-key` or `Authorization: Bearer`, within the key's quota, which every answer reports in the
 * headers of the IETF draft. Nothing of a request is judged, answered or written before its key is known to be good.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { apiKeyHash, recordUse } from "../../accounts/authentication.ts";
import { Entry } from "../../accounts/entry.ts";
import type { AppEnv } from "../app-env.ts";
import { ApiError } from "../errors.ts";

/** The header of requests and of answers that carries a bookmark. */
const BOOKMARK = "x-bookmark";

const unauthorized = (message: string) =>
  new ApiError(401, "unauthorized", message, {}, { "www-authenticate": "Bearer" });

function presentedKey(c: Context<AppEnv>): string {
  const header = c.req.header("x-api-key");
  const authorization = c.req.header("authorization");
  if (header !== undefined && authorization !== undefined) {
    throw unauthorized("Send the API key in x-api-key or in Authorization, not in both.");
  }
  const key = header ?? /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (key === undefined) throw unauthorized("Send your API key in the x-api-key header.");
  return key;
}

export const enter = createMiddleware<AppEnv>(async (c, next) => {
  const hash = await apiKeyHash(presentedKey(c));
  if (hash === undefined) throw unauthorized("The API key is not valid.");
  const onlyReads = c.req.method === "GET" || c.req.method === "HEAD";
  const firstRead = c.get("firstRead");
  const isolate = c.get("services");
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
  const entry = new Entry(
    isolate,
    {
      hash,
      bookmark: c.req.header(BOOKMARK),
      isForPrimary: !onlyReads && !firstRead,
      prepare: firstRead?.prepare,
    },
    later,
  );
  c.set("services", entry.services);

  // A route that only reads does so by itself while a known key is counted, and is settled before it answers.
  const goesOn = onlyReads && entry.known !== undefined;
  const key = goesOn ? entry.known : await entry.judgeKey();
  if (!key) throw unauthorized("The API key is not valid.");
  c.set("caller", key.caller);
  c.set("keyHash", hash);
  c.set("keyExpiresAt", key.expiresAt);
  c.set("wasRead", firstRead && { by: firstRead.by, result: entry.first });
  c.set("settle", async (lacks) => {
    const standing = await entry.standing(key);
    if (standing) holdToQuota(c, standing);
    return entry.mustReadAgain(lacks);
  });
  if (!goesOn && (await c.get("settle")(false)) && firstRead) {
    await entry.readFirstAgain(key);
    c.set("wasRead", { by: firstRead.by, result: entry.first });
  }
  const recorded = recordUse(isolate, key);
  if (recorded) later(recorded);
  await next();
  await c.get("settle")(false);
  const bookmark = entry.bookmark();
  if (bookmark === undefined) return;
  c.header(BOOKMARK, bookmark);
  // What shows a version of something has a tag, or wrote it.
  const tag = onlyReads ? c.res.headers.get("etag") : undefined;
  if (c.res.ok && tag !== null) later(entry.show(tag));
});

/** Throws 429 when the key has used up its quota. */
function holdToQuota(
  c: Context<AppEnv>,
  { quota, windowMs, allowed, remaining, endsInMs }: NonNullable<Awaited<ReturnType<Entry["standing"]>>>,
): void {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));
  const resets = seconds(endsInMs);
  c.header("ratelimit-policy", `"default";q=${quota};w=${seconds(windowMs)}`);
  c.header("ratelimit", `"default";r=${remaining};t=${resets}`);
  if (allowed) return;
  throw new ApiError(
    429,
    "rate_limited",
    `This key may make ${quota} requests in ${seconds(windowMs)} seconds. Ask again in ${resets} s.`,
    {},
    { "retry-after": String(resets) },
  );
}
