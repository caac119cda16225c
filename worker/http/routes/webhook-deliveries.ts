/** Deliveries of webhook events: to whom, how often and with what success; and replaying them. */
import { createRoute, z } from "@hono/zod-openapi";
import { deliveryBody, viewDelivery } from "../../contract/webhook.ts";
import { DELIVERY_STATUSES, type DeliveryStatus } from "../../domain/webhook.ts";
import type { Services } from "../../services.ts";
import { replayDelivery } from "../../webhooks/deliveries.ts";
import { readDeliveries } from "../../webhooks/read-deliveries.ts";
import { ApiError } from "../errors.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { errors, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { readWebhook, webhookPath } from "./webhooks.ts";

/** Mounted at /api/webhooks before the webhooks, which would take "deliveries" for the id of a webhook. */
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
    responses: { 200: page, ...errors("invalid_cursor") },
  }),
  async (c) => {
    const { runId, ...query } = c.req.valid("query");
    const { accountId } = c.get("caller");
    return c.json(await readPage(c.get("services"), accountId, { runId, ...query }), 200);
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
    responses: { 200: page, ...errors("invalid_cursor", "webhook_not_found") },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    await readWebhook(services, accountId, id);
    return c.json(await readPage(services, accountId, { id, ...c.req.valid("query") }), 200);
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
      ...errors("delivery_not_found", "webhook_not_found", "webhook_disabled"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const [found] = await readDeliveries(services, { accountId, id, limit: 1 });
    if (!found) throw new ApiError(404, "delivery_not_found", "There is no such delivery.");
    const { endpointId } = found.delivery;
    if (endpointId !== null && !(await readWebhook(services, accountId, endpointId)).enabled) {
      throw new ApiError(409, "webhook_disabled", "Its webhook is disabled: enable that first.");
    }
    await replayDelivery(services, id);
    const [delivery = found] = await readDeliveries(services, { accountId, id, limit: 1 });
    return c.json({ status: "success" as const, delivery: viewDelivery(delivery) }, 202);
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
    status?: DeliveryStatus | undefined;
    id?: string;
    runId?: string | undefined;
  },
) {
  const scope = [accountId, "deliveries", narrowed];
  const { id: webhookId, ...rest } = narrowed;
  const after = cursor === undefined ? undefined : await decodeCursor(cursor, scope);
  const found = await readDeliveries(services, { accountId, webhookId, ...rest, after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.delivery;
  const next_cursor = last && found.length > limit ? await encodeCursor(last, scope) : null;
  return { status: "success" as const, deliveries: shown.map(viewDelivery), next_cursor };
}
