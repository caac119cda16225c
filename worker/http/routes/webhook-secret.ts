/** /api/webhooks/secret: the secret that signs messages to the webhook_url of create calls. */
import { createRoute, z } from "@hono/zod-openapi";
import { accountSecrets, rotateAccountSecret, type Secrets } from "../../webhooks/secrets.ts";
import { errors, json, security } from "../responses.ts";
import { newRouter } from "../router.ts";

export const webhookSecret = newRouter();

const answer = json(
  z.object({
    status: z.literal("success"),
    secret: z.string().openapi({ description: "As the Standard Webhooks specification has it: whsec_ and base64." }),
    previous_secret_until: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "Until then messages are signed with the secret before, too." }),
  }),
  "The account's own secret.",
);

const view = ({ secret, previousUntil }: Secrets, now: number) => ({
  status: "success" as const,
  secret,
  previous_secret_until: previousUntil !== null && previousUntil > now ? new Date(previousUntil).toISOString() : null,
});

webhookSecret.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "getAccountWebhookSecret",
    summary: "Read the account's webhook secret",
    description:
      "Signs messages to the `webhook_url` of create calls. Webhooks of /api/webhooks have secrets of their own.",
    tags: ["Webhooks"],
    security,
    responses: { 200: answer, ...errors() },
  }),
  async (c) => {
    const services = c.get("services");
    return c.json(view(await accountSecrets(services, c.get("caller").accountId), services.now()), 200);
  },
);

webhookSecret.openapi(
  createRoute({
    method: "post",
    path: "/rotate",
    operationId: "rotateAccountWebhookSecret",
    summary: "Rotate the account's webhook secret",
    description: "For 24 hours messages carry two signatures, one of each secret.",
    tags: ["Webhooks"],
    security,
    responses: { 200: answer, ...errors() },
  }),
  async (c) => {
    const services = c.get("services");
    return c.json(view(await rotateAccountSecret(services, c.get("caller").accountId), services.now()), 200);
  },
);
