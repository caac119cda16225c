/** Webhook endpoints and deliveries as callers see them: the schemas, and the views that fill them. */
import { z } from "@hono/zod-openapi";
import type { webhookAttempts, webhookDeliveries, webhookEndpoints, webhookEvents } from "../db/schema.ts";
import { DELIVERY_STATUSES, ENDPOINT_KINDS, WEBHOOK_EVENT_TYPES } from "../domain/webhook.ts";
import { isoTime } from "./text.ts";

export const eventTypes = z.array(z.enum(WEBHOOK_EVENT_TYPES)).min(1);

export const webhookUrl = z.string().min(1).max(2048).openapi({
  format: "uri",
  description: "https, on the public internet. Looked up again before every attempt.",
  example: "https://example.com/hooks/backline",
});

export const webhookBody = z
  .object({
    id: z.string(),
    kind: z.enum(ENDPOINT_KINDS).openapi({ description: "listener: its messages are read by `GET …/listen`." }),
    url: z.url().nullable().openapi({ description: "Null: a listener." }),
    events: eventTypes,
    enabled: z.boolean(),
    disabled_reason: z
      .enum(["gone"])
      .nullable()
      .openapi({ description: "gone: it answered 410. Enable it again by PATCH." }),
    exhausted_deliveries: z
      .number()
      .int()
      .openapi({ description: "Deliveries that failed to the last attempt and were not replayed since." }),
    previous_secret_until: isoTime
      .nullable()
      .openapi({ description: "Until then messages are signed with the secret before, too." }),
    created_at: isoTime,
    updated_at: isoTime,
  })
  .openapi("Webhook");

export const secretField = z.string().openapi({
  description: "Signs the messages, as the Standard Webhooks specification has it. Shown this once.",
  example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5Wf0pQz1y2s=",
});

export const deliveryBody = z
  .object({
    id: z.string(),
    event_id: z.string().openapi({ description: "The message's webhook-id." }),
    event_type: z.enum(WEBHOOK_EVENT_TYPES),
    run_id: z.string().nullable(),
    batch_id: z.string(),
    webhook_id: z.string().nullable().openapi({ description: "Null: the webhook_url of the create call." }),
    url: z.string().nullable().openapi({ description: "Null: to a listener." }),
    status: z.enum(DELIVERY_STATUSES).openapi({
      description:
        "pending: attempted, or attempted again, at next_attempt_at; or it waits for a listener. delivered: answered 2xx, or a listener has it. exhausted: every attempt failed, or no listener came for it in three days. canceled: the endpoint was disabled, or answered 410.",
    }),
    next_attempt_at: isoTime.nullable().openapi({ description: "To a listener: when it is given up." }),
    created_at: isoTime,
    finished_at: isoTime.nullable(),
    attempts: z.array(
      z.object({
        number: z.number().int(),
        at: isoTime,
        duration_ms: z.number().int(),
        status_code: z
          .number()
          .int()
          .nullable()
          .openapi({ description: "Null: there was no answer, or a listener has it." }),
        error: z.string().nullable(),
        response: z.string().nullable().openapi({ description: "The first 1,024 bytes of the answer's body." }),
      }),
    ),
  })
  .openapi("WebhookDelivery");

const iso = (time: number) => new Date(time).toISOString();
const urlOrNull = (url: string) => (url === "" ? null : url);
const isoOrNull = (time: number | null) => (time === null ? null : iso(time));

/**
 * A webhook, without its secret. `exhausted`: how many of its deliveries used up all attempts. `now` in Unix
 * milliseconds.
 */
export const viewWebhook = (
  endpoint: typeof webhookEndpoints.$inferSelect,
  exhausted: number,
  now: number,
): z.infer<typeof webhookBody> => ({
  id: endpoint.id,
  kind: endpoint.kind,
  url: urlOrNull(endpoint.url),
  events: endpoint.events,
  enabled: endpoint.enabled,
  disabled_reason: endpoint.disabledReason,
  exhausted_deliveries: exhausted,
  previous_secret_until: (endpoint.previousUntil ?? 0) > now ? isoOrNull(endpoint.previousUntil) : null,
  created_at: iso(endpoint.createdAt),
  updated_at: iso(endpoint.updatedAt),
});

/** A delivery with its event, and with its attempts in order. */
export const viewDelivery = ({
  delivery,
  event,
  attempts,
}: {
  delivery: typeof webhookDeliveries.$inferSelect;
  event: Pick<typeof webhookEvents.$inferSelect, "id" | "type" | "runId" | "batchId">;
  attempts: (typeof webhookAttempts.$inferSelect)[];
}): z.infer<typeof deliveryBody> => ({
  id: delivery.id,
  event_id: event.id,
  event_type: event.type,
  run_id: event.runId,
  batch_id: event.batchId,
  webhook_id: delivery.endpointId,
  url: urlOrNull(delivery.url),
  status: delivery.status,
  next_attempt_at: delivery.status === "pending" ? iso(delivery.nextAttemptAt) : null,
  created_at: iso(delivery.createdAt),
  finished_at: isoOrNull(delivery.finishedAt),
  attempts: attempts
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, at, durationMs, statusCode, error, response }) => ({
      number,
      at: iso(at),
      duration_ms: durationMs,
      status_code: statusCode,
      error,
      response,
    })),
});
