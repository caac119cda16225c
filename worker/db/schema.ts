/**
 * The tables. A run is a row, a step is a row, a generation (one paid call to fal.ai) is a row; queue messages only
 * point at them. Times are Unix milliseconds, money is millionths of a US dollar. Every row names its account, unless it
 * is part of a row that does: an artist's socials, a template's images, a delivery's attempts.
 *
 * No index begins with a status. D1 keeps no statistics, and without them SQLite takes a status to be selective and
 * would prefer such an index to a run's own key. Rows that are looked up by status have a partial index instead.
 */
export * from "./tables/accounts.ts";
export * from "./tables/library.ts";
export * from "./tables/runs.ts";
export * from "./tables/webhooks.ts";
