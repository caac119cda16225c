/** Tells callers that messages cannot be sent to a URL of theirs. */

import { checkReceiverUrl } from "../net/receiver-url.ts";
import { UrlRefused } from "../net/refusal.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";

/** `message` is a clause: "it is not https". */
export const urlRefused = (field: string, message: string): ApiError =>
  new ApiError(400, "url_refused", `Messages cannot be sent to ${field}: ${message}.`, { field: [field] });

/** The URL, normalised. Throws a 400 that names `field` when messages cannot be sent to it. */
export async function requireReceiverUrl(services: Services, url: string, field: string): Promise<string> {
  try {
    return await checkReceiverUrl(services, url);
  } catch (error) {
    throw error instanceof UrlRefused ? urlRefused(field, error.message) : error;
  }
}
