/**
 * What waits for a listener, and how it is given out: in order, each message recorded as delivered before it is sent. A
 * reader's position says what it was given last, so that one whose connection broke is given what it missed.
 */
import { and, asc, eq, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { eventOf } from "./deliver.ts";
import { type Secrets, signedHeaders } from "./secrets.ts";

/** Messages that are given out at once. */
const AT_ONCE = 20;

/** Where a reader is among what its listener was given: when, and the last delivery of that moment. */
export interface ListenerPosition {
  givenAt: number;
  createdAt: number;
  id: string;
}

/** The very message that a URL would be sent. */
export interface ListenerMessage {
  /** The delivery's id. */
  id: string;
  headers: Record<string, string>;
  body: string;
}

export interface Given {
  position: ListenerPosition;
  /** Undefined: its run was deleted meanwhile. */
  message: ListenerMessage | undefined;
}

type Delivery = typeof webhookDeliveries.$inferSelect;

const { endpointId, createdAt, finishedAt, id, status, url } = webhookDeliveries;

/** Written out, because SQLite must see that the index has them all. */
const isListened = (endpoint: string) => and(eq(endpointId, endpoint), sql`${url} = ''`);

/**
 * The messages that a listener was given after this position, to whichever reader, oldest first: a part of them, and none
 * at the end.
 */
export async function missedMessages(
  services: Services,
  endpoint: string,
  after: ListenerPosition,
): Promise<Given[] | undefined> {
  const { db } = services;
  const { missed, endpoints } = await batch(db, {
    missed: db
      .select()
      .from(webhookDeliveries)
      .where(
        and(
          isListened(endpoint),
          sql`(${finishedAt}, ${createdAt}, ${id}) > (${after.givenAt}, ${after.createdAt}, ${after.id})`,
          eq(status, "delivered"),
        ),
      )
      .orderBy(asc(finishedAt), asc(createdAt), asc(id))
      .limit(AT_ONCE),
    endpoints: db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpoint)),
  });
  return messagesOf(services, missed, endpoints[0]);
}

/**
 * Gives out what waits for the listener, oldest first, and records it as delivered: a part of it, and nothing at the end.
 * Undefined: the webhook is gone, or disabled.
 */
export async function takeMessages(
  services: Services,
  endpoint: string,
  after: ListenerPosition,
): Promise<Given[] | undefined> {
  const { db, now } = services;
  // Later than all that this reader was given, also where this isolate's clock is behind another's.
  const time = Math.max(now(), after.givenAt + 1);
  const isTaken = and(isListened(endpoint), eq(finishedAt, time), eq(status, "delivered"));
  const { taken, endpoints } = await withRetry(() =>
    batch(db, {
      given: db
        .update(webhookDeliveries)
        .set({
          ...{ status: "delivered", finishedAt: time, leaseUntil: 0 },
          fence: sql`${webhookDeliveries.fence} + 1`,
          attempts: sql`${webhookDeliveries.attempts} + 1`,
          schedulePosition: sql`${webhookDeliveries.schedulePosition} + 1`,
        })
        .where(
          sql`${id} IN (SELECT id FROM webhook_deliveries WHERE endpoint_id = ${endpoint} AND url = ''
            AND finished_at IS NULL ORDER BY created_at, id LIMIT ${AT_ONCE})`,
        ),
      attempts: insertSelect(db, webhookAttempts, {
        row: { deliveryId: sql`id`, number: sql`attempts`, at: time, durationMs: 0 },
        from: sql`webhook_deliveries`,
        where: sql`endpoint_id = ${endpoint} AND url = '' AND finished_at = ${time} AND status = 'delivered'`,
      }).onConflictDoNothing(),
      // As they were given, so that they are found after a lost reply, too.
      taken: db.select().from(webhookDeliveries).where(isTaken).orderBy(asc(createdAt), asc(id)),
      endpoints: db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpoint)),
    }),
  );
  return messagesOf(services, taken, endpoints[0]);
}

async function messagesOf(
  services: Services,
  deliveries: Delivery[],
  endpoint: (Secrets & { enabled: boolean }) | undefined,
): Promise<Given[] | undefined> {
  if (!endpoint?.enabled) return undefined;
  const given: Given[] = [];
  // One after the other: each asks the database, and may write the body that it is the first to need.
  for (const delivery of deliveries) {
    const position = { givenAt: delivery.finishedAt ?? 0, createdAt: delivery.createdAt, id: delivery.id };
    given.push({ position, message: await messageOf(services, delivery, endpoint) });
  }
  return given;
}

async function messageOf(
  services: Services,
  delivery: Delivery,
  secrets: Secrets,
): Promise<ListenerMessage | undefined> {
  const event = await eventOf(services, delivery.eventId);
  if (!event) {
    // There is nothing to tell any more. What is behind it is to be told all the same.
    services.log.warn("message_gone", { deliveryId: delivery.id, event: delivery.eventId });
    return undefined;
  }
  const { id, body } = event;
  return { id: delivery.id, headers: signedHeaders(secrets, { id, at: services.now(), body }), body };
}
