/** Attempts a delivery: one attempt at a time, each recorded with its outcome. */
import { eq, sql } from "drizzle-orm";
import { GENERATION_SUMMARY } from "../contract/run-view.ts";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { generations, runs, webhookEndpoints, webhookEvents } from "../db/schema.ts";
import { guardedFetch } from "../net/guarded-fetch.ts";
import { UrlRefused } from "../net/refusal.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";
import { type EventRow, makeBody } from "./body.ts";
import {
  type Attempt,
  type ClaimedDelivery,
  claimDelivery,
  type DeliveryOutcome,
  recordAttempt,
} from "./deliveries.ts";
import { nextAttemptIn, parseRetryAfter } from "./schedule.ts";
import { accountSecrets, type Secrets, signedHeaders } from "./secrets.ts";

const TIMEOUT_SECONDS = 15;
/** Bytes of the answer that are kept for the list of deliveries. */
const KEPT_BYTES = 1024;
/** The longest delay that a queue allows for a message; anything longer is left to the sweep. */
const MAX_DELAY_SECONDS = 12 * 3600;

/**
 * Attempts a delivery, if it is due and nobody else has claimed it, and has the next attempt made if one is needed. A
 * receiver that does not answer is an outcome, not an error. Throws when the database or the queue fails.
 */
export async function attemptDelivery(services: Services, id: string): Promise<void> {
  const { queues, log, now } = services;
  const delivery = await claimDelivery(services, id);
  if (!delivery) return;
  // It is due because no listener came for it in all its time.
  if (delivery.url === "") return void (await recordAttempt(services, delivery, { status: "exhausted" }));
  const receiver = await receiverOf(services, delivery);
  // The endpoint was disabled while this was on its way.
  if (!receiver) return void (await recordAttempt(services, delivery, { status: "canceled" }));
  const event = await eventOf(services, delivery.eventId);
  // The artist was erased meanwhile, and with it what there was to tell.
  if (!event) return;
  const begunAt = now();
  const sent = await send(services, receiver, event, begunAt);
  const attempt: Attempt = { ...sent.attempt, at: begunAt, durationMs: now() - begunAt };
  const outcome = decide(services, delivery, sent);
  log.info("delivery_attempted", {
    deliveryId: id,
    event: event.id,
    attempt: delivery.attempts + 1,
    statusCode: attempt.statusCode,
    outcome: outcome.status,
    durationMs: attempt.durationMs,
  });
  const recorded = await recordAttempt(services, delivery, outcome, attempt);
  if (!recorded || outcome.status !== "pending") return;
  const delaySeconds = (outcome.nextAttemptAt - now()) / 1000;
  if (delaySeconds > MAX_DELAY_SECONDS) return;
  await queues.sendDeliveries([{ message: { deliveryId: id }, delaySeconds: Math.max(0, delaySeconds) }]);
}

interface Sent {
  attempt: Pick<Attempt, "statusCode" | "error" | "response">;
  retryAfter?: number | undefined;
}

async function send(
  services: Services,
  { url, secrets }: { url: string; secrets: Secrets },
  { id, body }: { id: string; body: string },
  at: number,
): Promise<Sent> {
  try {
    const { status, headers, bytes } = await guardedFetch(services, url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "Backline-Webhooks/1",
        ...signedHeaders(secrets, { id, at, body }),
      },
      timeoutMs: scaledMs(services, TIMEOUT_SECONDS),
      maxBytes: KEPT_BYTES,
      beyond: "leave",
    });
    return {
      attempt: { statusCode: status, error: complaint(status), response: new TextDecoder().decode(bytes) },
      retryAfter: parseRetryAfter(headers.get("retry-after"), at),
    };
  } catch (error) {
    if (!(error instanceof UrlRefused)) throw error;
    return { attempt: { statusCode: null, error: `The URL was not reached: ${error.message}.`, response: null } };
  }
}

/** What is wrong with an answer, or null. */
function complaint(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `It answered ${status}: redirects are not followed.`;
  return `It answered ${status}.`;
}

function decide(
  services: Services,
  { schedulePosition }: ClaimedDelivery,
  { attempt, retryAfter }: Sent,
): DeliveryOutcome {
  if (attempt.error === null) return { status: "delivered" };
  if (attempt.statusCode === 410) return { status: "gone" };
  const seconds = nextAttemptIn(schedulePosition + 1, retryAfter, Math.random());
  if (seconds === undefined) return { status: "exhausted" };
  return { status: "pending", nextAttemptAt: services.now() + scaledMs(services, seconds) };
}

/** Where to send to and what to sign with. Undefined: the endpoint is disabled. */
async function receiverOf(
  services: Services,
  { endpointId, accountId, url }: ClaimedDelivery,
): Promise<{ url: string; secrets: Secrets } | undefined> {
  if (endpointId === null) return { url, secrets: await accountSecrets(services, accountId) };
  const [endpoint] = await services.db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId));
  return endpoint?.enabled ? { url: endpoint.url, secrets: endpoint } : undefined;
}

/**
 * The event with its body, which is made and stored when it is first needed. Undefined: the event, or the run that it tells
 * of, is not there any more.
 */
export async function eventOf(services: Services, id: string): Promise<(EventRow & { body: string }) | undefined> {
  const { db, media } = services;
  const ofEvent = db.select({ runId: webhookEvents.runId }).from(webhookEvents).where(eq(webhookEvents.id, id));
  const found = await batch(db, {
    events: db.select().from(webhookEvents).where(eq(webhookEvents.id, id)),
    runs: db.select().from(runs).where(eq(runs.id, ofEvent)),
    paid: db.select(GENERATION_SUMMARY).from(generations).where(eq(generations.runId, ofEvent)),
  });
  const [event] = found.events;
  if (!event) return undefined;
  if (event.body !== null) return { ...event, body: event.body };
  const [run] = found.runs;
  if (event.runId !== null && !run) return undefined;
  const body = makeBody(event, run, found.paid, media.publicUrl);
  // A delivery to another endpoint may have made it meanwhile, with other costs: the first one stays.
  const [kept] = await withRetry(() =>
    db
      .update(webhookEvents)
      .set({ body: sql`coalesce(${webhookEvents.body}, ${body})` })
      // Not if the run was deleted since it was read: the body would tell of its files.
      .where(
        sql`${webhookEvents.id} = ${id}
          AND (SELECT deleted_at FROM runs WHERE runs.id = ${run?.id ?? null}) IS ${run?.deletedAt ?? null}`,
      )
      .returning({ body: webhookEvents.body }),
  );
  return kept ? { ...event, body: kept.body ?? body } : eventOf(services, id);
}
