import type { Failure } from "../domain/failure.ts";
import { describe } from "../log.ts";

/** The failure that nobody expected, such as D1's. */
export const unexpected = (error: unknown): Failure => ({
  code: "internal_error",
  message: `Something went wrong on our side: ${describe(error)}`,
  retryable: true,
});
