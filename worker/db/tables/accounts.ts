/** Accounts, their keys, and what their months come to. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const accounts = sqliteTable("accounts", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
  /** Runs that may be under way at once. */
  maxActiveRuns: integer("max_active_runs").notNull().default(1000),
  /** What runs created in one calendar month (UTC) may cost together; null: no limit. */
  monthlyLimitMicros: integer("monthly_limit_micros"),
  /** Requests per minute for each key; null: the default from the settings. */
  requestsPerMinute: integer("requests_per_minute"),
});

/**
 * What an account's runs of one calendar month (UTC) come to. Counters: triggers on `runs` keep them, in the transaction of
 * whatever writes there, so nothing else writes them. See drizzle/ for the triggers.
 */
export const accountMonths = sqliteTable(
  "account_months",
  {
    accountId: text("account_id").notNull(),
    /** Such as 2026-11. A run belongs to the month it was created in. */
    month: text("month").notNull(),
    /** How many are not over. */
    activeRuns: integer("active_runs").notNull(),
    /** What those are expected to cost in all. */
    reservedMicros: integer("reserved_micros").notNull(),
    /** What the others did cost. */
    chargedMicros: integer("charged_micros").notNull(),
    /** How much of that was charged by runs whose rows are gone, with their artist. */
    erasedMicros: integer("erased_micros").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.month] })],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text("name").notNull(),
    /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
    hash: text("hash").notNull(),
    /** The first characters, to recognise a key by. */
    prefix: text("prefix").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at"),
    revokedAt: integer("revoked_at"),
    /** Accurate to the minute, so that not every request is a write. */
    lastUsedAt: integer("last_used_at"),
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_account").on(table.accountId)],
);
