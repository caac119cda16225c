/** Judges URLs that messages are to be sent to. */
import { z } from "@hono/zod-openapi";
import { checkUrl } from "../net/guarded-fetch.ts";
import { UrlRefused } from "../net/refusal.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";

const LOOKUP_MS = 5000;

export const webhookUrl = z.string().min(1).max(2048).openapi({
  format: "uri",
  description: "https, on the public internet. Looked up again before every attempt.",
  example: "https://example.com/hooks/backline",
});

/** The URL, normalised. Throws 400 naming `field`. */
export async function checkWebhookUrl(services: Services, url: string, field: string): Promise<string> {
  try {
    return (await checkUrl(services, url, AbortSignal.timeout(LOOKUP_MS))).href;
  } catch (error) {
    if (!(error instanceof UrlRefused)) throw error;
    throw new ApiError(400, "url_refused", `Messages cannot be sent to ${field}: ${error.message}.`, {
      field: [field],
    });
  }
}
