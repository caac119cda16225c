/** What the text of a URL says about where it leads. Pure: nothing is looked up. */
import { isPublicAddress } from "../../renderer/contract/public-address.ts";
import { UrlRefused } from "./refusal.ts";

const MAX_URL_LENGTH = 2048;

/** HTTPS's own port, and the alternative that public services commonly use. */
const PORTS = ["", "8443"];

/** Names that mean something on one machine or in one network only. */
const LOCAL_SUFFIXES = [
  ...["localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan"],
  ...["home.arpa", "arpa", "onion", "alt", "test", "invalid"],
];

/**
 * The URL, normalised: host in lower case and punycode, without a trailing dot. Throws UrlRefused unless it is https,
 * to a usual port, without credentials, and to a public address or a name that can be public. `loopback` lists the
 * origins on this machine that are let through as they are, http or https.
 */
export function parsePublicUrl(text: string, loopback: readonly string[]): URL {
  // The URL parser silently drops or rewrites these, and nobody sends them on purpose.
  if (text.length > MAX_URL_LENGTH)
    throw new UrlRefused("url_invalid", `it is longer than ${MAX_URL_LENGTH} characters`);
  if (/[\s\\\p{Cc}]/u.test(text)) throw new UrlRefused("url_invalid", "it has a space, control character or backslash");
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) || !URL.canParse(text)) {
    throw new UrlRefused("url_invalid", "it is not a whole URL");
  }
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    throw new UrlRefused("url_has_credentials", "it has a user name or password in it");
  }
  if (loopback.includes(url.origin)) return url;
  if (url.protocol !== "https:") throw new UrlRefused("url_not_https", "it is not https");
  if (!PORTS.includes(url.port)) throw new UrlRefused("url_port_not_allowed", "its port is not 443 or 8443");
  const host = url.hostname.replace(/\.$/, "");
  if (!isPublicHost(host)) throw new UrlRefused("host_not_public", "its host is not on the public internet");
  // With a trailing dot, it is the same host to DNS but a different one to certificates and caches.
  url.hostname = host;
  return url;
}

/**
 * The address that a URL names as its host, without brackets; undefined for a name. The URL parser has already turned
 * decimal, octal, hexadecimal and short IPv4 into four decimal parts.
 */
export function addressOf({ hostname }: URL): string | undefined {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return /^[\d.]+$/.test(hostname) ? hostname : undefined;
}

function isPublicHost(host: string): boolean {
  if (host.startsWith("[")) return isPublicAddress(host.slice(1, -1));
  if (/^[\d.]+$/.test(host)) return isPublicAddress(host);
  const labels = host.split(".");
  if (labels.length < 2 || labels.some((label) => label === "" || label.length > 63) || host.length > 253) return false;
  return !LOCAL_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}
