/** What is true of a generation's row, as SQL for the statements that depend on it. */
import { and, eq, isNull, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { generations } from "../db/schema.ts";

/**
 * Whether an active run waits for the answer; if none does, nothing more is spent on it. The column is written in plain
 * text, because drizzle leaves its table out in RETURNING.
 */
export const isWanted = sql<number>`EXISTS (SELECT 1 FROM json_each(generations.waiters) AS waiter
  JOIN runs ON runs.id = waiter.value WHERE runs.status IN ${ACTIVE})`;

/** The active runs that wait for the generation's answer. */
export const waitingFor = (generationId: string) =>
  sql`runs.id IN (SELECT waiter.value FROM generations JOIN json_each(generations.waiters) AS waiter
    WHERE generations.id = ${generationId}) AND runs.status IN ${ACTIVE}`;

/** Restricts a write to the claimant: it changes nothing once another claim has raised the fence. */
export const claimedBy = ({ id, fence }: Pick<typeof generations.$inferSelect, "id" | "fence">) =>
  and(eq(generations.id, id), eq(generations.fence, fence));

/** Failed because its submit was never answered: only a callback can tell whether fal.ai is working on it. */
export const wasUnanswered = sql`(generations.status = 'failed' AND generations.request_id IS NULL
  AND json_extract(generations.error, '$.code') = 'fal_unanswered')`;

/** A submit is or was under way, and its request id is not known yet. */
export const isUnanswered = and(eq(generations.status, "submitting"), isNull(generations.requestId));

/** The waste without the unanswered submit, which may yet be found. */
export const wastedElsewhere = sql`max(0, ${generations.wastedMicros} - ${generations.expectedMicros})`;
