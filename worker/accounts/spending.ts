/**
 * What an account may spend and has spent. An active run reserves all that it is expected to cost; the write that ends
 * it replaces that with what it did cost, and so frees the rest. A month's sums and the number of runs under way are
 * counters, which triggers keep in the transaction of every write that changes them: a sum over the runs would grow with
 * them. A run belongs to the calendar month (UTC) that it was created in.
 */
import { eq, type SQL, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import type { Database } from "../db/database.ts";
import { accounts } from "../db/schema.ts";

/**
 * What these generations have cost so far, wasted attempts included. Requests that fal.ai may have accepted and has not
 * answered count at their expected price, because they may be billed whether or not anybody still wants them.
 */
export const spentOn = (these: SQL) => sql<number>`(SELECT coalesce(sum(cost_micros + wasted_micros
    + CASE WHEN status = 'submitting' OR (status <> 'completed' AND request_id IS NOT NULL)
        THEN expected_micros ELSE 0 END), 0)
  FROM generations WHERE ${these})`;

/** For SQL on `runs`: what the run's generations have cost so far. */
export const spentByRun = spentOn(sql`generations.run_id = runs.id`);

/** US dollars as whole millionths. */
export const toMicros = (dollars: number): number => Math.round(dollars * 1e6);

/** A calendar month, UTC. `from` is its first millisecond, `to` the first one after it. */
export interface Month {
  name: string;
  from: number;
  to: number;
}

/** The calendar month that `time`, in Unix milliseconds, falls in. */
export function monthOf(time: number): Month {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { name: date.toISOString().slice(0, 7), from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) };
}

/** Of all months: a run may be under way in the one after its own. There is a row a month. */
const activeRuns = (accountId: string) =>
  sql<number>`(SELECT coalesce(sum(active_runs), 0) FROM account_months WHERE account_id = ${accountId})`;

/** Charged by runs that are over, plus reserved by active ones. */
const usedIn = (accountId: string, { name }: Month) =>
  sql<number>`coalesce((SELECT reserved_micros + charged_micros FROM account_months
    WHERE account_id = ${accountId} AND month = ${name}), 0)`;

/** Charged by runs that are over, plus what active ones spent, by their own index: they are as many as the account may have. */
const spentIn = (accountId: string, { name, from, to }: Month) =>
  sql<number>`coalesce((SELECT charged_micros FROM account_months
      WHERE account_id = ${accountId} AND month = ${name}), 0)
    + (SELECT coalesce(sum(${spentByRun}), 0) FROM runs INDEXED BY runs_active
      WHERE account_id = ${accountId} AND status IN ${ACTIVE} AND created_at >= ${from} AND created_at < ${to})`;

/** SQL condition: the account may have `count` more runs under way, and its month has room for `neededMicros` more. */
export const mayStart = (accountId: string, month: Month, count: number, neededMicros: SQL | number) =>
  sql`EXISTS (SELECT 1 FROM accounts WHERE accounts.id = ${accountId}
    AND ${activeRuns(accountId)} + ${count} <= max_active_runs
    AND (monthly_limit_micros IS NULL
      OR ${usedIn(accountId, month)} + ${neededMicros} <= monthly_limit_micros))`;

/** The account's limits and its usage against them. Selects nothing unless `only` holds. */
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

/** Why runs may not start, with the figures behind the decision. */
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

/** Why `count` runs may not start, by these figures. Undefined: they may. */
export function refusalOf(
  allowance: Allowance,
  month: Month,
  count: number,
  neededMicros: number,
): Refusal | undefined {
  const { maxActiveRuns, activeRuns, monthlyLimitMicros, spentMicros, usedMicros } = allowance;
  // The month's limit first, because waiting does not change it.
  if (monthlyLimitMicros !== null && usedMicros + neededMicros > monthlyLimitMicros) {
    const reservedMicros = Math.max(0, usedMicros - spentMicros);
    const figures = { limitMicros: monthlyLimitMicros, spentMicros, reservedMicros, neededMicros };
    return { kind: "spend_limit_reached", month: month.name, ...figures };
  }
  if (activeRuns + count <= maxActiveRuns) return undefined;
  return { kind: "too_many_runs", limit: maxActiveRuns, active: activeRuns, requested: count };
}
