/** Why a URL that a caller gave us was not fetched, or why what came from it was not accepted. */

export const REFUSALS = [
  // Refused for its text.
  "url_invalid",
  "url_not_https",
  "url_has_credentials",
  "url_port_not_allowed",
  "host_not_public",
  // Refused while looking it up or fetching it.
  "host_not_found",
  "dns_unavailable",
  "unreachable",
  "too_slow",
  "too_large",
  "too_many_redirects",
  // Refused for its content.
  "not_a_picture",
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** `message` is a clause that fits after the URL: "its host is not public". */
export class UrlRefused extends Error {
  override name = "UrlRefused";
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
