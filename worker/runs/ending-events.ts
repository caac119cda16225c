/**
 * Events that tell of ended runs, written by the transaction that ends them: none is lost, and none tells of an end
 * that did not happen. They are sent later, see webhooks/.
 */
import { type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { after } from "../db/batch.ts";
import type { Database } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { webhookDeliveries, webhookEvents } from "../db/schema.ts";
import { LISTENER_WAIT_MS } from "../domain/webhook.ts";
import type { Services } from "../services.ts";

/**
 * For the batch that ends the runs matching `which`, behind the update that sets their finishedAt to `time`: an event
 * for each run, one for each batch that has no open run left, and a delivery of each event to every receiver that wants
 * it. Where there is no receiver, nothing is written. Adds nothing when repeated. `deliveries` gives what `announce` takes. `time` in Unix milliseconds.
 */
export function endingStatements(db: Database, which: SQL, time: number) {
  const ended = sql`${which} AND runs.finished_at = ${time}`;
  const announced = sql`event.batch_id IN (SELECT runs.batch_id FROM runs WHERE ${ended}) AND event.created_at = ${time}`;
  const eventId = sql`'evt_' || lower(hex(randomblob(16)))`;
  const delivery = {
    id: sql`'dlv_' || lower(hex(randomblob(16)))`,
    eventId: sql`event.id`,
    accountId: sql`event.account_id`,
    status: "pending",
    nextAttemptAt: time,
    createdAt: time,
  } as const;
  return {
    runEvents: insertSelect(db, webhookEvents, {
      row: {
        id: eventId,
        key: sql`runs.id || ':' || runs.finished_at`,
        accountId: sql`runs.account_id`,
        type: sql`CASE runs.status WHEN 'COMPLETED' THEN 'run.completed' WHEN 'CANCELED' THEN 'run.canceled'
          ELSE 'run.failed' END`,
        runId: sql`runs.id`,
        batchId: sql`runs.batch_id`,
        ending: sql`json_object('status', runs.status, 'output', json(runs.output), 'error', json(runs.error),
          'finishedAt', runs.finished_at, 'updatedAt', runs.updated_at, 'version', runs.version)`,
        createdAt: time,
      },
      from: sql`runs`,
      where: sql`${ended} AND ${isHeard}`,
    }).onConflictDoNothing({ target: webhookEvents.key }),
    // Only together with a run's event: if that existed already, this was decided with it.
    batchEvents: after("runEvents", (changed) =>
      insertSelect(db, webhookEvents, {
        row: {
          id: eventId,
          // Cast, because D1 passes numbers as floating point.
          key: sql`batches.id || ':' || CAST(${time} AS INTEGER)`,
          accountId: sql`batches.account_id`,
          type: "batch.finished",
          batchId: sql`batches.id`,
          ending: sql`(SELECT json_group_array(json_object('id', each.id, 'status', each.status))
            FROM runs AS each WHERE each.batch_id = batches.id)`,
          createdAt: time,
        },
        from: sql`batches`,
        where: sql`${changed}
          AND batches.id IN (SELECT runs.batch_id FROM runs WHERE ${ended})
          AND NOT EXISTS (SELECT 1 FROM runs AS each
            WHERE each.batch_id = batches.id AND each.status IN ${ACTIVE})`,
      }).onConflictDoNothing({ target: webhookEvents.key }),
    ),
    // Endpoints by account and the batch's own URL: two sources, so that both are found by index.
    deliveries: insertSelect(
      db,
      webhookDeliveries,
      {
        row: {
          ...{ ...delivery, endpointId: sql`endpoint.id`, target: sql`endpoint.id`, url: sql`endpoint.url` },
          // Nobody attempts what waits for a listener, and then it is given up.
          nextAttemptAt: sql`CASE endpoint.kind WHEN 'listener' THEN ${time + LISTENER_WAIT_MS} ELSE ${time} END`,
        },
        from: sql`webhook_events AS event
          JOIN webhook_endpoints AS endpoint ON endpoint.account_id = event.account_id AND endpoint.enabled
            AND EXISTS (SELECT 1 FROM json_each(endpoint.events) AS wanted WHERE wanted.value = event.type)`,
        where: announced,
      },
      {
        row: { ...delivery, target: "", url: sql`run.request ->> '$.webhook_url'` },
        from: sql`webhook_events AS event
          JOIN runs AS run ON run.id = (SELECT min(each.id) FROM runs AS each WHERE each.batch_id = event.batch_id)`,
        where: sql`${announced} AND run.request ->> '$.webhook_url' IS NOT NULL`,
      },
    )
      .onConflictDoNothing({ target: [webhookDeliveries.eventId, webhookDeliveries.target] })
      .returning(ANNOUNCED),
  };
}

/** For SQL on `runs`: whether anybody is told of the run's end, or its batch's. Nobody could ask for an event later. */
const isHeard = sql`(runs.request ->> '$.webhook_url' IS NOT NULL OR EXISTS (SELECT 1 FROM webhook_endpoints AS endpoint
  WHERE endpoint.account_id = runs.account_id AND endpoint.enabled))`;

/** What `announce` needs to know of a delivery. */
export const ANNOUNCED = { id: webhookDeliveries.id, nextAttemptAt: webhookDeliveries.nextAttemptAt };

/**
 * Has new deliveries attempted at once, except those that wait for a listener. If sending the messages fails, the sweep
 * finds them.
 */
export async function announce(
  { queues, log, now }: Services,
  deliveries: { id: string; nextAttemptAt: number }[],
): Promise<void> {
  const time = now();
  const due = deliveries.filter(({ nextAttemptAt }) => nextAttemptAt <= time);
  try {
    await queues.sendDeliveries(due.map(({ id }) => ({ message: { deliveryId: id } })));
  } catch (error) {
    log.error("deliveries_not_sent", error, { deliveries: due.length });
  }
}
