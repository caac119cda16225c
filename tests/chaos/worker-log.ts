/** What the Worker's log tells after a campaign. */
import { MAX_FAILURES } from "../../worker/timing.ts";

const REACTIONS = [
  "possible_double_charge",
  "generation_resubmitted",
  "submit_unanswered",
  "generation_refused",
  "poll_failed",
  "request_failed",
  "media_not_copied",
  "generation_error",
  "message_failed",
  "dead_letter_received",
  "step_postponed",
  "step_outpaced",
  "callback_refused",
  "messages_not_sent",
  "gate_unreachable",
  "fal_shut",
  "fal_open",
  "generation_passed_on",
  "renderer_broken",
  "render_not_forgotten",
  "runs_not_woken",
  "generations_not_called",
];

/** Generations that were given up at some time, or met as many unexpected errors as give one up. */
export function failedIn(log: string[]): string[] {
  const errors = new Map<string, number>();
  for (const line of log) {
    const event = /"event":"(generation_failed|generation_error)"/.exec(line)?.[1];
    const id = /"generationId":"(\w+)"/.exec(line)?.[1];
    if (!event || !id) continue;
    errors.set(id, (errors.get(id) ?? 0) + (event === "generation_failed" ? MAX_FAILURES : 1));
  }
  return [...errors].flatMap(([id, count]) => (count >= MAX_FAILURES ? [id] : []));
}

/** How often the Worker said each thing that it did about faults. */
export function reactionsIn(log: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of log) {
    const event = /"event":"(\w+)"/.exec(line)?.[1];
    if (event && REACTIONS.includes(event)) counts[event] = (counts[event] ?? 0) + 1;
  }
  return counts;
}

/** A call of the database that took long, as the campaign's Worker writes it down. */
export interface SlowLine {
  slowMs: number;
}

/** The longest that a call of the database took, of those that were written down, milliseconds. */
export const slowestCallMs = (log: string[]): number =>
  log.reduce((most, line) => Math.max(most, Number(/^\{"slowMs":(\d+)\}$/.exec(line)?.[1] ?? 0)), 0);
