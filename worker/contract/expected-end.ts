/** When a run is likely to be over: made from its rows alone, so that it changes only when they do. Pure. */
import type { RunRow } from "../db/rows.ts";
import { isActive } from "../domain/run.ts";
import { type NamedStep, stepNamed, typicalSecondsOf } from "../steps/index.ts";

type Run = Pick<RunRow, "status" | "createdAt" | "request" | "waitsFor" | "waitsSince" | "waitsUntil">;

/**
 * Unix milliseconds, or null when the run is over, or waits for something of which nobody knows when it comes. Each step
 * takes as long as it usually does, after those that it needs. A run that waits in a line for fal.ai's slots meets that
 * line again with each of its later calls.
 */
export function expectedEnd(run: Run, steps: NamedStep[]): number | null {
  if (!isActive(run.status)) return null;
  if (run.waitsFor !== null && run.waitsUntil === null) return null;
  const lineMs =
    run.waitsFor === "fal_slot" && run.waitsSince !== null && run.waitsUntil !== null
      ? Math.max(0, run.waitsUntil - run.waitsSince)
      : 0;
  const rows = new Map(steps.map((row) => [row.name, row]));
  const ends = new Map<string, number>();
  /** Of a step that the run has; its needs come before it, and make no circle. */
  const endOf = (row: NamedStep): number => {
    const known = ends.get(row.name);
    if (known !== undefined) return known;
    const { needs, paid } = stepNamed(row.name);
    const takesMs = typicalSecondsOf(row.name, run.request) * 1000;
    let end: number;
    if (row.finishedAt !== null) end = row.finishedAt;
    else if (row.startedAt !== null) end = Math.max(row.startedAt, run.waitsUntil ?? 0) + takesMs;
    else {
      const needed = needs.flatMap((need) => rows.get(need) ?? []).map(endOf);
      end = Math.max(run.createdAt, ...needed) + (paid ? lineMs : 0) + takesMs;
    }
    ends.set(row.name, end);
    return end;
  };
  return Math.max(run.createdAt, ...steps.map(endOf));
}
