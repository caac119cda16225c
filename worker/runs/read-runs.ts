/** Reads runs to show them: in full, in part, or only what tells whether they changed. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { GENERATION_SUMMARY, type GenerationSummary, type ShownRun } from "../contract/run-view.ts";
import type { AccountId } from "../db/account-id.ts";
import { compiled } from "../db/compiled.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/indexed.ts";
import { beside, type Reading, read, reading } from "../db/reading.ts";
import type { RunRow } from "../db/rows.ts";
import { accounts, batches, generations, runs as runsTable } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import { isActive, type RunStatus } from "../domain/run.ts";
import type { Services } from "../services.ts";
import type { StepOutputs } from "../steps/step.ts";
import { readArchives } from "./archive.ts";
import { type Chosen, find, newestFirst, type Selection } from "./run-selection.ts";

export type { Selection } from "./run-selection.ts";

export interface FoundRun {
  /** Without the steps of one that is archived, until its archive is read. */
  run: ShownRun;
  paid: GenerationSummary[];
}

/** What tells whether a run changed. */
export type RunMark = Pick<RunRow, "id" | "version" | "status" | "createdAt"> & { isArchived: boolean };

/** What tells whether the run changed, as `readMarks` gives it. */
export const markOf = ({ id, version, status, createdAt, archived }: ShownRun): RunMark => ({
  ...{ id, version, status, createdAt },
  isArchived: archived !== null,
});

/** A page of a list. */
export interface Page<Run> {
  runs: Run[];
  /** All that are created later were looked at, and those that are asked for are here; null: so were all others. */
  horizon: number | null;
}

/** Which parts of its runs a caller wants to see: the others need not be read. */
export interface Parts {
  steps: boolean;
  /** What they paid for. */
  paid: boolean;
}

// What steps came to can be long, and nobody sees it here, but for the image.
const { outputs, ...columns } = columnsOf(runsTable);
const image = sql<MediaRef | null>`coalesce(${outputs} ->> '$."upscale-image".image.ref', ${outputs} ->> '$.image.image.ref')`;
const shownColumns = { ...columns, image: image.as("image") };

/** The same, of outputs that were read whole. */
const imageIn = (found: Partial<StepOutputs>): MediaRef | null =>
  (found["upscale-image"] ?? found.image)?.image.ref ?? null;

/** Whether the run is not over. */
export const isOpen = ({ status }: { status: RunStatus }): boolean => isActive(status);

function pageOfMarksReading(db: Database, selection: Chosen): Reading<Page<RunMark>> {
  const { from, where, horizon } = find(selection);
  const marks = db
    .select({
      ...{ id: columns.id, version: columns.version, status: columns.status, createdAt: columns.createdAt },
      isArchived: sql<boolean>`${runsTable.archived} IS NOT NULL`.mapWith(Boolean).as("is_archived"),
    })
    .from(from)
    .where(where)
    .orderBy(...newestFirst)
    .limit(selection.limit);
  return withHorizon(
    db,
    selection,
    horizon,
    reading({ marks }, (found) => found.marks),
  );
}

/** The same as a page, with the horizon of its list. */
function withHorizon<Run>(
  db: Database,
  { accountId }: Chosen,
  horizon: SQL<number | null> | undefined,
  runs: Reading<Run[]>,
): Reading<Page<Run>> {
  if (horizon === undefined || accountId === undefined) {
    return { statements: runs.statements, result: (found) => ({ runs: runs.result(found), horizon: null }) };
  }
  // From the account's row, because a SELECT of drizzle's is from somewhere.
  const value = db
    .select({ value: horizon.as("value") })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  const both = beside(
    runs,
    reading({ value }, (found) => found.value[0]?.value ?? null),
  );
  return {
    statements: both.statements,
    result: (found) => {
      const [page, at] = both.result(found);
      return { runs: page, horizon: at };
    },
  };
}

const runsOf = <Run>({ statements, result }: Reading<Page<Run>>): Reading<Run[]> => ({
  statements,
  result: (found) => result(found).runs,
});

/** Only what tells whether the runs changed. */
export const markReading = (db: Database, selection: Selection): Reading<RunMark[]> =>
  runsOf(pageOfMarksReading(db, selection));

