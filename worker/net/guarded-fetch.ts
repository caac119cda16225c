/**
 * Fetches a URL that a caller gave us. Before anything is sent, each hop's URL is judged by its text, and then every
 * address of its name must be public.
 *
 * What this cannot do: a Worker's fetch resolves the name once more by itself, and takes no address to connect to, so a
 * name that changes its answer in between (DNS rebinding) goes unnoticed. That is why the checks are only the second
 * line of defence. The first is where this runs: Cloudflare's edge has no private network behind it, and its fetch does
 * not reach loopback, link-local or private addresses. The checks matter for the clear answer they give a caller, for
 * the day this runs anywhere else, and for laptops.
 */

import { isPublicAddress } from "../../renderer/contract/public-address.ts";
import { readAtMost } from "../bytes.ts";
import { UrlRefused } from "./refusal.ts";
import type { Resolver } from "./resolver.ts";
import { addressOf, parsePublicUrl } from "./url.ts";

/** What is needed to check callers' URLs; part of the services. */
export interface Guard {
  resolve: Resolver;
  /** Origins on this machine that are let through; empty in production. */
  loopback: readonly string[];
}

export interface GuardedRequest {
  /** For everything together: name lookups, connections, bodies and redirects. */
  timeoutMs: number;
  maxBytes: number;
  /** Beyond `maxBytes`: refuse the whole answer (default), or leave the rest unread. */
  beyond?: "refuse" | "leave";
  /** At most 3, and for GET only. When they are used up, GET is refused; other methods get the redirect itself. */
  redirects?: number;
  method?: "GET" | "POST";
  /** Also sent to where redirects lead. */
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

interface Head {
  /** Where redirects led. */
  url: string;
  status: number;
  headers: Headers;
}

export interface GuardedResponse extends Head {
  bytes: Uint8Array<ArrayBuffer>;
}

/** An answer whose body is still to come: call either. */
export interface OpenResponse extends Head {
  /** Reads the body. Throws UrlRefused. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** Leaves it unread. */
  discard(): Promise<void>;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 3;

/** The normalised URL, if its text and the addresses of its name allow fetching it. Throws UrlRefused. */
export async function checkUrl({ net }: { net: Guard }, text: string, signal: AbortSignal): Promise<URL> {
  const url = parsePublicUrl(text, net.loopback);
  if (net.loopback.includes(url.origin) || addressOf(url) !== undefined) return url;
  const addresses = await net.resolve(url.hostname, signal);
  if (!addresses.every(isPublicAddress)) {
    throw new UrlRefused("host_not_public", "its host has an address that is not on the public internet");
  }
  return url;
}

/** Fetches a URL and returns the answer, whatever its status. Throws UrlRefused. */
export async function guardedFetch(
  services: { net: Guard },
  text: string,
  request: GuardedRequest,
): Promise<GuardedResponse> {
  const { read, url, status, headers } = await guardedOpen(services, text, request);
  return { url, status, headers, bytes: await read() };
}

/** The same up to the body, which the caller reads when there is room for it. Throws UrlRefused. */
export async function guardedOpen(
  services: { net: Guard },
  text: string,
  { timeoutMs, maxBytes, beyond = "refuse", redirects = MAX_REDIRECTS, method = "GET", ...init }: GuardedRequest,
): Promise<OpenResponse> {
  const signal = AbortSignal.timeout(timeoutMs);
  const refused = (cause: unknown): UrlRefused => {
    if (cause instanceof UrlRefused) return cause;
    if (signal.aborted) return new UrlRefused("too_slow", `it took longer than ${timeoutMs / 1000} seconds`, { cause });
    return new UrlRefused("unreachable", "nothing could be fetched from it", { cause });
  };
  const orRefused = <Result>(done: Promise<Result>) =>
    done.catch((cause: unknown) => {
      throw refused(cause);
    });
  try {
    let next = text;
    for (let followed = 0; ; followed++) {
      const url = await checkUrl(services, next, signal);
      const response = await fetch(url, { ...init, method, redirect: "manual", signal });
      const { status, headers } = response;
      const location = REDIRECTS.includes(status) ? headers.get("location") : null;
      if (location === null || method !== "GET") {
        const read = () => orRefused(readBody(response, maxBytes, beyond));
        const discard = () => orRefused(response.body?.cancel() ?? Promise.resolve());
        return { url: url.href, status, headers, read, discard };
      }
      await response.body?.cancel();
      if (followed >= Math.min(redirects, MAX_REDIRECTS)) {
        throw new UrlRefused("too_many_redirects", "it redirects too often");
      }
      if (!URL.canParse(location, url.href)) throw new UrlRefused("url_invalid", "it redirects to what is not a URL");
      next = new URL(location, url).href;
    }
  } catch (cause) {
    throw refused(cause);
  }
}

/** Reads at most `most` bytes of the body. The announced length only helps to refuse early. */
async function readBody(
  response: Response,
  most: number,
  beyond: "refuse" | "leave",
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new UrlRefused("too_large", `it has more than ${most} bytes`);
  if (beyond === "refuse" && Number(response.headers.get("content-length") ?? 0) > most) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const { bytes, more } = await readAtMost(response.body, most);
  if (more && beyond === "refuse") throw tooLarge();
  return bytes;
}
