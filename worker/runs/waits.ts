/**
 * Waits for what is nobody's fault, as columns of a run. A run that waits has the longest wait on top of its deadline,
 * and when the wait is over the time that it took: waiting does not use up a run's time, and still has an end.
 */
import { sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { runs } from "../db/schema.ts";
import type { Wait } from "../domain/run.ts";
import type { Services } from "../services.ts";
import { scaledMs } from "../timing.ts";

const longestMs = (services: Services) => scaledMs(services, services.settings.MAX_WAIT_SECONDS);

const isActive = sql`${runs.status} IN ${ACTIVE}`;

/**
 * What an update of a run sets when it begins to wait; a wait under way goes on. One that is over waits for nothing:
 * what its step or its generation waits for may be told after its end. `time`: Unix milliseconds. `aboutMs`: how long it
 * is likely to wait from then on; null: nobody knows.
 */
export const beginWait = (services: Services, waitsFor: Wait, time: number, aboutMs: number | null) => ({
  waitsFor: sql`iif(${isActive}, ${waitsFor}, NULL)`,
  waitsSince: sql`iif(${isActive}, coalesce(${runs.waitsSince}, ${time}), NULL)`,
  waitsUntil: sql`iif(${isActive}, ${aboutMs === null ? null : time + Math.round(aboutMs)}, NULL)`,
  deadlineAt: sql`${runs.deadlineAt} + iif(${isActive} AND ${runs.waitsSince} IS NULL, ${longestMs(services)}, 0)`,
});

/**
 * What an update of a run sets when it does not wait any more, or never did, as of `time`, Unix milliseconds. A wait that
 * began later goes on: whoever ends one may be slow, or repeat a write whose reply was lost.
 */
export const endWait = (services: Services, time: number) => ({
  waitsFor: sql`iif(${isLater(time)}, ${runs.waitsFor}, NULL)`,
  waitsSince: sql`iif(${isLater(time)}, ${runs.waitsSince}, NULL)`,
  waitsUntil: sql`iif(${isLater(time)}, ${runs.waitsUntil}, NULL)`,
  deadlineAt: sql`${runs.deadlineAt}
    + iif(${runs.waitsSince} IS NULL OR ${isLater(time)}, 0, ${time} - ${runs.waitsSince} - ${longestMs(services)})`,
});

const isLater = (time: number) => sql`coalesce(${runs.waitsSince} > ${time}, 0)`;

/**
 * Whether the run has a wait to end. An update that sets nothing else goes by this, because what it sets is in indexes,
 * which would be written again.
 */
export const hasWait = sql`(${runs.waitsFor} IS NOT NULL OR ${runs.waitsSince} IS NOT NULL OR ${runs.waitsUntil} IS NOT NULL)`;
