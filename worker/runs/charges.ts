/**
 * What a run is charged: written by whatever ends it, and again by whatever changes the cost of its generations, until it
 * is archived: then most of those are gone.
 */
import { type SQL, sql } from "drizzle-orm";
import { spentByRun, spentOn } from "../accounts/spending.ts";
import { ACTIVE } from "../db/active.ts";
import type { Database } from "../db/database.ts";
import { runs } from "../db/schema.ts";
import type { RunStatus } from "../domain/run.ts";
import { touched } from "./touch.ts";

/** What every write that ends a run sets. */
export const ending = <Status extends RunStatus>(status: Status, time: number) => ({
  status,
  finishedAt: time,
  ...{ waitsFor: null, waitsSince: null, waitsUntil: null, dueAt: null },
  ...touched(time),
  chargedMicros: spentByRun,
});

/**
 * For the batch of a write that may change what a generation cost: if the run that pays for it is over, charges that
 * run anew. Changes nothing otherwise.
 */
export const chargeLate = (db: Database, generationId: string) =>
  db
    .update(runs)
    .set({ chargedMicros: spentByRun })
    .where(
      sql`runs.id = (SELECT run_id FROM generations WHERE generations.id = ${generationId})
        AND runs.status NOT IN ${ACTIVE} AND runs.archived IS NULL AND runs.charged_micros <> ${spentByRun}`,
    );

/**
 * For a batch, before the `taken` generations move to another run: takes their cost off the runs that paid for them so
 * far, if those are over.
 */
export const chargeWithout = (db: Database, taken: SQL) =>
  db
    .update(runs)
    .set({
      chargedMicros: spentOn(
        sql`generations.run_id = runs.id AND generations.id NOT IN (SELECT id FROM generations WHERE ${taken})`,
      ),
    })
    .where(
      sql`runs.id IN (SELECT run_id FROM generations WHERE ${taken}) AND runs.status NOT IN ${ACTIVE}
        AND runs.archived IS NULL`,
    );
