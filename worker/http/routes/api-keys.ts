/** /api/keys: who may call on behalf of the account. Every key can do all that the account can. */
import { createRoute, z } from "@hono/zod-openapi";
import { type ApiKeyRow, createKey, listKeys, MAX_USABLE_KEYS, revokeKey } from "../../accounts/api-keys.ts";
import { plainText } from "../../contract/text.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

export const keys = newRouter();

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

const isoOrNull = (time: number | null) => (time === null ? null : new Date(time).toISOString());

/** Leaves out the hash. */
const viewKey = (row: Omit<ApiKeyRow, "hash" | "accountId">, callersKeyId: string): z.output<typeof keyBody> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  created_at: new Date(row.createdAt).toISOString(),
  expires_at: isoOrNull(row.expiresAt),
  last_used_at: isoOrNull(row.lastUsedAt),
  revoked_at: isoOrNull(row.revokedAt),
  current: row.id === callersKeyId,
});

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
    const rows = await listKeys(c.get("services"), accountId);
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
    const services = c.get("services");
    const { accountId, apiKeyId } = c.get("caller");
    const expiresAt = expires_at === undefined ? null : Date.parse(expires_at);
    if (expiresAt !== null && expiresAt <= services.now()) {
      throw new ApiError(400, "validation_failed", "expires_at: the key would have expired already.", {
        field: ["expires_at"],
      });
    }
    const made = await createKey(services, accountId, { name, expiresAt, by: apiKeyId });
    if (!made) {
      throw new ApiError(409, "too_many_keys", `The account has ${MAX_USABLE_KEYS} keys that work: revoke one first.`);
    }
    return c.json({ status: "success" as const, key: made.key, api_key: viewKey(made.row, apiKeyId) }, 201);
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
      ...errors("key_not_found", "last_key"),
    },
  }),
  async (c) => {
    const { keyId: id } = c.req.valid("param");
    const { accountId, apiKeyId: callersKeyId } = c.get("caller");
    const revoked = await revokeKey(c.get("services"), accountId, { id, by: callersKeyId });
    if (!revoked) throw new ApiError(404, "key_not_found", "There is no such key.");
    if (revoked.kind === "last") {
      throw new ApiError(409, "last_key", "This is the account's last key that works: make another one first.");
    }
    return c.json({ status: "success" as const, api_key: viewKey(revoked.row, callersKeyId) }, 200);
  },
);
