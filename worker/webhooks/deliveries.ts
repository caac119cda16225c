/** The rows of deliveries: who may attempt one, what came of it, and replays. */
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import { type Database, withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "../db/schema.ts";
import { LISTENER_WAIT_MS } from "../domain/webhook.ts";
import { ANNOUNCED, announce } from "../runs/ending-events.ts";
import type { Services } from "../services.ts";
import { earlyMs, scaledMs } from "../timing.ts";

/** Longer than an attempt can take. */
const LEASE_SECONDS = 60;

export type ClaimedDelivery = typeof webhookDeliveries.$inferSelect;
export type Attempt = Omit<typeof webhookAttempts.$inferInsert, "deliveryId" | "number">;

/** What a claim comes to. gone: the receiver wants no more messages, ever. */
export type DeliveryOutcome =
  | { status: "delivered" | "exhausted" | "canceled" | "gone" }
  | { status: "pending"; nextAttemptAt: number };

/** Claims the delivery, if it is due and nobody else holds it. */
export async function claimDelivery(services: Services, id: string): Promise<ClaimedDelivery | undefined> {
  const { db, now } = services;
  const time = now();
  const [claimed] = await db
    .update(webhookDeliveries)
    .set({ fence: sql`${webhookDeliveries.fence} + 1`, leaseUntil: time + scaledMs(services, LEASE_SECONDS) })
    .where(
      and(
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.status, "pending"),
        lte(webhookDeliveries.nextAttemptAt, time + earlyMs(services)),
        lte(webhookDeliveries.leaseUntil, time),
      ),
    )
    .returning();
  return claimed;
}

/** Records the attempt and what it came to. False: another claim came after this one. */
export async function recordAttempt(
  { db, now }: Services,
  delivery: ClaimedDelivery,
  outcome: DeliveryOutcome,
  attempt?: Attempt,
): Promise<boolean> {
  const { id, fence, endpointId } = delivery;
  const time = now();
  const over = outcome.status !== "pending";
  const number = delivery.attempts + 1;
  const isGone = outcome.status === "gone";
  const { recorded } = await withRetry(() =>
    batch(db, {
      recorded: db
        .update(webhookDeliveries)
        .set({
          // If it was canceled while under way, it stays canceled, unless it arrived.
          status:
            outcome.status === "delivered"
              ? "delivered"
              : sql`CASE WHEN ${webhookDeliveries.status} = 'pending' THEN ${isGone ? "canceled" : outcome.status}
                  ELSE ${webhookDeliveries.status} END`,
          leaseUntil: 0,
          ...(attempt ? { attempts: number, schedulePosition: delivery.schedulePosition + 1 } : {}),
          ...(over ? { finishedAt: time } : { nextAttemptAt: outcome.nextAttemptAt }),
        })
        .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.fence, fence)))
        .returning({ id: webhookDeliveries.id }),
      attempt:
        attempt &&
        after("recorded", (changed) =>
          insertSelect(db, webhookAttempts, {
            row: { ...attempt, deliveryId: id, number },
            where: changed,
          }).onConflictDoNothing(),
        ),
      ...(isGone && endpointId !== null ? disabling(db, endpointId, time) : {}),
    }),
  );
  return recorded.length === 1;
}

/** For a batch: disables the endpoint, which wants no more messages, ever. */
const disabling = (db: Database, endpointId: string, time: number) => ({
  disabled: db
    .update(webhookEndpoints)
    .set({ enabled: false, disabledReason: "gone", updatedAt: time })
    .where(eq(webhookEndpoints.id, endpointId)),
  canceled: cancelPending(db, endpointId, time),
});

/**
 * For the batch that disables an endpoint: cancels its pending deliveries, which are not attempted again unless they
 * are replayed. `time` in Unix milliseconds.
 */
export const cancelPending = (db: Database, endpointId: string, time: number) =>
  db
    .update(webhookDeliveries)
    .set({ status: "canceled", finishedAt: time })
    .where(and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.status, "pending")));

/**
 * Has a delivery attempted now, or wait for its listener once more. One that is over starts again at the beginning of the
 * schedule; a pending one keeps its position.
 */
export async function replayDelivery(services: Services, id: string): Promise<void> {
  const { db, now } = services;
  const time = now();
  const again = await withRetry(() =>
    db
      .update(webhookDeliveries)
      .set({
        status: "pending",
        schedulePosition: sql`CASE WHEN ${webhookDeliveries.status} = 'pending'
          THEN ${webhookDeliveries.schedulePosition} ELSE 0 END`,
        nextAttemptAt: sql`CASE ${webhookDeliveries.url} WHEN '' THEN ${time + LISTENER_WAIT_MS} ELSE ${time} END`,
        finishedAt: null,
      })
      .where(
        and(
          eq(webhookDeliveries.id, id),
          inArray(webhookDeliveries.status, ["pending", "delivered", "exhausted", "canceled"]),
        ),
      )
      .returning(ANNOUNCED),
  );
  await announce(services, again);
}
