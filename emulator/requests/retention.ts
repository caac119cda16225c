/** How long fal keeps what a request came to. */
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