/** The same, read by itself. */
export const readMarks = ({ db }: Services, selection: Selection): Promise<RunMark[]> =>
  read(db, markReading(db, selection));

/** The same, as a page. */
export const readPageOfMarks = ({ db }: Services, selection: Selection): Promise<Page<RunMark>> =>
  read(db, pageOfMarksReading(db, selection));

function pageReading(db: Database, selection: Chosen, parts: Parts): Reading<Page<FoundRun>> {
  const { limit } = selection;
  const { from, where, horizon } = find(selection);
  const runs = db
    .select(shownColumns)
    .from(from)
    .where(where)
    .orderBy(...newestFirst)
    .limit(limit);
  const ids = db
    .select({ id: columns.id })
    .from(from)
    .where(where)
    .orderBy(...newestFirst)
    .limit(limit)
    .getSQL();
  const paid = db.select(GENERATION_SUMMARY).from(generations).where(sql`${generations.runId} IN (${ids})`);
  const found = parts.paid
    ? reading({ runs, paid }, (rows) => foundRuns(rows.runs, rows.paid))
    : reading({ runs }, (rows) => foundRuns(rows.runs, []));
  return withHorizon(db, selection, horizon, found);
}

function foundRuns(runs: ShownRun[], paid: GenerationSummary[]): FoundRun[] {
  const paidByRun = Map.groupBy(paid, ({ runId }) => runId);
  // What is left of an archived run's generations is not all that it paid for.
  return runs.map((run) => ({ run, paid: run.archived ? [] : (paidByRun.get(run.id) ?? []) }));
}

const ALL: Parts = { steps: true, paid: true };

/** The runs, each with the generations it pays for. */
export const runReading = (db: Database, selection: Chosen): Reading<FoundRun[]> =>
  runsOf(pageReading(db, selection, ALL));

/** The runs in full. In one round trip, unless archived ones are asked for by their ids. */
export async function readRuns(services: Services, selection: Selection): Promise<FoundRun[]> {
  const found = await read(services.db, runReading(services.db, selection));
  return selection.ids === undefined ? found : withArchives(services, found);
}

/** A page of runs, as their rows have them. */
export const readPage = ({ db }: Services, selection: Selection, parts: Parts = ALL): Promise<Page<FoundRun>> =>
  read(db, pageReading(db, selection, parts));

/** The runs, those that are archived with their steps, and with what they paid for. */
export async function withArchives(services: Services, found: FoundRun[]): Promise<FoundRun[]> {
  const archives = await readArchives(
    services,
    found.map(({ run }) => run),
  );
  return found.map((each) => {
    const archive = archives.get(each.run.id);
    if (!archive) return each;
    // Written by the steps that they are named by.
    const { steps, outputs } = archive.run;
    return { run: { ...each.run, steps, image: imageIn(outputs as Partial<StepOutputs>) }, paid: archive.generations };
  });
}

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
  // Polls are most of what is asked, nearly always with a key that is known.
  if (typeof account === "string") {
    const values = { account, id: runId };
    return seen === undefined ? unseenReading(db, values) : newerReading(db, { ...values, seen });
  }
  return oneReading(db, account, runId, seen);
}

const unseenReading = compiled<{ account: string; id: string }, PolledRun>((db, { account, id }) =>
  oneReading(db, account, id, undefined),
);
const newerReading = compiled<{ account: string; id: string; seen: number }, PolledRun>((db, { account, id, seen }) =>
  oneReading(db, account, id, seen),
);

function oneReading(
  db: Database,
  accountId: AccountId,
  id: string | SQL<string>,
  seen: number | SQL<number> | undefined,
): Reading<PolledRun> {
  const selection = { accountId, id, limit: 1 };
  const full = runReading(db, { ...selection, exceptVersion: seen });
  if (seen === undefined) return { ...full, result: (rows) => polled(full.result(rows)) };
  const { statements, result } = beside(markReading(db, selection), full);
  return {
    statements,
    result: (rows) => {
      const [[mark], [found]] = result(rows);
      return { mark, found };
    },
  };
}

const polled = ([found]: FoundRun[]): PolledRun => ({ mark: found && markOf(found.run), found });

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
