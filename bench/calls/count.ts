/** Counts what fal.ai would bill. Pure. */
import type { LedgerEntry } from "../../emulator/requests/request.ts";

export interface Calls {
  total: number;
  /** By endpoint. */
  byModel: Record<string, number>;
  usd: number;
}

/** Of submissions that have come to their end. */
export function countCalls(submissions: readonly Pick<LedgerEntry, "model" | "billing">[]): Calls {
  const billed = submissions.flatMap(({ model, billing }) => (billing ? [{ model, usd: billing.usd }] : []));
  const byModel: Record<string, number> = {};
  for (const { model } of billed) byModel[model] = (byModel[model] ?? 0) + 1;
  const usd = billed.reduce((sum, each) => sum + each.usd, 0);
  return { total: billed.length, byModel, usd: Number(usd.toFixed(4)) };
}

/** Of every run its image, its video and its caption; of every song, once, its words and its moments. */
export const goalOf = (runs: number, songs: number): number => 3 * runs + 2 * songs;
