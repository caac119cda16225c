/** An account's webhooks: who is told of its ended runs. */
import { and, desc, eq, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { insertSelect } from "../db/insert-select.ts";
import { webhookEndpoints } from "../db/schema.ts";
import type { EndpointKind, WebhookEventType } from "../domain/webhook.ts";
import { newId } from "../ids.ts";
import type { Services } from "../services.ts";
import { cancelPending } from "./deliveries.ts";
import { newSecret, rotation } from "./secrets.ts";

export type Endpoint = typeof webhookEndpoints.$inferSelect;

/** Per account, because each run's end is sent to all of them. */
export const MAX_WEBHOOKS = 20;

const isOwn = (accountId: string, id: string) =>
  and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, id));

/**
 * The account's webhooks, newest first, or the one with this id. `exhausted`: how many of its deliveries used up all
 * attempts.
 */
export const readEndpoints = (
  { db }: Services,
  accountId: string,
  id?: string,
): Promise<{ endpoint: Endpoint; exhausted: number }[]> =>
  db
    .select({
      endpoint: webhookEndpoints,
      exhausted: sql<number>`(SELECT count(*) FROM webhook_deliveries AS sent
        WHERE sent.endpoint_id = webhook_endpoints.id AND sent.status = 'exhausted')`,
    })
    .from(webhookEndpoints)
    .where(id === undefined ? eq(webhookEndpoints.accountId, accountId) : isOwn(accountId, id))
    .orderBy(desc(webhookEndpoints.createdAt), desc(webhookEndpoints.id));

interface EndpointFields {
  /** Already checked: we may send to it. Empty: a listener's. */
  url: string;
  events: WebhookEventType[];
  enabled: boolean;
}

/** Makes a webhook with a secret of its own. Undefined: the account has MAX_WEBHOOKS already. */
export async function addEndpoint(
  { db, now }: Services,
  accountId: string,
  fields: EndpointFields & { kind: EndpointKind },
): Promise<Endpoint | undefined> {
  const time = now();
  const row = { ...fields, id: newId("wh"), accountId, secret: newSecret(), createdAt: time, updatedAt: time };
  const [added] = await insertSelect(db, webhookEndpoints, {
    row,
    where: sql`(SELECT count(*) FROM webhook_endpoints WHERE account_id = ${accountId}) < ${MAX_WEBHOOKS}`,
  }).returning();
  return added;
}

/** Changes the given fields; disabling cancels pending deliveries. False: the account has no such webhook. */
export async function changeEndpoint(
  { db, now }: Services,
  accountId: string,
  id: string,
  { url, events, enabled }: { [Field in keyof EndpointFields]?: EndpointFields[Field] | undefined },
): Promise<boolean> {
  const time = now();
  const { changed } = await batch(db, {
    changed: db
      .update(webhookEndpoints)
      // Undefined fields stay as they are.
      .set({ url, events, enabled, ...(enabled === undefined ? {} : { disabledReason: null }), updatedAt: time })
      .where(isOwn(accountId, id))
      .returning({ id: webhookEndpoints.id }),
    canceled: enabled === false ? cancelPending(db, id, time) : undefined,
  });
  return changed.length === 1;
}

/** Deletes a webhook with its deliveries. False: the account has no such webhook. */
export async function removeEndpoint({ db }: Services, accountId: string, id: string): Promise<boolean> {
  const removed = await db.delete(webhookEndpoints).where(isOwn(accountId, id)).returning({ id: webhookEndpoints.id });
  return removed.length === 1;
}

/** Gives a webhook a new secret; the previous one stays valid for a day. Undefined: the account has no such webhook. */
export async function rotateEndpointSecret(
  { db, now }: Services,
  accountId: string,
  id: string,
): Promise<Endpoint | undefined> {
  const time = now();
  const [rotated] = await db
    .update(webhookEndpoints)
    .set({ ...rotation(webhookEndpoints.secret, time), updatedAt: time })
    .where(isOwn(accountId, id))
    .returning();
  return rotated;
}
