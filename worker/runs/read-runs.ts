/** Reads runs for showing: whole, or only what tells whether they changed. */
import { and, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import {
  GENERATION_SUMMARY,
  type GenerationSummary,
  type RunRow,
  type StepRow,
  viewRunDetail,
} from "../contract/run-view.ts";
import type { RunDetailBody } from "../contract/schemas.ts";
import { batch } from "../db/batch.ts";
import { generations, runs as runsTable, steps } from "../db/schema.ts";
import { ACTIVE_STATUSES, type RunStatus } from "../domain/run.ts";
import { ApiError } from "../http/errors.ts";
import type { Services } from "../services.ts";

/** Which runs, newest first. */
export interface Selection {
  where: SQL | undefined;
  limit: number;
}

export interface FoundRun {
  run: RunRow;
  stepRows: StepRow[];
  paid: GenerationSummary[];
}

/** What tells whether a run changed. */
export type RunMark = Pick<RunRow, "id" | "version" | "status" | "createdAt">;

const newestFirst = [desc(runsTable.createdAt), desc(runsTable.id)] as const;

/** The account's runs, whole or narrowed. */
export const ofAccount = (accountId: string, ...conditions: (SQL | undefined)[]): SQL | undefined =>
  and(eq(runsTable.accountId, accountId), ...conditions);

/**
 * Runs that `chosen` finds by an index of its own, if they are the account's. The plus keeps SQLite from walking all of
 * the account's runs in their order instead.
 */
export const amongAccount = (accountId: string, ...chosen: (SQL | undefined)[]): SQL | undefined =>
  and(sql`+${runsTable.accountId} = ${accountId}`, ...chosen);

/** Any number of ids in one parameter. */
export const hasIdAmong = (ids: readonly string[]): SQL =>
  sql`${runsTable.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** Whether the run is not over. */
export const isOpen = ({ status }: { status: RunStatus }): boolean =>
  (ACTIVE_STATUSES as readonly RunStatus[]).includes(status);

/** The marks of the selected runs, newest first. */
export const readMarks = ({ db }: Services, { where, limit }: Selection): Promise<RunMark[]> =>
  db
    .select({
      id: runsTable.id,
      version: runsTable.version,
      status: runsTable.status,
      createdAt: runsTable.createdAt,
    })
    .from(runsTable)
    .where(where)
    .orderBy(...newestFirst)
    .limit(limit);

/** Each with its steps and the generations it pays for, in one round trip. */
export async function readRuns({ db }: Services, { where, limit }: Selection): Promise<FoundRun[]> {
  const chosen = db
    .select({ id: runsTable.id })
    .from(runsTable)
    .where(where)
    .orderBy(...newestFirst)
    .limit(limit);
  const found = await batch(db, {
    runs: db
      .select()
      .from(runsTable)
      .where(where)
      .orderBy(...newestFirst)
      .limit(limit),
    // Outputs can be long, and nobody sees them here.
    steps: db
      .select({ ...getTableColumns(steps), output: sql<null>`NULL` })
      .from(steps)
      .where(sql`${steps.runId} IN (${chosen.getSQL()})`),
    paid: db.select(GENERATION_SUMMARY).from(generations).where(sql`${generations.runId} IN (${chosen.getSQL()})`),
  });
  const byRun = <Row extends { runId: string }>(rows: Row[]) => Map.groupBy(rows, ({ runId }) => runId);
  const stepsByRun = byRun(found.steps);
  const paidByRun = byRun(found.paid);
  return found.runs.map((run) => ({
    run,
    stepRows: stepsByRun.get(run.id) ?? [],
    paid: paidByRun.get(run.id) ?? [],
  }));
}

/** A run as callers see it, files by their public URLs. */
export const showInFull = ({ media }: Services, { run, stepRows, paid }: FoundRun): RunDetailBody =>
  viewRunDetail(run, stepRows, paid, media.publicUrl);

/** The error that says so. */
export const runNotFound = (message = "There is no such run.") => new ApiError(404, "run_not_found", message);

/** The account's run in full. Throws 404 when there is none. */
export async function readRun(services: Services, accountId: string, runId: string): Promise<RunDetailBody> {
  const [found] = await readRuns(services, { where: ofAccount(accountId, eq(runsTable.id, runId)), limit: 1 });
  if (!found) throw runNotFound();
  return showInFull(services, found);
}
