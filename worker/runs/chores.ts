/**
 * Chores of runs that are over: to clean up after them, and to archive them. A sweep finds who is due and sends for them,
 * some at a time, so that many consumers can be at work at once. What a message was lost for, or failed at, is due at
 * the next sweep again.
 */
import { and, asc, gte, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { columnsOf, indexed } from "../db/indexed.ts";
import { runs } from "../db/schema.ts";
import type { ChoreMessage } from "../queues.ts";
import type { Services } from "../services.ts";
import { archivedBefore, archiveRuns } from "./archive-runs.ts";
import { cleanUpRuns, settledBefore } from "./cleanup.ts";
import { goOnErasing } from "./erase-artist.ts";

/** Runs of a message: the rows of so many are held at once, and a few calls to R2 are made for each. */
const PER_MESSAGE = 20;
/**
 * Runs per sweep and chore: half of them those that are due longest, half from a random moment on. So some that always
 * fail do not hold up all others, and nothing has to be written down of them. Half of this, each minute, is 1.4 million a
 * day; the whole of it is one call to the queue.
 */
const PER_SWEEP = 2000;

const QUEUE_NAME = "backline-chores";

/** Whether this is the name of the queue of chores. */
export const isChoreQueue = (queue: string): boolean => queue === QUEUE_NAME;

/** Does the chores of a batch of messages. Throws what the database throws: a later sweep sends for the runs again. */
export async function consumeChores(services: Services, messages: MessageBatch<ChoreMessage>): Promise<void> {
  for (const { body } of messages.messages) {
    try {
      await perform(services, body);
    } catch (error) {
      // Nobody sends the message again, and nobody needs to: the next sweep finds what is due.
      const about = body.chore === "erase" ? { artists: body.artistIds.length } : { runs: body.runIds.length };
      services.log.error("chore_failed", error, { chore: body.chore, ...about });
    }
  }
}

function perform(services: Services, message: ChoreMessage): Promise<void> {
  if (message.chore === "erase") return goOnErasing(services, message.artistIds);
  return message.chore === "cleanUp" ? cleanUpRuns(services, message.runIds) : archiveRuns(services, message.runIds);
}

/** Sends for runs that are due to be cleaned up after. */
export const sendCleanUps = (services: Services): Promise<void> =>
  send(services, "cleanUp", {
    index: "runs_to_clean_up",
    due: and(isNull(runs.cleanedUpAt), isNotNull(runs.finishedAt)),
    before: settledBefore(services),
  });

/** Sends for runs that are due to be archived. */
export const sendArchivals = (services: Services): Promise<void> =>
  send(services, "archive", {
    index: "runs_to_archive",
    due: and(isNotNull(runs.cleanedUpAt), isNull(runs.archived)),
    before: archivedBefore(services),
  });

async function send(
  { db, queues }: Services,
  chore: "cleanUp" | "archive",
  { index, due, before }: { index: string; due: SQL | undefined; before: number },
): Promise<void> {
  const from = indexed(runs, index);
  const first = sql<number>`(SELECT ${runs.finishedAt} FROM ${from} WHERE ${due}
    AND ${runs.finishedAt} <= ${before} ORDER BY ${runs.finishedAt} LIMIT 1)`;
  // Somewhere between the run that is due longest and the one that is just due.
  const moment = sql`${before} - CAST(${Math.random()} * (${before} - coalesce(${first}, ${before})) AS INTEGER)`;
  const some = (since: SQL | undefined) =>
    db
      .select({ id: columnsOf(runs).id })
      .from(from)
      .where(and(due, lte(runs.finishedAt, before), since))
      .orderBy(asc(runs.finishedAt))
      .limit(PER_SWEEP / 2);
  const found = await batch(db, { longest: some(undefined), others: some(gte(runs.finishedAt, moment)) });
  const ids = [...new Set([...found.longest, ...found.others].map(({ id }) => id))];
  const messages = Array.from({ length: Math.ceil(ids.length / PER_MESSAGE) }, (_, at) => ({
    message: { chore, runIds: ids.slice(at * PER_MESSAGE, (at + 1) * PER_MESSAGE) },
  }));
  await queues.sendChores(messages);
}
