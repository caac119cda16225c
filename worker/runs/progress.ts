/** How far a render has come that the pool has, as callers see it. */
import { and, eq, sql } from "drizzle-orm";
import { ACTIVE } from "../db/active.ts";
import { after, batch } from "../db/batch.ts";
import { runs } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { touched } from "./touch.ts";
import { endWait, hasWait } from "./waits.ts";

const ofRender = (field: string) => sql`json_extract(runs.steps, ${sql.raw(`'$.render.${field}'`)})`;

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
      .update(runs)
      .set({ steps: sql`json_set(runs.steps, '$.render.fraction', ${fraction})`, ...touched(time) })
      .where(sql`runs.id = ${runId} AND runs.status IN ${ACTIVE} AND ${ofRender("fence")} = ${fence}
        AND ${ofRender("status")} = 'waiting' AND ${ofRender("fraction")} < ${fraction}`),
    // Apart from that, because an index has the deadline, and would be written each time.
    waited: after("come", (changed) =>
      db
        .update(runs)
        .set(endWait(services, time))
        .where(and(eq(runs.id, runId), hasWait, changed)),
    ),
  });
}
