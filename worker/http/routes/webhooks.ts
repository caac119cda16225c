/** /api/webhooks: where an account hears of the ends of its runs. */
import { createRoute, z } from "@hono/zod-openapi";
import { and, count, desc, eq, sql } from "drizzle-orm";
import { eventTypes, secretField, viewWebhook, webhookBody, webhookUrl } from "../../contract/webhook.ts";
import { webhookEndpoints } from "../../db/schema.ts";
import { WEBHOOK_EVENT_TYPES } from "../../domain/webhook.ts";
import { newId } from "../../ids.ts";
import type { Services } from "../../services.ts";
import { cancelPending } from "../../webhooks/deliveries.ts";
import { newSecret, rotated } from "../../webhooks/secrets.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { requireReceiverUrl } from "../url-refused.ts";

/** Each run's end is sent to all of them. */
const MAX_WEBHOOKS = 20;

export const webhooks = newRouter();

const tags = ["Webhooks"];
export const webhookPath = z.object({ id: z.string().min(1).max(100).openapi({ description: "The webhook's `id`." }) });
const answer = z.object({ status: z.literal("success"), webhook: webhookBody });
const answerWithSecret = answer.extend({ secret: secretField });
const unique = eventTypes.transform((types) => [...new Set(types)]);
const wanted = { description: "Which events to send; all when omitted." };

webhooks.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createWebhook",
    summary: "Create a webhook",
    description:
      "Every run's end is sent to it, signed by the Standard Webhooks specification: check `webhook-id`, `webhook-timestamp` and `webhook-signature` with any library for it and the `secret` that is shown here, once. Answer 2xx within 15 seconds. Anything else, redirects included, is tried again nine times over three days; 410 disables the webhook. A message may come twice: `webhook-id` is the same.",
    tags,
    security,
    middleware: [requireJson] as const,
    request: {
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z
              .strictObject({
                url: webhookUrl,
                events: unique.default([...WEBHOOK_EVENT_TYPES]).openapi(wanted),
                enabled: z.boolean().default(true),
              })
              .openapi("CreateWebhook"),
          },
        },
      },
    },
    responses: {
      201: json(answerWithSecret, "It is told of runs that end from now on."),
      ...errors(...JSON_BODY, "url_refused", "too_many_webhooks"),
    },
  }),
  async (c) => {
    const { url, events, enabled } = c.req.valid("json");
    const services = c.get("services");
    const { db } = services;
    const { accountId } = c.get("caller");
    const checked = await requireReceiverUrl(services, url, "url");
    const now = services.now();
    const id = newId("wh");
    const row = {
      ...{ id, accountId, url: checked, events, enabled, secret: newSecret(), createdAt: now, updatedAt: now },
      ...{ disabledReason: null, previousSecret: null, previousUntil: null },
    };
    const [existing] = await db
      .select({ count: count() })
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.accountId, accountId));
    if ((existing?.count ?? 0) >= MAX_WEBHOOKS) {
      throw new ApiError(409, "too_many_webhooks", `An account has ${MAX_WEBHOOKS} webhooks at most: delete one.`);
    }
    await db.insert(webhookEndpoints).values(row);
    return c.json({ status: "success" as const, webhook: viewWebhook(row, 0, now), secret: row.secret }, 201);
  },
);

webhooks.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listWebhooks",
    summary: "List webhooks",
    description: "Newest first, disabled ones included.",
    tags,
    security,
    responses: {
      200: json(
        z.object({ status: z.literal("success"), webhooks: z.array(webhookBody) }),
        "The account's webhooks, newest first.",
      ),
      ...errors(),
    },
  }),
  async (c) => {
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const found = await read(services, eq(webhookEndpoints.accountId, accountId));
    return c.json({ status: "success" as const, webhooks: found }, 200);
  },
);

