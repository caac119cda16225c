/** Reads runs to show them: in full, or only what tells whether they changed. */
import { and, desc, eq, getTableColumns, inArray, ne, type SQL, sql } from "drizzle-orm";
import { GENERATION_SUMMARY, type GenerationSummary, type ShownRun } from "../contract/run-view.ts";
import type { AccountId } from "../db/account-id.ts";
import type { Database } from "../db/database.ts";
import { behind } from "../db/page.ts";
import { beside, type Reading, read, reading } from "../db/reading.ts";
import type { RunRow } from "../db/rows.ts";
import { batches, generations, runs as runsTable } from "../db/schema.ts";
import type { PagePosition } from "../domain/page.ts";
import { isActive, type RunStatus } from "../domain/run.ts";
import type { Services } from "../services.ts";

/** Which of an account's runs, and how many of them; newest first. Omitted fields do not narrow the selection. */
export interface Selection {
  accountId: AccountId;
  ids?: readonly string[] | undefined;
  batchId?: string | undefined;
  statuses?: readonly RunStatus[] | undefined;
  /** Not where they are at this version. */
  exceptVersion?: number | undefined;
  /** The last run of the previous page. */
  after?: PagePosition | undefined;
  limit: number;
}

/** The same, of any account where it is undefined: for what is known to be somebody's. */
type Chosen = Omit<Selection, "accountId"> & { accountId: AccountId | undefined };

export interface FoundRun {
  run: ShownRun;
  paid: GenerationSummary[];
}

/** What tells whether a run changed. */
export type RunMark = Pick<RunRow, "id" | "version" | "status" | "createdAt">;

// What steps came to can be long, and nobody sees it here.
const { outputs: _, ...SHOWN } = getTableColumns(runsTable);

const newestFirst = [desc(runsTable.createdAt), desc(runsTable.id)] as const;

/**
 * SQL condition. Ids and batches have indexes of their own, and the plus keeps SQLite from walking all of the account's
 * runs in their order instead. Any number of ids travels in one parameter.
 */
function chosen({ accountId, ids, batchId, statuses, exceptVersion, after }: Chosen): SQL | undefined {
  const isNarrow = ids !== undefined || batchId !== undefined;
  return and(
    accountId === undefined
      ? undefined
      : isNarrow
        ? sql`+${runsTable.accountId} = ${accountId}`
        : eq(runsTable.accountId, accountId),
    ids && sql`${runsTable.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    batchId === undefined ? undefined : eq(runsTable.batchId, batchId),
    statuses && inArray(runsTable.status, statuses),
    exceptVersion === undefined ? undefined : ne(runsTable.version, exceptVersion),
    behind(runsTable, after),
  );
}

/** Whether the run is not over. */
export const isOpen = ({ status }: { status: RunStatus }): boolean => isActive(status);

const marksOf = (db: Database, selection: Selection) =>
  db
    .select({
      id: runsTable.id,
      version: runsTable.version,
      status: runsTable.status,
      createdAt: runsTable.createdAt,
    })
    .from(runsTable)
    .where(chosen(selection))
    .orderBy(...newestFirst)
    .limit(selection.limit);

/** Only what tells whether the runs changed. */
export const markReading = (db: Database, selection: Selection): Reading<RunMark[]> =>
  reading({ marks: marksOf(db, selection) }, ({ marks }) => marks);

/** The same, read by itself. */
export const readMarks = ({ db }: Services, selection: Selection): Promise<RunMark[]> =>
  read(db, markReading(db, selection));

/** The runs, each with the generations it pays for. */
export function runReading(db: Database, selection: Chosen): Reading<FoundRun[]> {
  const { limit } = selection;
  const where = chosen(selection);
  const ids = db
    .select({ id: runsTable.id })
    .from(runsTable)
    .where(where)
    .orderBy(...newestFirst)
    .limit(limit);
  return reading(
    {
      runs: db
        .select(SHOWN)
        .from(runsTable)
        .where(where)
        .orderBy(...newestFirst)
        .limit(limit),
      paid: db.select(GENERATION_SUMMARY).from(generations).where(sql`${generations.runId} IN (${ids.getSQL()})`),
    },
    ({ runs, paid }) => {
      const paidByRun = Map.groupBy(paid, ({ runId }) => runId);
      return runs.map((run) => ({ run, paid: paidByRun.get(run.id) ?? [] }));
    },
  );
}

/** The runs in full, in one round trip. */
export const readRuns = ({ db }: Services, selection: Selection): Promise<FoundRun[]> =>
  read(db, runReading(db, selection));

/** These runs in full, whosever they are. */
export const readFound = ({ db }: Pick<Services, "db">, ids: readonly string[]): Promise<FoundRun[]> =>
  read(db, runReading(db, { accountId: undefined, ids, limit: ids.length }));

/** One run, for whoever polls it. */
export interface PolledRun {
  /** Undefined: the account has no such run. */
  mark: RunMark | undefined;
  /** Undefined where the mark's version is the one that the caller has. */
  found: FoundRun | undefined;
}

/** Reads one run, and in full only if it is not at the version that the caller has. */
export function polledReading(
  db: Database,
  account: AccountId,
  runId: string,
  seen: number | undefined,
): Reading<PolledRun> {
  const selection = { accountId: account, ids: [runId], limit: 1 };
  const full = runReading(db, { ...selection, exceptVersion: seen });
  if (seen === undefined) {
    return { ...full, result: (rows) => polled(full.result(rows)) };
  }
  const { statements, result } = beside(markReading(db, selection), full);
  return {
    statements,
    result: (rows) => {
      const [[mark], [found]] = result(rows);
      return { mark, found };
    },
  };
}

const polled = ([found]: FoundRun[]): PolledRun => ({ mark: found?.run, found });

/** The same, read by itself. */
export const readPolled = ({ db }: Services, ...query: [account: string, runId: string, seen: number | undefined]) =>
  read(db, polledReading(db, ...query));

/** Whether the account has the batch. */
export async function hasBatch({ db }: Services, accountId: string, batchId: string): Promise<boolean> {
  const [found] = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.id, batchId), eq(batches.accountId, accountId)));
  return found !== undefined;
}
