/** Tells callers that their account's limits do not allow what they asked for. */
import type { Refusal } from "../accounts/spending.ts";
import { ApiError } from "./errors.ts";

/** Runs take minutes, so there is little point in asking again sooner. */
const RETRY_AFTER_SECONDS = 30;

/** Millionths of a US dollar as US dollars. */
export const dollars = (micros: number): number => micros / 1e6;

/** 429 for too many runs under way, 402 for a month's limit, each with its figures. */
export function limitError(refusal: Refusal): ApiError {
  if (refusal.kind === "too_many_runs") {
    const { limit, active, requested } = refusal;
    return new ApiError(
      429,
      "too_many_runs",
      `The account may have ${limit} runs under way and has ${active}: ${requested} more are too many. Wait for some to end.`,
      { runs: { limit, active, requested } },
      { "retry-after": String(RETRY_AFTER_SECONDS) },
    );
  }
  const { month, limitMicros, spentMicros, reservedMicros, neededMicros } = refusal;
  const spend = {
    currency: "USD" as const,
    month,
    limit: dollars(limitMicros),
    spent: dollars(spentMicros),
    reserved: dollars(reservedMicros),
    needed: dollars(neededMicros),
  };
  return new ApiError(
    402,
    "spend_limit_reached",
    `This needs ${spend.needed.toFixed(2)} USD of the account's ${spend.limit.toFixed(2)} USD for ${month}, of which ${spend.spent.toFixed(2)} are spent and ${spend.reserved.toFixed(2)} are held for runs under way.`,
    { spend },
  );
}
