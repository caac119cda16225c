/**
 * Events that tell of ended runs, written by the transaction that ends them: none is lost, and none tells of an end
 * that did not come. Sending them is a matter for later, see webhooks/.
 */
import { type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import type { Database } from "../db/database.ts";
import { webhookDeliveries, webhookEvents } from "../db/schema.ts";
import type { Services } from "../services.ts";

/**
 * For the batch that ends the runs for which `which` holds, behind the update that sets their finishedAt to `time`: an
 * event per run, one per batch that has no open run any more, and a delivery of each to everyone who wants it. Adds
 * nothing when repeated. The last one gives the deliveries, for `announce`.
 */
export function endingStatements(db: Database, which: SQL, time: number) {
  const ended = sql`${which} AND runs.finished_at = ${time}`;
  const announced = sql`event.batch_id IN (SELECT runs.batch_id FROM runs WHERE ${ended}) AND event.created_at = ${time}`;
  return [
    db
      .insert(webhookEvents)
      .select(
        sql`SELECT 'evt_' || lower(hex(randomblob(16))), runs.id || ':' || runs.finished_at, runs.account_id,
          CASE runs.status WHEN 'COMPLETED' THEN 'run.completed' WHEN 'CANCELED' THEN 'run.canceled' ELSE 'run.failed' END,
          runs.id, runs.batch_id,
          json_object('status', runs.status, 'output', json(runs.output), 'error', json(runs.error),
            'finishedAt', runs.finished_at, 'updatedAt', runs.updated_at, 'version', runs.version),
          NULL, ${time}
          FROM runs WHERE ${ended}`,
      )
      .onConflictDoNothing({ target: webhookEvents.key }),
    db
      .insert(webhookEvents)
      .select(
        // Only with the event of a run before it: when that is there already, this was decided with it. The cast, because
        // D1 hands numbers over as floating ones.
        sql`SELECT 'evt_' || lower(hex(randomblob(16))), batches.id || ':' || CAST(${time} AS INTEGER), batches.account_id,
          'batch.finished', NULL, batches.id,
          (SELECT json_group_array(json_object('id', each.id, 'status', each.status))
            FROM runs AS each WHERE each.batch_id = batches.id),
          NULL, ${time}
          FROM batches WHERE changes() > 0
            AND batches.id IN (SELECT runs.batch_id FROM runs WHERE ${ended})
            AND NOT EXISTS (SELECT 1 FROM runs AS each
              WHERE each.batch_id = batches.id AND each.status IN ${ACTIVE})`,
      )
      .onConflictDoNothing({ target: webhookEvents.key }),
    db
      .insert(webhookDeliveries)
      .select(
        // Endpoints by account and the batch's own URL: two selects, so that both are found by index.
        sql`SELECT 'dlv_' || lower(hex(randomblob(16))), event.id, event.account_id, endpoint.id,
          endpoint.id, endpoint.url, 'pending', 0, 0, 0, 0, ${time}, ${time}, NULL
          FROM webhook_events AS event
          JOIN webhook_endpoints AS endpoint ON endpoint.account_id = event.account_id AND endpoint.enabled
            AND EXISTS (SELECT 1 FROM json_each(endpoint.events) AS wanted WHERE wanted.value = event.type)
          WHERE ${announced}
          UNION ALL
          SELECT 'dlv_' || lower(hex(randomblob(16))), event.id, event.account_id, NULL,
          '', run.request ->> '$.webhook_url', 'pending', 0, 0, 0, 0, ${time}, ${time}, NULL
          FROM webhook_events AS event
          JOIN runs AS run ON run.id = (SELECT min(each.id) FROM runs AS each WHERE each.batch_id = event.batch_id)
          WHERE ${announced} AND run.request ->> '$.webhook_url' IS NOT NULL`,
      )
      .onConflictDoNothing({ target: [webhookDeliveries.eventId, webhookDeliveries.target] })
      .returning({ id: webhookDeliveries.id }),
  ] as const;
}

/** Has new deliveries made at once. When that fails, the sweeper finds them. */
export async function announce({ queues, log }: Services, deliveries: { id: string }[]): Promise<void> {
  try {
    await queues.sendDeliveries(deliveries.map(({ id }) => ({ message: { deliveryId: id } })));
  } catch (error) {
    log.error("deliveries_not_sent", error, { deliveries: deliveries.length });
  }
}
