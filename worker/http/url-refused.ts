/** How callers hear that a URL of theirs is not one that messages can be sent to. */

import { checkReceiverUrl } from "../net/receiver-url.ts";
import { UrlRefused } from "../net/refusal.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";

/** `message` is a clause: "it is not https". */
export const urlRefused = (field: string, message: string): ApiError =>
  new ApiError(400, "url_refused", `Messages cannot be sent to ${field}: ${message}.`, { field: [field] });

/** The URL, normalised. Throws 400 naming `field`. */
export async function requireReceiverUrl(services: Services, url: string, field: string): Promise<string> {
  try {
    return await checkReceiverUrl(services, url);
  } catch (error) {
    throw error instanceof UrlRefused ? urlRefused(field, error.message) : error;
  }
}
