/**
 * Writes what a pass over a run came to, in one transaction, if the run is still the version that the pass has read. Of
 * two who move a run on at the same time, one is told that it was outpaced, and looks again.
 */

import { and, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { OPEN } from "../db/active.ts";
import { after, batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { insertMany } from "../db/insert-many.ts";
import type { RunRow } from "../db/rows.ts";
import { generations, runs } from "../db/schema.ts";
import { ACTIVE_STATUSES, type RunOutput, type RunSteps } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { ending } from "./charges.ts";
import { generationsWaitedFor } from "./context.ts";
import { announce, endingStatements } from "./ending-events.ts";
import { isWanted } from "./generation-conditions.ts";
import type { ClaimedGeneration } from "./generations.ts";
import { DELIVERED } from "./object-keys.ts";
import type { Pass } from "./perform-steps.ts";
import { touched } from "./touch.ts";
import { beginWait, endWait } from "./waits.ts";

/** What was written. */
export interface Written {
  /** The generations that were added, claimed. */
  begun: ClaimedGeneration[];
  /** Ids of generations that were settled before the run could wait for them. */
  missed: string[];
}

/**
 * Writes a pass, and with `output` the end of the run. Undefined: the run has changed since it was read, or somebody asks
 * the same by now; nothing was written.
 */
export async function commitRun(
  services: Services,
  run: RunRow,
  pass: Pass,
  output: RunOutput | undefined,
): Promise<Written | undefined> {
  const { db, now } = services;
  const time = now();
  const before = generationsWaitedFor(run.steps);
  const waitsFor = generationsWaitedFor(pass.steps);
  const left = before.filter((id) => !waitsFor.includes(id));
  const joined = pass.joined.map(({ id }) => id);
  const { begun } = pass;
  const ends = pass.failure !== null || output !== undefined;
  const { written, added, missed, deliveries } = await withRetry(() =>
    batch(db, {
      written: db
        .update(runs)
        .set({ ...changesOf(services, run, pass, output, time), ...touched(time) })
        .where(
          and(
            eq(runs.id, run.id),
            eq(runs.version, run.version),
            inArray(runs.status, ACTIVE_STATUSES),
            begun.length === 0 ? undefined : sql`NOT EXISTS (SELECT 1 FROM generations WHERE key IN ${keysOf(begun)})`,
          ),
        )
        .returning({ id: runs.id }),
      inserted:
        begun.length === 0 ? undefined : after("written", (changed) => insertMany(db, generations, begun, changed)),
      joined:
        joined.length === 0
          ? undefined
          : db
              .update(generations)
              .set({ waiters: withWaiter(run.id) })
              .where(joins(run.id, joined)),
      left:
        left.length === 0
          ? undefined
          : db
              .update(generations)
              .set({ waiters: withoutWaiter(run.id) })
              .where(leaves(run.id, left)),
      missed:
        joined.length === 0
          ? undefined
          : db
              .select({ id: generations.id })
              .from(generations)
              .where(sql`${inArray(generations.id, joined)} AND ${generations.status} NOT IN ${OPEN}`),
      // By their ids, so that they are found after a lost reply, too; and as they were added, or else another has claimed
      // them since.
      added:
        begun.length === 0
          ? undefined
          : db
              .select({ ...getTableColumns(generations), isWanted: isWanted.as("is_wanted") })
              .from(generations)
              .where(
                sql`${inArray(
                  generations.id,
                  begun.map(({ id }) => id),
                )} AND ${generations.fence} = 1 AND ${generations.status} = 'pending'`,
              ),
      ...(ends ? endingStatements(db, eq(runs.id, run.id), time) : {}),
    }),
  );
  const isOurs = written.length === 1 || (added ?? []).length > 0;
  if (!isOurs) return undefined;
  await announce(services, deliveries ?? []);
  return {
    begun: begun.flatMap(({ id }) =>
      (added ?? []).filter((each) => each.id === id).map((each) => ({ ...each, claimedAt: time })),
    ),
    missed: (missed ?? []).map(({ id }) => id),
  };
}

const keysOf = (begun: Pass["begun"]) => begun.map(({ key }) => key);

/** What of the run's columns changes: what stays is left out, because it may be in an index, which would be written again. */
function changesOf(
  services: Services,
  run: RunRow,
  pass: Pass,
  output: RunOutput | undefined,
  time: number,
): SQLiteUpdateSetSource<typeof runs> {
  const steps = { steps: pass.steps, outputs: pass.outputs };
  if (pass.failure) return { ...steps, ...ending("FAILED", time), error: pass.failure };
  if (output) return { ...steps, outputs: keptOutputs(pass), ...ending("COMPLETED", time), output, error: null };
  const status = pass.isPostponed ? "REATTEMPTING" : "EXECUTING";
  const dueAt = nextDue(pass.steps);
  return {
    ...steps,
    ...(status === run.status ? {} : { status }),
    ...(dueAt === run.dueAt ? {} : { dueAt }),
    ...(run.startedAt === null ? { startedAt: time } : {}),
    ...waitOf(services, run, pass, time),
  };
}

/** A completed run is never retried, and shows its output alone: what names no files is looked at by nobody. */
const keptOutputs = ({ outputs }: Pass) =>
  Object.fromEntries(DELIVERED.flatMap((name) => (outputs[name] ? [[name, outputs[name]]] : [])));

function waitOf(services: Services, run: RunRow, { pooled, isBusy }: Pass, time: number) {
  if (pooled?.waits) return beginWait(services, "renderer", time, pooled.waits.aboutMs);
  if (isBusy) return beginWait(services, "renderer", time, null);
  const waits = run.waitsFor !== null || run.waitsSince !== null || run.waitsUntil !== null;
  return waits ? endWait(services, time) : {};
}

/** When one of these steps is to be looked after that nobody else sends for; null: somebody does for each. */
export function nextDue(steps: RunSteps): number | null {
  const times = Object.values(steps).flatMap(({ status, dueAt, leaseUntil, generationId }) => {
    if (status === "ready" || (status === "waiting" && generationId === null)) return [dueAt];
    return status === "running" ? [leaseUntil] : [];
  });
  return times.length === 0 ? null : Math.min(...times);
}

const hasWaiter = (runId: string) => sql`EXISTS (SELECT 1 FROM json_each(generations.waiters) WHERE value = ${runId})`;

/** Whether a step of the run waits for the generation, as the run's row says: whoever wrote that. */
const runWaits = (runId: string) => sql`EXISTS (SELECT 1 FROM runs JOIN json_each(runs.steps) AS step
  WHERE runs.id = ${runId} AND step.value ->> '$.status' = 'waiting' AND step.value ->> '$.generationId' = generations.id)`;

const withWaiter = (runId: string) => sql`json_insert(generations.waiters, '$[#]', ${runId})`;

const withoutWaiter = (runId: string) =>
  sql`(SELECT json_group_array(value) FROM json_each(generations.waiters) WHERE value <> ${runId})`;

const joins = (runId: string, ids: string[]) =>
  sql`${inArray(generations.id, ids)} AND generations.status IN ${OPEN} AND NOT ${hasWaiter(runId)} AND ${runWaits(runId)}`;

const leaves = (runId: string, ids: string[]) =>
  sql`${inArray(generations.id, ids)} AND ${hasWaiter(runId)} AND NOT ${runWaits(runId)}`;
