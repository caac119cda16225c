/** Judges URLs that webhook messages are to be sent to. */
import { checkUrl, type Guard } from "./guarded-fetch.ts";

const LOOKUP_MS = 5000;

/** The URL, normalised. Throws UrlRefused unless it is https and leads to the public internet. */
export async function checkReceiverUrl(services: { net: Guard }, url: string): Promise<string> {
  return (await checkUrl(services, url, AbortSignal.timeout(LOOKUP_MS))).href;
}
