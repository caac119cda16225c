/** Which IP addresses belong to the public internet. The Worker's own fetches and the renderer's egress policy both ask here. */
import ipaddr from "ipaddr.js";

/** The only part of IPv6 that is given out to networks; what is special inside it has a range name of its own. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** Public by number, private by use. */
const HOST_SERVICES = ["168.63.129.16"];

/**
 * Whether `text` is an address that anyone on the internet could be at. Everything that is not plainly so is not:
 * private, loopback, link-local (with every cloud's metadata service), shared, multicast, reserved, documentation, and
 * IPv6 that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  // Zone ids name an interface of this very machine; short and octal spellings are for people to be fooled by.
  if (text.includes("%") || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text))) return false;
  if (HOST_SERVICES.includes(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST);
}
