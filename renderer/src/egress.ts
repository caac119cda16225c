/**
 * Which addresses a job may make the renderer talk to. Jobs carry URLs, so every URL (and every redirect) is checked
 * against the configured list, and a host name on that list must not lead to a private address.
 */
import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "../contract/public-address.ts";

export interface EgressPolicy {
  /** Exact origins, trusted with plain http and private addresses. */
  origins: readonly string[];
  /** Lower-case host names, or `*.` patterns, reached over https on public addresses only. */
  hosts: readonly string[];
}

/** How a URL may be reached: not at all, on public addresses only, or wherever its name leads. */
export function permission(url: URL, egress: EgressPolicy): "forbidden" | "public" | "trusted" {
  if (egress.origins.includes(url.origin)) return "trusted";
  if (url.protocol !== "https:" || url.port !== "" || url.username !== "" || url.password !== "") return "forbidden";
  const host = url.hostname.toLowerCase();
  if (isIP(host.replace(/^\[|\]$/g, ""))) return "forbidden";
  const listed = egress.hosts.some((pattern) =>
    pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : host === pattern,
  );
  return listed ? "public" : "forbidden";
}

/** The code of the error that `publicLookup` fails with. */
export const PRIVATE_ADDRESS = "EPRIVATEADDRESS";

/**
 * A `lookup` for sockets that fails when a name leads to any address that is not public. It checks the very addresses
 * that are connected to, so a name cannot change in between.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => !isPublicAddress(address))) {
      const refused: NodeJS.ErrnoException = new Error(`${hostname} leads to an address that is not public`);
      refused.code = PRIVATE_ADDRESS;
      return callback(refused, "", 0);
    }
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