webhooks.openapi(
  createRoute({
    method: "get",
    path: "/{id}",
    operationId: "getWebhook",
    summary: "Read a webhook",
    description: "Its secret is shown only by the calls that make it: create and rotate.",
    tags,
    security,
    request: { params: webhookPath },
    responses: { 200: json(answer, "The webhook."), ...errors("validation_failed", "webhook_not_found") },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const webhook = await readWebhook(c.get("services"), c.get("caller").accountId, id);
    return c.json({ status: "success" as const, webhook }, 200);
  },
);

webhooks.openapi(
  createRoute({
    method: "patch",
    path: "/{id}",
    operationId: "updateWebhook",
    summary: "Change a webhook",
    description:
      "What is on its way goes to the new `url`. Disabled, it is told nothing, and what was on its way is canceled; that can be replayed once it is enabled again.",
    tags,
    security,
    middleware: [requireJson] as const,
    request: {
      params: webhookPath,
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z
              .strictObject({
                url: webhookUrl.optional(),
                events: unique.optional().openapi({ description: "Which events to send." }),
                enabled: z.boolean().optional(),
              })
              .refine((change) => Object.keys(change).length > 0, "Name something to change")
              .openapi("ChangeWebhook"),
          },
        },
      },
    },
    responses: {
      200: json(answer, "The webhook as it is now."),
      ...errors(...JSON_BODY, "url_refused", "webhook_not_found"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const { url, events, enabled } = c.req.valid("json");
    const services = c.get("services");
    const { db } = services;
    const { accountId } = c.get("caller");
    await readWebhook(services, accountId, id);
    const now = services.now();
    const change = {
      ...(url === undefined ? {} : { url: await requireReceiverUrl(services, url, "url") }),
      ...(events === undefined ? {} : { events }),
      ...(enabled === undefined ? {} : { enabled, disabledReason: null }),
      updatedAt: now,
    };
    await db.batch([
      db.update(webhookEndpoints).set(change).where(ofAccount(accountId, id)),
      cancelPending(db, id, now, enabled === false),
    ]);
    return c.json({ status: "success" as const, webhook: await readWebhook(services, accountId, id) }, 200);
  },
);

webhooks.openapi(
  createRoute({
    method: "delete",
    path: "/{id}",
    operationId: "deleteWebhook",
    summary: "Delete a webhook",
    description: "With its deliveries: what is on its way is not sent any more.",
    tags,
    security,
    request: { params: webhookPath },
    responses: {
      200: json(z.object({ status: z.literal("success"), id: z.string() }), "It is gone."),
      ...errors("validation_failed", "webhook_not_found"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const { db } = c.get("services");
    const deleted = await db
      .delete(webhookEndpoints)
      .where(ofAccount(c.get("caller").accountId, id))
      .returning({ id: webhookEndpoints.id });
    if (deleted.length === 0) throw notFound();
    return c.json({ status: "success" as const, id }, 200);
  },
);

webhooks.openapi(
  createRoute({
    method: "post",
    path: "/{id}/rotate",
    operationId: "rotateWebhookSecret",
    summary: "Rotate a webhook's secret",
    description: "For 24 hours messages carry two signatures, one of each secret.",
    tags,
    security,
    request: { params: webhookPath },
    responses: {
      200: json(answerWithSecret, "The webhook and its new secret."),
      ...errors("validation_failed", "webhook_not_found"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { db, now } = services;
    const { accountId } = c.get("caller");
    const [endpoint] = await db.select().from(webhookEndpoints).where(ofAccount(accountId, id));
    if (!endpoint) throw notFound();
    const next = rotated(endpoint, now());
    await db
      .update(webhookEndpoints)
      .set({ ...next, updatedAt: now() })
      .where(ofAccount(accountId, id));
    const webhook = await readWebhook(services, accountId, id);
    return c.json({ status: "success" as const, webhook, secret: next.secret }, 200);
  },
);

const ofAccount = (accountId: string, id: string) =>
  and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, id));

const notFound = () => new ApiError(404, "webhook_not_found", "There is no such webhook.");

/** Throws 404 when the account has none with this id. */
export async function readWebhook(services: Services, accountId: string, id: string) {
  const [webhook] = await read(services, ofAccount(accountId, id));
  if (!webhook) throw notFound();
  return webhook;
}

async function read({ db, now }: Services, where: ReturnType<typeof and>) {
  const exhausted = sql<number>`(SELECT count(*) FROM webhook_deliveries AS sent
    WHERE sent.endpoint_id = webhook_endpoints.id AND sent.status = 'exhausted')`;
  const rows = await db
    .select({ endpoint: webhookEndpoints, exhausted })
    .from(webhookEndpoints)
    .where(where)
    .orderBy(desc(webhookEndpoints.createdAt), desc(webhookEndpoints.id));
  return rows.map(({ endpoint, exhausted }) => viewWebhook(endpoint, exhausted, now()));
}
