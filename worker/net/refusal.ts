/** Why a URL that a caller gave us was not fetched, or what it gave was not taken. */

export const REFUSALS = [
  // Its text is enough to refuse it.
  "url_invalid",
  "url_not_https",
  "url_has_credentials",
  "url_port_not_allowed",
  "host_not_public",
  // Looking for it, or at it, was not.
  "host_not_found",
  "dns_unavailable",
  "unreachable",
  "too_slow",
  "too_large",
  "too_many_redirects",
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** `message` is a clause that fits behind the URL: "its host is not public". */
export class UrlRefused extends Error {
  override name = "UrlRefused";
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
