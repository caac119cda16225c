/** The messages that receivers get, for the API's description. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { runBody, runDetailBody } from "../contract/run.ts";
import { RUN_STATUSES } from "../domain/run.ts";
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from "../domain/webhook.ts";

const headers = z.object({
  "webhook-id": z.string().openapi({ description: "The same in every attempt and replay: handle each once." }),
  "webhook-timestamp": z
    .string()
    .openapi({ description: "When this attempt was made, Unix seconds. Refuse old ones." }),
  "webhook-signature": z.string().openapi({
    description:
      "`v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several, separated by spaces, while a secret is rotated. One that fits is enough.",
  }),
});

const message = <Type extends WebhookEventType, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().openapi({ description: "When it happened." }),
    data,
  });

const endedRun = runDetailBody
  .omit({ payload: true, metadata: true })
  .extend({
    payload: runDetailBody.shape.payload.optional(),
    metadata: runBody.shape.metadata
      .omit({
        currentStep: true,
        progress: true,
        logs: true,
        steps: true,
        waiting: true,
        expectedAt: true,
        imageUrl: true,
      })
      .partial({
        custom: true,
      }),
    shortened: z
      .literal(true)
      .optional()
      .openapi({ description: "The message would have been over 20 KB: payload, tags and metadata are left out." }),
  })
  .openapi("EndedRun", { description: "The run as it ended, without its logs and steps." });

const endedBatch = z
  .object({
    batchId: z.string(),
    runs: z.array(z.object({ id: z.string(), status: z.enum(RUN_STATUSES) })),
    completed: z.number().int(),
    failed: z.number().int().openapi({ description: "Timed out ones included." }),
    canceled: z.number().int(),
  })
  .openapi("EndedBatch");

const MESSAGES: Record<WebhookEventType, { operationId: string; summary: string; description: string }> = {
  "run.completed": {
    operationId: "onRunCompleted",
    summary: "A run has its video",
    description: "`data.output` is what the run's own answer has.",
  },
  "run.failed": {
    operationId: "onRunFailed",
    summary: "A run failed, or timed out",
    description: "`data.error` says why, and whether a retry can help.",
  },
  "run.canceled": { operationId: "onRunCanceled", summary: "A run was canceled", description: "By the cancel call." },
  "batch.finished": {
    operationId: "onBatchFinished",
    summary: "No run of a batch is open any more",
    description: "Comes again when one is retried and ends again.",
  },
};

/** Registers the messages as webhooks of the document. */
export function describeMessages(registry: OpenAPIHono["openAPIRegistry"]): void {
  for (const type of WEBHOOK_EVENT_TYPES) {
    const schema = type === "batch.finished" ? message(type, endedBatch) : message(type, endedRun);
    registry.registerWebhook({
      method: "post",
      path: type,
      ...MESSAGES[type],
      security: [],
      tags: ["Webhooks"],
      request: { headers, body: { required: true, content: { "application/json": { schema } } } },
      responses: {
        "2XX": { description: "Taken." },
        410: { description: "Nothing more is wanted, ever: the webhook is disabled." },
        default: { description: "Anything else, redirects included, is tried again later; Retry-After is honoured." },
      },
    });
  }
}
