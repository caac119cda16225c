/**
 * Which addresses a job may make the renderer talk to. Jobs carry URLs, so every URL (and every redirect) is checked
 * against the configured list, and a host name on that list must not lead to a private address.
 */
import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

export interface EgressPolicy {
  /** Exact origins, trusted with plain http and private addresses. */
  origins: readonly string[];
  /** Lower-case host names, or `*.` patterns, reached over https on public addresses only. */
  hosts: readonly string[];
}

const notPublic = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  notPublic.addSubnet(network, prefix, "ipv4");
}
const publicV6 = new BlockList();
publicV6.addSubnet("2000::", 3, "ipv6");
const tunnelV6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const) {
  tunnelV6.addSubnet(network, prefix, "ipv6");
}

/** Whether an IP address belongs to the open internet (not loopback, private, link-local, reserved or a tunnel to those). */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, "ipv4");
  return family === 6 && publicV6.check(address, "ipv6") && !tunnelV6.check(address, "ipv6");
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

export const PRIVATE_ADDRESS = "EPRIVATEADDRESS";

/** A `lookup` for sockets that fails when a name leads to any address that is not public: checked on the address connected to, so a name cannot change in between. */
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
