/** How long fal keeps what a request came to, and the files. */
import { z } from "zod";
import { errorBody } from "../protocol/outcome.ts";
import type { Settings } from "../settings.ts";
import type { FalRequest } from "./request.ts";

/** Results from this size on are forgotten sooner. */
const LARGE_BYTES = 10_000;

/** Whether fal has forgotten the result of a request by `time`, Unix milliseconds. */
export function isForgotten({ completed }: FalRequest, settings: Settings, time: number): boolean {
  if (!completed) return false;
  const { outcome } = completed;
  const body = JSON.stringify(outcome.kind === "ok" ? outcome.output : errorBody(outcome));
  const seconds = Buffer.byteLength(body) < LARGE_BYTES ? settings.resultSeconds : settings.largeResultSeconds;
  return time - Date.parse(completed.at) > seconds * 1000 * settings.timeScale;
}

const lifecycle = z.strictObject({
  expiration_duration_seconds: z.number().positive().optional(),
  initial_acl: z.unknown().optional(),
});

/**
 * The seconds for which files are to be kept, by a lifecycle header; undefined where it says nothing of that. `problem`: it
 * is not what the client sends.
 */
export function readLifecycle(header: string | string[] | undefined): { seconds?: number | undefined; problem?: true } {
  if (header === undefined) return {};
  try {
    return { seconds: lifecycle.parse(JSON.parse(String(header))).expiration_duration_seconds };
  } catch {
    return { problem: true };
  }
}

/** When a file that is kept for so long from `time` on is gone, Unix milliseconds. */
export const expiryOf = (seconds: number | undefined, { timeScale }: Settings, time: number): number | undefined =>
  seconds === undefined ? undefined : time + seconds * 1000 * timeScale;
