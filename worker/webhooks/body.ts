/** The webhook message: {type, timestamp, data}, with the run as callers see it, except its long parts. Pure. */

import { type GenerationSummary, viewRunDetail } from "../contract/run-view.ts";
import type { RunRow } from "../db/rows.ts";
import type { webhookEvents } from "../db/schema.ts";
import type { MediaRef } from "../domain/media.ts";
import type { BatchEnding, RunEnding } from "../domain/webhook.ts";

export type EventRow = typeof webhookEvents.$inferSelect;

/** The specification asks for less than 20 KB. */
const MAX_BYTES = 19_000;
const MAX_MESSAGE_LENGTH = 1000;

/**
 * The message for an event, as JSON. `run` is the run as it is now, and the event tells how it ended; `paid`: the
 * generations that it pays for. A message that is too long goes without what callers gave. Throws when the run of a
 * run's event is gone.
 */
export function makeBody(
  event: EventRow,
  run: RunRow | undefined,
  paid: GenerationSummary[],
  publicUrl: (ref: MediaRef) => string,
): string {
  const { type, createdAt } = event;
  const body = (data: unknown) => JSON.stringify({ type, timestamp: new Date(createdAt).toISOString(), data });
  if (type === "batch.finished") return body(batchData(event));
  if (!run) throw new Error(`The run of the event ${event.id} is gone`);
  const data = runData(run, event.ending as RunEnding, paid, publicUrl);
  const whole = body(data);
  if (new TextEncoder().encode(whole).byteLength <= MAX_BYTES) return whole;
  // Only what callers gave can be this long. They know it, or can read it from the API.
  const { payload: _, metadata, error, ...rest } = data;
  const { custom: __, ...kept } = metadata;
  return body({
    ...rest,
    tags: [],
    metadata: kept,
    error: error && { ...error, message: error.message.slice(0, MAX_MESSAGE_LENGTH) },
    shortened: true,
  });
}

function runData(run: RunRow, ending: RunEnding, paid: GenerationSummary[], publicUrl: (ref: MediaRef) => string) {
  const { metadata, ...view } = viewRunDetail({ ...run, ...ending, steps: {} }, paid, publicUrl);
  // How it came to its end is left out: a message tells of the end.
  const { estimateInCents, version, wastedInCents, custom } = metadata;
  return { ...view, metadata: { estimateInCents, version, wastedInCents, custom } };
}

function batchData({ batchId, ending }: EventRow) {
  const runs = ending as BatchEnding;
  const count = (...statuses: string[]) => runs.filter(({ status }) => statuses.includes(status)).length;
  return {
    batchId,
    runs,
    completed: count("COMPLETED"),
    failed: count("FAILED", "TIMED_OUT"),
    canceled: count("CANCELED"),
  };
}
