/**
 * Discarded generations: nobody may find them again, because the run that paid for them was deleted. Their rows stay for
 * what they cost, and a request that is under way is followed until it is known whether it is billed. What it comes to is
 * not kept.
 */
import { sql } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { generations } from "../db/schema.ts";
import { emptyFolder } from "../library/orphaned-files.ts";
import { retry } from "../retry.ts";
import type { Services } from "../services.ts";
import { callbackFolder, generationFolder } from "./object-keys.ts";

const MARK = "discarded:";

/** SQL: the key of a generation once it is discarded. */
export const discardedKey = sql<string>`${MARK} || generations.id`;

/** SQL condition on `generations`. */
export const isDiscardedRow = sql`generations.key = ${discardedKey}`;

/** Whether nobody may find the generation again. */
export const isDiscarded = ({ key }: { key: string }): boolean => key.startsWith(MARK);

/** What a discarded generation's row no longer has, once nothing is asked of it any more. */
export const WITHOUT_CONTENT = { input: {}, output: null, keptResult: null } as const;

/** Whoever settled it may have stored what it came to, not knowing that it was discarded meanwhile: that goes. */
export async function dropDiscarded(services: Services, id: string): Promise<void> {
  for (const folder of [generationFolder(id), callbackFolder(id)]) await retry(() => emptyFolder(services, folder));
  await withRetry(() =>
    services.db
      .update(generations)
      .set(WITHOUT_CONTENT)
      .where(sql`generations.id = ${id} AND ${isDiscardedRow} AND generations.finished_at IS NOT NULL`),
  );
  services.log.info("discarded_result_dropped", { generationId: id });
}
