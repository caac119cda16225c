/** Reads runs to show them: in full, or only what tells whether they changed. */
import { and, desc, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import { GENERATION_SUMMARY, type GenerationSummary, type ShownRun } from "../contract/run-view.ts";
import { batch } from "../db/batch.ts";
import { behind } from "../db/page.ts";
import type { RunRow } from "../db/rows.ts";
import { batches, generations, runs as runsTable } from "../db/schema.ts";
import type { PagePosition } from "../domain/page.ts";
import { isActive, type RunStatus } from "../domain/run.ts";
import type { Services } from "../services.ts";

/** Which of an account's runs, and how many of them; newest first. Omitted fields do not narrow the selection. */
export interface Selection {
  accountId: string;
  ids?: readonly string[] | undefined;
  batchId?: string | undefined;
  statuses?: readonly RunStatus[] | undefined;
  /** The last run of the previous page. */
  after?: PagePosition | undefined;
  limit: number;
}

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
function chosen({ accountId, ids, batchId, statuses, after }: Selection): SQL | undefined {
  const isNarrow = ids !== undefined || batchId !== undefined;
  return and(
    isNarrow ? sql`+${runsTable.accountId} = ${accountId}` : eq(runsTable.accountId, accountId),
    ids && sql`${runsTable.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    batchId === undefined ? undefined : eq(runsTable.batchId, batchId),
    statuses && inArray(runsTable.status, statuses),
    behind(runsTable, after),
  );
}

/** Whether the run is not over. */
export const isOpen = ({ status }: { status: RunStatus }): boolean => isActive(status);

/** Only what tells whether the runs changed. */
export const readMarks = ({ db }: Services, selection: Selection): Promise<RunMark[]> =>
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

/** The runs, each with the generations it pays for, in one round trip. */
export async function readRuns({ db }: Services, selection: Selection): Promise<FoundRun[]> {
  const { limit } = selection;
  const where = chosen(selection);
  const ids = db
    .select({ id: runsTable.id })
    .from(runsTable)
    .where(where)
    .orderBy(...newestFirst)
    .limit(limit);
  const found = await batch(db, {
    runs: db
      .select(SHOWN)
      .from(runsTable)
      .where(where)
      .orderBy(...newestFirst)
      .limit(limit),
    paid: db.select(GENERATION_SUMMARY).from(generations).where(sql`${generations.runId} IN (${ids.getSQL()})`),
  });
  const paidByRun = Map.groupBy(found.paid, ({ runId }) => runId);
  return found.runs.map((run) => ({ run, paid: paidByRun.get(run.id) ?? [] }));
}

/** Whether the account has the batch. */
export async function hasBatch({ db }: Services, accountId: string, batchId: string): Promise<boolean> {
  const [found] = await db
    .select({ id: batches.id })
    .from(batches)
    .where(and(eq(batches.id, batchId), eq(batches.accountId, accountId)));
  return found !== undefined;
}
