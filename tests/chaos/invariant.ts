/** The form of an invariant, and what several of them ask of the facts. */
import { STEPS } from "../../worker/steps/index.ts";
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

const SHARED = STEPS.filter(({ sharedBySong }) => sharedBySong).map(({ name }) => name as string);

/** Whether what the step asks is the same for every run of its song, so that another run may find it again. */
export const isShared = (step: string): boolean => SHARED.includes(step);

/** The generation and attempt that a callback URL names. */
export function namedBy(webhookUrl: string | null): { generationId: string; attempt: number } | undefined {
  const found = /\/callbacks\/fal\/([^/]+)\/(\d+)$/.exec(webhookUrl ?? "");
  return found?.[1] ? { generationId: found[1], attempt: Number(found[2]) } : undefined;
}
