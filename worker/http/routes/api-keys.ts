/** /api/keys: who may call for the account. Every key can do all that the account can. */
import { createRoute, z } from "@hono/zod-openapi";
import { and, desc, eq, sql } from "drizzle-orm";
import { apiKeyPrefix, createApiKey } from "../../accounts/api-key.ts";
import { forgetApiKey } from "../../accounts/authentication.ts";
import { plainText } from "../../contract/text.ts";
import { insertMany } from "../../db/insert-many.ts";
import { apiKeys } from "../../db/schema.ts";
import { newId, sha256Hex } from "../../ids.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

export const keys = newRouter();

/** Each key has a quota of requests of its own, so there must not be any number of them. */
const MAX_USABLE_KEYS = 25;

const isoTime = z.iso.datetime();

const keyBody = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().openapi({ description: "The first characters of the key." }),
    created_at: isoTime,
    expires_at: isoTime.nullable(),
    last_used_at: isoTime.nullable().openapi({ description: "To the minute." }),
    revoked_at: isoTime.nullable(),
    current: z.boolean().openapi({ description: "Whether this call was made with it." }),
  })
  .openapi("ApiKey");

type KeyRow = typeof apiKeys.$inferSelect;

const isoOrNull = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** Never the hash. */
const viewKey = (row: Omit<KeyRow, "hash" | "accountId">, callersKeyId: string): z.output<typeof keyBody> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  created_at: new Date(row.createdAt).toISOString(),
  expires_at: isoOrNull(row.expiresAt),
  last_used_at: isoOrNull(row.lastUsedAt),
  revoked_at: isoOrNull(row.revokedAt),
  current: row.id === callersKeyId,
});

/** In SQL on `api_keys` under this name: neither revoked nor expired. */
const isUsable = (name: string, time: number) =>
  sql`(${sql.raw(name)}.revoked_at IS NULL AND (${sql.raw(name)}.expires_at IS NULL OR ${sql.raw(name)}.expires_at > ${time}))`;

keys.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listKeys",
    summary: "List keys",
    description:
      "Newest first, those that no longer work included. The keys themselves are shown only once, by the call that makes them.",
    tags: ["Keys"],
    security,
    responses: {
      200: json(z.object({ status: z.literal("success"), keys: z.array(keyBody) }), "The account's keys."),
      ...errors(),
    },
  }),
  async (c) => {
    const { accountId, apiKeyId } = c.get("caller");
    const rows = await c
      .get("services")
      .db.select()
      .from(apiKeys)
      .where(eq(apiKeys.accountId, accountId))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
    return c.json({ status: "success" as const, keys: rows.map((row) => viewKey(row, apiKeyId)) }, 200);
  },
);

const createKeyBody = z
  .strictObject({
    name: plainText(100).openapi({ description: "To recognise it by.", example: "laptop" }),
    expires_at: z.iso
      .datetime({ offset: true })
      .optional()
      .openapi({ description: "From then on it does not work; omitted: it works until it is revoked." }),
  })
  .openapi("CreateKey");

keys.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createKey",
    summary: "Make a key",
    description: `An account has at most ${MAX_USABLE_KEYS} keys that work.`,
    tags: ["Keys"],
    security,
    middleware: [requireJson] as const,
    request: { body: { required: true, content: { "application/json": { schema: createKeyBody } } } },
    responses: {
      201: json(
        z.object({
          status: z.literal("success"),
          key: z.string().openapi({ description: "The key itself: shown this once, and stored nowhere." }),
          api_key: keyBody,
        }),
        "The key works at once.",
      ),
      ...errors(...JSON_BODY, "too_many_keys"),
    },
  }),
  async (c) => {
    const { name, expires_at } = c.req.valid("json");
    const { db, now, log } = c.get("services");
    const { accountId, apiKeyId } = c.get("caller");
    const time = now();
    const expiresAt = expires_at === undefined ? null : Date.parse(expires_at);
    if (expiresAt !== null && expiresAt <= time) {
      throw new ApiError(400, "validation_failed", "expires_at: the key would have expired already.", {
        field: ["expires_at"],
      });
    }
    const key = createApiKey();
    const row = {
      ...{ id: newId("key"), accountId, name, hash: await sha256Hex(key), prefix: apiKeyPrefix(key) },
      ...{ createdAt: time, expiresAt, revokedAt: null, lastUsedAt: null },
    };
    const made = await insertMany(
      db,
      apiKeys,
      [row],
      sql`(SELECT count(*) FROM api_keys AS others WHERE others.account_id = ${accountId}
        AND ${isUsable("others", time)}) < ${MAX_USABLE_KEYS}`,
    ).returning({ id: apiKeys.id });
    if (made.length === 0) {
      throw new ApiError(409, "too_many_keys", `The account has ${MAX_USABLE_KEYS} keys that work: revoke one first.`);
    }
    log.info("api_key_created", { accountId, apiKeyId: row.id, by: apiKeyId });
    const headers = { "cache-control": "no-store" };
    return c.json({ status: "success" as const, key, api_key: viewKey(row, apiKeyId) }, 201, headers);
  },
);

keys.openapi(
  createRoute({
    method: "delete",
    path: "/{keyId}",
    operationId: "revokeKey",
    summary: "Revoke a key",
    description:
      "It stops working within 30 seconds everywhere, and stays in the list. Revoking it again changes nothing. The last key that works cannot be revoked, because nobody could make another one: make that first.",
    tags: ["Keys"],
    security,
    request: {
      params: z.object({
        keyId: z.string().min(1).max(100).openapi({ description: "The key's `id`, not the key itself." }),
      }),
    },
    responses: {
      200: json(z.object({ status: z.literal("success"), api_key: keyBody }), "The key as it is now."),
      ...errors("validation_failed", "key_not_found", "last_key"),
    },
  }),
  async (c) => {
    const { keyId: id } = c.req.valid("param");
    const { db, now, log } = c.get("services");
    const { accountId, apiKeyId: callersKeyId } = c.get("caller");
    const time = now();
    const ofAccount = and(eq(apiKeys.id, id), eq(apiKeys.accountId, accountId));
    const [revoked, [row]] = await db.batch([
      db
        .update(apiKeys)
        .set({ revokedAt: time })
        .where(
          sql`${ofAccount} AND api_keys.revoked_at IS NULL
            AND (NOT ${isUsable("api_keys", time)} OR EXISTS (SELECT 1 FROM api_keys AS others
              WHERE others.account_id = ${accountId} AND others.id <> ${id} AND ${isUsable("others", time)}))`,
        )
        .returning({ id: apiKeys.id }),
      db.select().from(apiKeys).where(ofAccount),
    ]);
    if (!row) throw new ApiError(404, "key_not_found", "There is no such key.");
    if (row.revokedAt === null) {
      throw new ApiError(409, "last_key", "This is the account's last key that works: make another one first.");
    }
    forgetApiKey(row.hash);
    if (revoked.length > 0) log.info("api_key_revoked", { accountId, apiKeyId: id, by: callersKeyId });
    return c.json({ status: "success" as const, api_key: viewKey(row, callersKeyId) }, 200);
  },
);
