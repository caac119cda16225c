/**
 * What an account may spend and has spent. An active run holds what it is expected to cost in all; the write that ends it puts
 * what it did cost in that place, and so gives back the rest. A month is added up from its runs, so there is no counter
 * that could go wrong. A run belongs to the calendar month (UTC) that it was created in.
 */
import { eq, type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import type { Database } from "../db/database.ts";
import { accounts } from "../db/schema.ts";

/**
 * What these generations cost so far, attempts that came to nothing included. What fal.ai may have accepted and has not
 * answered counts with its expected price, because it may be billed whether or not anybody still wants it.
 */
export const spentOn = (these: SQL) => sql<number>`(SELECT coalesce(sum(cost_micros + wasted_micros
    + CASE WHEN status = 'submitting' OR (status <> 'completed' AND request_id IS NOT NULL)
        THEN expected_micros ELSE 0 END), 0)
  FROM generations WHERE ${these})`;

/** In SQL on `runs`. */
export const spentByRun = spentOn(sql`generations.run_id = runs.id`);

/** Millionths of a US dollar, whole. */
export const toMicros = (dollars: number): number => Math.round(dollars * 1e6);

/** A calendar month, UTC: its name, and its first millisecond and the one after its last. */
export interface Month {
  name: string;
  from: number;
  to: number;
}

/** The calendar month of a time, Unix milliseconds. */
export function monthOf(time: number): Month {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { name: date.toISOString().slice(0, 7), from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) };
}

const ofMonth = (accountId: string, { from, to }: Month) =>
  sql`account_id = ${accountId} AND created_at >= ${from} AND created_at < ${to}`;

/** By its own index: SQLite would otherwise read every run that the account ever had. */
const activeRuns = (accountId: string) =>
  sql<number>`(SELECT count(*) FROM runs INDEXED BY runs_active WHERE account_id = ${accountId} AND status IN ${ACTIVE})`;

/** Spent by what is over; spent or held by what is not. */
const usedIn = (accountId: string, month: Month) =>
  sql<number>`(SELECT coalesce(sum(CASE WHEN status IN ${ACTIVE} THEN max(reserved_micros, ${spentByRun})
    ELSE charged_micros END), 0) FROM runs WHERE ${ofMonth(accountId, month)})`;

const spentIn = (accountId: string, month: Month) =>
  sql<number>`(SELECT coalesce(sum(CASE WHEN status IN ${ACTIVE} THEN ${spentByRun} ELSE charged_micros END), 0)
    FROM runs WHERE ${ofMonth(accountId, month)})`;

/** In SQL: whether the account may have `count` more runs under way, which need `neededMicros` more of its month. */
export const mayStart = (accountId: string, month: Month, count: number, neededMicros: SQL | number) =>
  sql`EXISTS (SELECT 1 FROM accounts WHERE accounts.id = ${accountId}
    AND ${activeRuns(accountId)} + ${count} <= max_active_runs
    AND (monthly_limit_micros IS NULL
      OR ${usedIn(accountId, month)} + ${neededMicros} <= monthly_limit_micros))`;

/** The account's limits, and how near it is to them. `only`: read nothing unless this holds. */
export const selectAllowance = (db: Database, accountId: string, month: Month, only: SQL = sql`TRUE`) =>
  db
    .select({
      name: accounts.name,
      maxActiveRuns: accounts.maxActiveRuns,
      monthlyLimitMicros: accounts.monthlyLimitMicros,
      requestsPerMinute: accounts.requestsPerMinute,
      activeRuns: activeRuns(accountId).as("active_runs"),
      spentMicros: spentIn(accountId, month).as("spent_micros"),
      usedMicros: usedIn(accountId, month).as("used_micros"),
    })
    .from(accounts)
    .where(sql`${eq(accounts.id, accountId)} AND ${only}`);

export type Allowance = Awaited<ReturnType<typeof selectAllowance>>[number];

/** Why runs were not let start, with the figures that it was decided by. */
export type Refusal =
  | { kind: "too_many_runs"; limit: number; active: number; requested: number }
  | {
      kind: "spend_limit_reached";
      month: string;
      limitMicros: number;
      spentMicros: number;
      reservedMicros: number;
      neededMicros: number;
    };

/** Undefined: by these figures they may start. */
export function refusalOf(
  allowance: Allowance,
  month: Month,
  count: number,
  neededMicros: number,
): Refusal | undefined {
  const { maxActiveRuns, activeRuns, monthlyLimitMicros, spentMicros, usedMicros } = allowance;
  // First what waiting does not change.
  if (monthlyLimitMicros !== null && usedMicros + neededMicros > monthlyLimitMicros) {
    const reservedMicros = usedMicros - spentMicros;
    const figures = { limitMicros: monthlyLimitMicros, spentMicros, reservedMicros, neededMicros };
    return { kind: "spend_limit_reached", month: month.name, ...figures };
  }
  if (activeRuns + count <= maxActiveRuns) return undefined;
  return { kind: "too_many_runs", limit: maxActiveRuns, active: activeRuns, requested: count };
}
