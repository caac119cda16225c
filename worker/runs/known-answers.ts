/** What models have answered already, for whoever wants to know and pays for nothing. */
import { and, eq, inArray } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { generations } from "../db/schema.ts";
import type { Services } from "../services.ts";
import type { Answer, Ask } from "../steps/step.ts";
import { generationKey } from "./ask-generation.ts";
import { answerOf } from "./context.ts";

/** What is known of each of the account's questions, in one round trip; undefined where there is no answer. */
export async function knownAnswers(
  { db }: Services,
  accountId: string,
  asks: readonly Ask[],
): Promise<(Answer | undefined)[]> {
  const keys = await Promise.all(asks.map((each) => generationKey(accountId, each)));
  const areAnswers = and(inArray(generations.key, keys), eq(generations.status, "completed"));
  const rows = await withRetry(() => db.select().from(generations).where(areAnswers));
  return keys.map((key) => {
    const row = rows.find((each) => each.key === key);
    return row && answerOf(row);
  });
}
