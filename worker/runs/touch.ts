/**
 * A run's version: raised in the same transaction as every change that callers can see, be it in the run's own row, in
 * one of its steps or in a generation it pays for. Equal versions of a run mean equal bodies.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { runs } from "../db/schema.ts";

/** What every update of a run that callers can see also sets. */
export const touched = (time: number) => ({ updatedAt: time, version: sql`${runs.version} + 1` });

/** For a batch, behind the change itself: touches the runs for which `which` holds. `time` in Unix milliseconds. */
export const touchRuns = (db: Database, which: SQL, time: number) => db.update(runs).set(touched(time)).where(which);

/** For use with `after`, behind the change itself: touches the run if that changed anything. */
export const touchRun = (db: Database, runId: string, time: number) => (changed: SQL) =>
  touchRuns(db, sql`${runs.id} = ${runId} AND ${changed}`, time);
