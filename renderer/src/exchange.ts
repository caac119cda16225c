/** One HTTP exchange within the egress policy. Never follows a redirect: the caller checks the next address. */
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { type EgressPolicy, permission, publicLookup } from "./egress.ts";

/** The address is outside the egress policy: nothing was sent to it. */
export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress";
}

export interface ExchangeOptions {
  method: "GET" | "PUT";
  headers?: Record<string, string>;
  /** Opens the body once the address has been allowed. */
  body?: () => Readable;
  signal: AbortSignal;
  /** The longest silence, milliseconds. */
  idleMs?: number;
}

/** Throws `ForbiddenAddress` unless `url` is within the egress policy. Returns how it may be reached. */
export function checkAddress(url: URL, egress: EgressPolicy): "public" | "trusted" {
  const allowed = permission(url, egress);
  if (allowed === "forbidden") throw new ForbiddenAddress(`${url.origin} is not among the allowed origins and hosts`);
  return allowed;
}

/**
 * Sends a request, and resolves with the response as soon as its headers have arrived. Rejects with `ForbiddenAddress`
 * when `url` is outside the egress policy.
 */
export async function exchange(url: URL, egress: EgressPolicy, options: ExchangeOptions): Promise<IncomingMessage> {
  const allowed = checkAddress(url, egress);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const outgoing = send(url, {
    method: options.method,
    headers: { ...options.headers, "user-agent": "backline-renderer" },
    signal: options.signal,
    // A connection of its own: a pooled one could be dead by the time it is used again.
    agent: false,
    ...(allowed === "public" ? { lookup: publicLookup } : {}),
  });
  outgoing.setTimeout(options.idleMs ?? 20_000, () => {
    const idle: NodeJS.ErrnoException = new Error(`${url.host} did not answer in time`);
    idle.code = "ETIMEDOUT";
    outgoing.destroy(idle);
  });
  outgoing.once("response", resolve);
  outgoing.on("error", reject);
  const body = options.body?.();
  body?.on("error", (error) => outgoing.destroy(error));
  if (body) body.pipe(outgoing);
  else outgoing.end();
  try {
    return await promise;
  } finally {
    body?.unpipe(outgoing).destroy();
  }
}
