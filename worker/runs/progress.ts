/** How far steps have come that are under way, as callers see it. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { after, batch } from "../db/batch.ts";
import type { StepRow } from "../db/rows.ts";
import { runs, steps } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { claimedBy } from "./steps.ts";
import { touchRun } from "./touch.ts";
import { endWait, hasWait } from "./waits.ts";

/** Records how far the pool's render has come, 0..1, and with that the end of its wait for a renderer. */
export async function recordRenderFraction(
  services: Services,
  runId: string,
  fence: number,
  fraction: number,
): Promise<void> {
  const { db, now } = services;
  const time = now();
  await batch(db, {
    come: db
      .update(steps)
      .set({ fraction })
      .where(
        and(
          eq(steps.runId, runId),
          eq(steps.name, "render"),
          eq(steps.fence, fence),
          inArray(steps.status, ["running", "waiting"]),
          sql`${steps.fraction} < ${fraction}`,
        ),
      ),
    touched: after("come", touchRun(db, runId, time)),
    waited: after("touched", (changed) =>
      db
        .update(runs)
        .set(endWait(services, time))
        .where(and(eq(runs.id, runId), hasWait, changed)),
    ),
  });
}

/** Records how far a claimed step has come, 0..1. Losing one of these writes does no harm. */
export async function recordFraction({ db, now }: Services, step: StepRow, fraction: number): Promise<void> {
  await batch(db, {
    come: db
      .update(steps)
      .set({ fraction })
      .where(and(claimedBy(step), sql`${steps.fraction} < ${fraction}`)),
    touched: after("come", touchRun(db, step.runId, now())),
  });
}
