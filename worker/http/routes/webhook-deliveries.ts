/** What was sent of the ends of runs, to whom, how often and with what success; and sending it again. */
import { createRoute, z } from "@hono/zod-openapi";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { errors, json, security } from "../../contract/schemas.ts";
import { deliveryBody, viewDelivery } from "../../contract/webhook-views.ts";
import { batch } from "../../db/batch.ts";
import { webhookAttempts, webhookDeliveries, webhookEvents } from "../../db/schema.ts";
import { DELIVERY_STATUSES } from "../../domain/webhook.ts";
import type { Services } from "../../services.ts";
import { replayDelivery } from "../../webhooks/deliveries.ts";
import { ApiError } from "../errors.ts";
import { behind, decodeCursor, encodeCursor } from "../page-cursor.ts";
import { newRouter } from "../router.ts";
import { readWebhook, webhookPath } from "./webhooks.ts";

/** Mounted at /api/webhooks, before the webhooks: "deliveries" would be taken for the id of one. */
export const webhookDeliveryRoutes = newRouter();

const tags = ["Webhooks"];
const filters = {
  status: z.enum(DELIVERY_STATUSES).optional().openapi({ description: "Only deliveries in this status." }),
  cursor: z.string().min(1).max(500).optional().openapi({ description: "`next_cursor` of the page before." }),
  limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ description: "Deliveries per page." }),
};
const page = json(
  z.object({ status: z.literal("success"), deliveries: z.array(deliveryBody), next_cursor: z.string().nullable() }),
  "The deliveries, newest first.",
);

webhookDeliveryRoutes.openapi(
  createRoute({
    method: "get",
    path: "/deliveries",
    operationId: "listDeliveries",
    summary: "List all deliveries",
    description: "Also those to the `webhook_url` of create calls.",
    tags,
    security,
    request: {
      query: z.strictObject({
        runId: z.string().min(1).max(100).optional().openapi({ description: "Only what tells of this run's end." }),
        ...filters,
      }),
    },
    responses: { 200: page, ...errors("validation_failed", "invalid_cursor") },
  }),
  async (c) => {
    const { runId, ...query } = c.req.valid("query");
    const { accountId } = c.get("caller");
    const ofRun =
      runId === undefined
        ? undefined
        : sql`${webhookDeliveries.eventId} IN (
      SELECT id FROM webhook_events WHERE run_id = ${runId})`;
    return c.json(await readPage(c.get("services"), accountId, { runId, ...query }, ofRun), 200);
  },
);

webhookDeliveryRoutes.openapi(
  createRoute({
    method: "get",
    path: "/{id}/deliveries",
    operationId: "listWebhookDeliveries",
    summary: "List a webhook's deliveries",
    description: "Newest first, each with all its attempts.",
    tags,
    security,
    request: { params: webhookPath, query: z.strictObject(filters) },
    responses: { 200: page, ...errors("validation_failed", "invalid_cursor", "webhook_not_found") },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    await readWebhook(services, accountId, id);
    const ofWebhook = eq(webhookDeliveries.endpointId, id);
    return c.json(await readPage(services, accountId, { id, ...c.req.valid("query") }, ofWebhook), 200);
  },
);

webhookDeliveryRoutes.openapi(
  createRoute({
    method: "post",
    path: "/deliveries/{id}/replay",
    operationId: "replayDelivery",
    summary: "Send again",
    description:
      "The same message under the same `webhook-id`. One that is over starts its schedule anew; one that waits for its next attempt makes that now.",
    tags,
    security,
    request: { params: z.object({ id: z.string().min(1).max(100).openapi({ description: "The delivery's `id`." }) }) },
    responses: {
      202: json(z.object({ status: z.literal("success"), delivery: deliveryBody }), "It is on its way."),
      ...errors("validation_failed", "delivery_not_found", "webhook_not_found", "webhook_disabled"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const where = and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, id));
    const [found] = await readDeliveries(services, where, 1);
    if (!found) throw new ApiError(404, "delivery_not_found", "There is no such delivery.");
    if (found.webhook_id !== null && !(await readWebhook(services, accountId, found.webhook_id)).enabled) {
      throw new ApiError(409, "webhook_disabled", "Its webhook is disabled: enable that first.");
    }
    await replayDelivery(services, id);
    const [delivery = found] = await readDeliveries(services, where, 1);
    return c.json({ status: "success" as const, delivery }, 202);
  },
);

async function readPage(
  services: Services,
  accountId: string,
  {
    limit,
    cursor,
    ...narrowed
  }: {
    limit: number;
    cursor?: string | undefined;
    status?: string | undefined;
    id?: string;
    runId?: string | undefined;
  },
  condition: SQL | undefined,
) {
  const scope = [accountId, "deliveries", narrowed];
  const after = cursor === undefined ? undefined : await decodeCursor(cursor, scope);
  const where = and(
    eq(webhookDeliveries.accountId, accountId),
    condition,
    narrowed.status === undefined ? undefined : sql`${webhookDeliveries.status} = ${narrowed.status}`,
    behind(webhookDeliveries, after),
  );
  const found = await readDeliveries(services, where, limit + 1);
  const deliveries = found.slice(0, limit);
  const last = deliveries.at(-1);
  const next_cursor =
    last && found.length > limit
      ? await encodeCursor({ createdAt: Date.parse(last.created_at), id: last.id }, scope)
      : null;
  return { status: "success" as const, deliveries, next_cursor };
}

async function readDeliveries({ db }: Services, where: SQL | undefined, limit: number) {
  const newestFirst = [desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id)] as const;
  const chosen = <Columns extends Parameters<typeof db.select>[0]>(columns: Columns) =>
    db
      .select(columns as NonNullable<Columns>)
      .from(webhookDeliveries)
      .where(where)
      .orderBy(...newestFirst)
      .limit(limit);
  const { deliveries, events, attempts } = await batch(db, {
    deliveries: db
      .select()
      .from(webhookDeliveries)
      .where(where)
      .orderBy(...newestFirst)
      .limit(limit),
    events: db
      .select({
        id: webhookEvents.id,
        type: webhookEvents.type,
        runId: webhookEvents.runId,
        batchId: webhookEvents.batchId,
      })
      .from(webhookEvents)
      .where(sql`${webhookEvents.id} IN (${chosen({ id: webhookDeliveries.eventId }).getSQL()})`),
    attempts: db
      .select()
      .from(webhookAttempts)
      .where(sql`${webhookAttempts.deliveryId} IN (${chosen({ id: webhookDeliveries.id }).getSQL()})`),
  });
  const eventById = new Map(events.map((event) => [event.id, event]));
  const byDelivery = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return deliveries.flatMap((delivery) => {
    const event = eventById.get(delivery.eventId);
    return event ? [viewDelivery(delivery, event, byDelivery.get(delivery.id) ?? [])] : [];
  });
}
