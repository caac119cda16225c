/** /api/webhooks: the URLs and listeners that are told of an account's ended runs. */
import { createRoute, z } from "@hono/zod-openapi";
import { eventTypes, secretField, viewWebhook, webhookBody, webhookUrl } from "../../contract/webhook.ts";
import { ENDPOINT_KINDS, WEBHOOK_EVENT_TYPES } from "../../domain/webhook.ts";
import type { Services } from "../../services.ts";
import {
  addEndpoint,
  changeEndpoint,
  MAX_WEBHOOKS,
  readEndpoints,
  removeEndpoint,
  rotateEndpointSecret,
} from "../../webhooks/endpoints.ts";
import { ApiError } from "../errors.ts";
import { requireJson } from "../middleware/require-json.ts";
import { errors, JSON_BODY, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";
import { requireReceiverUrl } from "../url-refused.ts";

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
      'Every run\'s end is sent to it, signed by the Standard Webhooks specification: check `webhook-id`, `webhook-timestamp` and `webhook-signature` with any library for it and the `secret` that is shown here, once. Answer 2xx within 15 seconds. Anything else, redirects included, is tried again nine times over three days; 410 disables the webhook. A message may come twice: `webhook-id` is the same. With `kind: "listener"` and no `url`, messages are not sent but wait up to three days for whoever reads `GET …/listen`: a receiver can be built behind a firewall.',
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
                kind: z.enum(ENDPOINT_KINDS).default("url"),
                url: webhookUrl.optional(),
                events: unique.default([...WEBHOOK_EVENT_TYPES]).openapi(wanted),
                enabled: z.boolean().default(true),
              })
              .refine(({ kind, url }) => kind === "listener" || url !== undefined, {
                path: ["url"],
                message: "Name a URL, or make it a listener",
              })
              .openapi("CreateWebhook"),
          },
        },
      },
    },
    responses: {
      201: json(answerWithSecret, "It is told of runs that end from now on."),
      ...errors(...JSON_BODY, "options_conflict", "url_refused", "too_many_webhooks"),
    },
  }),
  async (c) => {
    const { kind, url, events, enabled } = c.req.valid("json");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    if (kind === "listener" && url !== undefined) throw listenerWithUrl();
    const checked = url === undefined ? "" : await requireReceiverUrl(services, url, "url");
    const added = await addEndpoint(services, accountId, { kind, url: checked, events, enabled });
    if (!added) {
      throw new ApiError(409, "too_many_webhooks", `An account has ${MAX_WEBHOOKS} webhooks at most: delete one.`);
    }
    const webhook = viewWebhook(added, 0, services.now());
    return c.json({ status: "success" as const, webhook, secret: added.secret }, 201);
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
    const found = await readEndpoints(services, accountId);
    const webhooks = found.map(({ endpoint, exhausted }) => viewWebhook(endpoint, exhausted, services.now()));
    return c.json({ status: "success" as const, webhooks }, 200);
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
    responses: { 200: json(answer, "The webhook."), ...errors("webhook_not_found") },
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
      ...errors(...JSON_BODY, "options_conflict", "url_refused", "webhook_not_found"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const { url, events, enabled } = c.req.valid("json");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const { kind } = await readWebhook(services, accountId, id);
    if (kind === "listener" && url !== undefined) throw listenerWithUrl();
    const checked = url === undefined ? undefined : await requireReceiverUrl(services, url, "url");
    await changeEndpoint(services, accountId, id, { url: checked, events, enabled });
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
      ...errors("webhook_not_found"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    if (!(await removeEndpoint(c.get("services"), c.get("caller").accountId, id))) throw notFound();
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
      ...errors("webhook_not_found"),
    },
  }),
  async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const { accountId } = c.get("caller");
    const rotated = await rotateEndpointSecret(services, accountId, id);
    if (!rotated) throw notFound();
    const webhook = await readWebhook(services, accountId, id);
    return c.json({ status: "success" as const, webhook, secret: rotated.secret }, 200);
  },
);

function listenerWithUrl(): ApiError {
  const issue = { path: ["url"], code: "custom", message: "A listener has no URL" };
  const sentence = "A listener has no URL: leave that out, or make a webhook of kind url.";
  return new ApiError(400, "options_conflict", sentence, { field: ["url"], issues: [issue] });
}

const notFound = () => new ApiError(404, "webhook_not_found", "There is no such webhook.");

/** The webhook. Throws 404 when the account has none with this id. */
export async function readWebhook(services: Services, accountId: string, id: string) {
  const [found] = await readEndpoints(services, accountId, id);
  if (!found) throw notFound();
  return viewWebhook(found.endpoint, found.exhausted, services.now());
}
