/** Whom accounts want to be told of ended runs, of what, and how that went. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { BatchEnding, DeliveryStatus, EndpointKind, RunEnding, WebhookEventType } from "../../domain/webhook.ts";
import { accounts } from "./accounts.ts";

/** Whom an account wants to be told of ended runs: URLs, and listeners, which come for what waits for them. */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    kind: text("kind").$type<EndpointKind>().notNull().default("url"),
    /** Empty: a listener's. */
    url: text("url").notNull(),
    events: text("events", { mode: "json" }).$type<WebhookEventType[]>().notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    /** gone: the endpoint answered 410. Null: the account disabled it, or it is enabled. */
    disabledReason: text("disabled_reason").$type<"gone">(),
    /** In plain text, because messages are signed with it. */
    secret: text("secret").notNull(),
    previousSecret: text("previous_secret"),
    /** Until then, messages are also signed with the previous secret. */
    previousUntil: integer("previous_until"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("webhook_endpoints_account").on(table.accountId, table.createdAt)],
);

/** An account's own secret, for messages to the webhook_url of a create call. */
export const webhookSecrets = sqliteTable("webhook_secrets", {
  accountId: text("account_id")
    .primaryKey()
    .references(() => accounts.id),
  secret: text("secret").notNull(),
  previousSecret: text("previous_secret"),
  previousUntil: integer("previous_until"),
});

/** The fact that a run, or a whole batch, ended: written by the transaction that ends it. */
export const webhookEvents = sqliteTable(
  "webhook_events",
  {
    /** What receivers know as webhook-id. */
    id: text("id").primaryKey(),
    /** The run or batch, and when it ended: each ending has one event. */
    key: text("key").notNull(),
    accountId: text("account_id").notNull(),
    type: text("type").$type<WebhookEventType>().notNull(),
    /** Null for a batch. */
    runId: text("run_id"),
    batchId: text("batch_id").notNull(),
    /** What a retry would change, as it was when the run ended. */
    ending: text("ending", { mode: "json" }).$type<RunEnding | BatchEnding>().notNull(),
    /** The body as sent: made for the first attempt, and the same for all later ones. */
    body: text("body"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("webhook_events_key").on(table.key),
    index("webhook_events_batch").on(table.batchId, table.createdAt),
    index("webhook_events_run").on(table.runId),
    index("webhook_events_created").on(table.createdAt),
  ],
);

/** An event on its way to one receiver. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    id: text("id").primaryKey(),
    eventId: text("event_id")
      .notNull()
      .references(() => webhookEvents.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    /** Null: the webhook_url of the create call. */
    endpointId: text("endpoint_id").references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    /** The endpoint's id, or empty for the webhook_url. Unique together with the event. */
    target: text("target").notNull(),
    /**
     * Where it was to go when the event happened. An endpoint's current URL is read again at each attempt. Empty: it waits
     * for a listener.
     */
    url: text("url").notNull(),
    status: text("status").$type<DeliveryStatus>().notNull(),
    /** Raised by every claim; only the latest claimant may write. */
    fence: integer("fence").notNull().default(0),
    leaseUntil: integer("lease_until").notNull().default(0),
    /** The number of attempts so far. */
    attempts: integer("attempts").notNull().default(0),
    /** Attempts since it was created or replayed. */
    schedulePosition: integer("schedule_position").notNull().default(0),
    /** Of one that waits for a listener: when it is given up. */
    nextAttemptAt: integer("next_attempt_at").notNull(),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    uniqueIndex("webhook_deliveries_event_target").on(table.eventId, table.target),
    index("webhook_deliveries_endpoint").on(table.endpointId, table.createdAt, table.id),
    index("webhook_deliveries_account").on(table.accountId, table.createdAt, table.id),
    // Lists of those that did not arrive, or have not yet: a few of all.
    index("webhook_deliveries_undelivered")
      .on(table.accountId, table.createdAt, table.id)
      .where(sql`status <> 'delivered'`),
    index("webhook_deliveries_due").on(table.nextAttemptAt).where(sql`status = 'pending'`),
    index("webhook_deliveries_exhausted").on(table.endpointId).where(sql`status = 'exhausted'`),
    // What waits for a listener, and what it was given, in that order. No other delivery is in it.
    index("webhook_deliveries_listened")
      .on(table.endpointId, table.finishedAt, table.createdAt, table.id)
      .where(sql`url = ''`),
  ],
);

export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    at: integer("at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** Null: there was no answer. */
    statusCode: integer("status_code"),
    error: text("error"),
    /** The beginning of the answer's body. */
    response: text("response"),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
);
