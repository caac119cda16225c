/** Reads deliveries to show them, newest first, each with its event and its attempts, in one round trip. */
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { behind } from "../db/page.ts";
import { webhookAttempts, webhookDeliveries, webhookEvents } from "../db/schema.ts";
import type { PagePosition } from "../domain/page.ts";
import type { DeliveryStatus } from "../domain/webhook.ts";
import type { Services } from "../services.ts";

/** Which of an account's deliveries, and how many of them. Omitted fields do not narrow the selection. */
export interface DeliverySelection {
  accountId: string;
  id?: string | undefined;
  /** Only those to this webhook. */
  webhookId?: string | undefined;
  /** Only those that tell of this run's end. */
  runId?: string | undefined;
  status?: DeliveryStatus | undefined;
  /** The last delivery of the previous page. */
  after?: PagePosition | undefined;
  limit: number;
}

export interface FoundDelivery {
  delivery: typeof webhookDeliveries.$inferSelect;
  event: Pick<typeof webhookEvents.$inferSelect, "id" | "type" | "runId" | "batchId">;
  attempts: (typeof webhookAttempts.$inferSelect)[];
}

/**
 * One condition leads by an index; the plus keeps SQLite from going by the others, which may hold all that the account ever
 * had. A run has a few deliveries, an account few that did not arrive.
 */
function chosen({ accountId, id, webhookId, runId, status, after }: DeliverySelection): SQL | undefined {
  const isOfFew = id !== undefined || runId !== undefined;
  const isLost = status !== undefined && status !== "delivered";
  const { accountId: account, endpointId: endpoint } = webhookDeliveries;
  return and(
    isOfFew || (webhookId !== undefined && !isLost) ? sql`+${account} = ${accountId}` : eq(account, accountId),
    id === undefined ? undefined : eq(webhookDeliveries.id, id),
    runId === undefined
      ? undefined
      : sql`${webhookDeliveries.eventId} IN (SELECT id FROM webhook_events WHERE run_id = ${runId})`,
    webhookId === undefined
      ? undefined
      : isOfFew || isLost
        ? sql`+${endpoint} = ${webhookId}`
        : eq(endpoint, webhookId),
    // Written out, because SQLite must see that the index has them all.
    isLost ? sql`${webhookDeliveries.status} <> 'delivered'` : undefined,
    status === undefined ? undefined : sql`+${webhookDeliveries.status} = ${status}`,
    behind(webhookDeliveries, after),
  );
}

/** The deliveries, newest first. */
export async function readDeliveries({ db }: Services, selection: DeliverySelection): Promise<FoundDelivery[]> {
  const where = chosen(selection);
  const newestFirst = [desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id)] as const;
  const among = <Columns extends Parameters<typeof db.select>[0]>(columns: Columns) =>
    db
      .select(columns as NonNullable<Columns>)
      .from(webhookDeliveries)
      .where(where)
      .orderBy(...newestFirst)
      .limit(selection.limit);
  const { deliveries, events, attempts } = await batch(db, {
    deliveries: db
      .select()
      .from(webhookDeliveries)
      .where(where)
      .orderBy(...newestFirst)
      .limit(selection.limit),
    events: db
      .select({
        id: webhookEvents.id,
        type: webhookEvents.type,
        runId: webhookEvents.runId,
        batchId: webhookEvents.batchId,
      })
      .from(webhookEvents)
      .where(sql`${webhookEvents.id} IN (${among({ id: webhookDeliveries.eventId }).getSQL()})`),
    attempts: db
      .select()
      .from(webhookAttempts)
      .where(sql`${webhookAttempts.deliveryId} IN (${among({ id: webhookDeliveries.id }).getSQL()})`),
  });
  const eventById = new Map(events.map((event) => [event.id, event]));
  const byDelivery = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return deliveries.flatMap((delivery) => {
    const event = eventById.get(delivery.eventId);
    return event ? [{ delivery, event, attempts: byDelivery.get(delivery.id) ?? [] }] : [];
  });
}
