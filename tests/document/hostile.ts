/** What a request may hold that nobody meant: as arbitraries of fast-check, so that a seed gives the same again. */
import fc from "fast-check";

const NASTY = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\u0007\u001b[31m",
  "line\nbreak\r\nx-injected: 1",
  "\ud800",
  "a\udfffb",
  "\u202egnp.exe",
  "\ufeffbom",
  "👩‍👩‍👧‍👦",
  "e\u0301".repeat(40),
  "Z̸̡̢͖a̷l̴g̵o",
  "ﷺ".repeat(30),
  "../../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "http://169.254.169.254/latest/meta-data/",
  "http://[::1]:80/",
  "http://user:pass@localhost:1/",
  "https://",
  "' OR 1=1 --",
  "'; DROP TABLE runs; --",
  '"',
  "%",
  "%00",
  "%25",
  "%s%n%x",
  "{{7*7}}",
  `\${7*7}`,
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "null",
  "undefined",
  "NaN",
  "true",
  "-1",
  "0",
  "1e3",
  "0x10",
  "１２",
  "9007199254740993",
  "run_5k2m9x7c4v1b8n3q6w9e2",
  "00000000-0000-0000-0000-000000000000",
  "1873859C-DD37-4E9A-9BAC-80D3558527A9",
  "2026-02-30T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "9999-12-31T23:59:60+23:59",
  "WzEsIngiXQ",
];

const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 24 });

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: units.map((codes) => String.fromCharCode(...codes)) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("a", "é", "👾", "\ud800", "/", "%", " "), fc.constantFrom(41, 101, 201, 501, 2049, 12_000))
      .map(([unit, length]) => unit.repeat(length)),
  },
);

/** JSON as text, because a value could not say all of it. */
const RAW = [
  "1e999",
  "-1e999",
  "1e-400",
  "-0",
  "123456789012345678901234567890",
  "9007199254740993",
  "0.1e1",
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":1,"a":2}',
  '"\\ud800"',
  '"\\u0000"',
  `${"[".repeat(2000)}${"]".repeat(2000)}`,
  `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`,
  "01",
  "NaN",
  "undefined",
  "'text'",
  "[1,]",
  "/* comment */ 1",
];

export const hostileJson: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: hostileText.map((text) => JSON.stringify(text)) },
  { weight: 3, arbitrary: fc.constantFrom(...RAW) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 103 }).map(String) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 4 }).map((texts) => JSON.stringify(texts)) },
);

/** A longer URL is refused before the Worker sees it. */
const MAX_ENCODED = 4000;

/** As it may stand in a path or in a query: mostly encoded well, and else so that it does not decode. */
export const hostileEncoded: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: hostileText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, MAX_ENCODED)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...["%", "%E0%A4%A", "%zz", "%ED%A0%80", "%C0%AF", "%FF", "%00", "%2e%2e%2f", "..%2f..%2f", "%252e%252e", ";a=b"],
      ...["..", ".", "%2F", "a%5Cb", "a%0d%0ab", "%e2%80%ae", "~", "a+b", "a%20b", "*", "{id}", ":id", "stream"],
    ),
  },
);

const latin1 = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 30 })
  .map((codes) => String.fromCharCode(...codes.filter((code) => code !== 0x7f)));

export const CONTENT_TYPES = [
  "text/plain",
  "text/plain; charset=utf-16",
  "application/json; charset=latin1",
  "application/json;",
  "application/problem+json",
  "APPLICATION/JSON",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "image/png",
  "image/svg+xml",
  "nonsense",
  ";;;",
];

/** Headers besides those that the call has; some say again what it said. */
export const hostileHeader: fc.Arbitrary<[string, string]> = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      ...[
        "idempotency-key",
        "if-none-match",
        "last-event-id",
        "accept",
        "accept-language",
        "range",
        "origin",
        "cookie",
      ],
      ...["x-request-id", "x-http-method-override", "x-forwarded-for", "authorization", "x-api-key", "if-match", "te"],
      ...["access-control-request-method", "content-language", "user-agent", "cf-connecting-ip"],
    ),
    fc.oneof(latin1, fc.constantFrom("", "*", '""', "W/", '"a","b"', "bytes=0-", "DELETE", "x".repeat(4000))),
  ),
  fc.tuple(fc.constant("content-type"), fc.constantFrom(...CONTENT_TYPES)),
);

export const oddMethod = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND");
