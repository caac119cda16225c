/** The form of an invariant, and what several of them ask of the facts. */
import type { Facts } from "./facts.ts";

export interface Invariant {
  name: string;
  statement: string;
  /** One sentence per break. */
  breaks(facts: Facts): string[];
}

/** A ledger line may be a little later than the clock that its deadline runs by: the POST comes after the row. */
export const CLOCK_SLACK_MS = 1000;
/** The time that a sweep and a queue take, and the Worker to end. */
export const OVERDUE_SLACK_MS = 5000;

/** The generation and attempt that a callback URL names. */
export function namedBy(webhookUrl: string | null): { generationId: string; attempt: number } | undefined {
  const found = /\/callbacks\/fal\/([^/]+)\/(\d+)$/.exec(webhookUrl ?? "");
  return found?.[1] ? { generationId: found[1], attempt: Number(found[2]) } : undefined;
}
