/**
 * Which IP addresses belong to the public internet. The Worker's own fetches and the renderer's egress policy both rely
 * on this.
 */
import ipaddr from "ipaddr.js";

/** The only part of IPv6 that is allocated to networks; special ranges inside it have names of their own. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Addresses in public ranges that clouds use privately. */
const HOST_SERVICES = ["168.63.129.16"];

/**
 * Whether `text` is an address on the public internet. Whatever is not plainly so is refused: private, loopback,
 * link-local (with every cloud's metadata service), shared, multicast, reserved, documentation, and IPv6 that carries
 * an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  // Zone ids name an interface of this very machine; short and octal spellings only serve to deceive.
  if (text.includes("%") || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text))) return false;
  if (HOST_SERVICES.includes(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST);
}
