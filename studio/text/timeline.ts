/** What a timeline says of its steps, and where its bars are. */
import type { Step } from "../api/types.ts";

const STATES: Record<Step["status"], string> = {
  blocked: "not yet",
  ready: "about to begin",
  running: "under way",
  waiting: "at the model",
  done: "done",
  failed: "failed",
};

/** What a step is at, for people. No model renders. */
export const stateOf = ({ name, status }: Pick<Step, "name" | "status">): string =>
  name === "render" && status === "waiting" ? "at the renderer" : STATES[status];

/** Shares of the whole width. */
export interface Place {
  from: number;
  width: number;
}

/** So that what was over in a moment is still seen. */
const MIN_WIDTH = 0.006;

/** The place of each step; undefined of one that has not begun. `start` and `end` in Unix milliseconds. */
export function placesOf(
  steps: readonly Pick<Step, "startedAt" | "finishedAt">[],
  start: number,
  end: number,
): (Place | undefined)[] {
  const whole = Math.max(1, end - start);
  return steps.map(({ startedAt, finishedAt }) => {
    if (startedAt === null) return undefined;
    const from = Math.min(1, Math.max(0, (Date.parse(startedAt) - start) / whole));
    const to = Math.min(1, ((finishedAt === null ? end : Date.parse(finishedAt)) - start) / whole);
    const width = Math.max(MIN_WIDTH, to - from);
    return { from: Math.min(from, 1 - width), width };
  });
}
