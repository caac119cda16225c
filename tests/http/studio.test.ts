/** GET / and the key that a local stack offers to its own page: to nobody else, wherever they ask from. */
import { expect, test, vi } from "vitest";
import type { Env } from "../../worker/env.ts";
import { errorShape } from "../contract/shapes.ts";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} }));

interface Worker {
  fetch(request: Request, env: Env, context: object): Promise<Response>;
}
// By its path: the Worker is checked with the types of its own runtime, not with Node's.
const load = (path: string) => import(new URL(path, import.meta.url).href);
const worker: Worker = (await load("../../worker/index.ts")).default;

const PAGE = '<html><head><meta name="local-key" content="no"></head></html>';
const KEY = "bk_local";

const env = (settings: Record<string, string> = {}) =>
  ({
    PUBLIC_ORIGIN: "http://localhost:8787",
    MEDIA_ORIGIN: "http://localhost:8787/cdn-cgi/local/r2/public/backline-media",
    R2_S3_ORIGIN: "http://localhost:8787/cdn-cgi/local/r2/s3",
    R2_LIBRARY_BUCKET: "backline-library",
    R2_MEDIA_BUCKET: "backline-media",
    R2_ACCESS_KEY_ID: "a",
    R2_SECRET_ACCESS_KEY: "b",
    FAL_KEY: "emulator",
    LOCAL_API_KEY: KEY,
    ASSETS: { fetch: async () => new Response(PAGE, { headers: { "content-type": "text/html" } }) },
    ...settings,
  }) as unknown as Env;
const PRODUCTION = {
  PUBLIC_ORIGIN: "https://backline.example.com",
  MEDIA_ORIGIN: "https://media.example.com",
  R2_S3_ORIGIN: "https://account.r2.cloudflarestorage.com",
};
const { LOCAL_API_KEY: _, ...deployed } = { ...env(PRODUCTION) } as Record<string, unknown>;
const production = deployed as unknown as Env;

const open = (at: string, of = env()) => worker.fetch(new Request(`${at}/`), of, {});

test("the page may load what is the deployment's own, and nothing that is inline", async () => {
  const page = await open("https://backline.example.com", production);
  expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  expect(page.headers.get("access-control-allow-origin")).toBeNull();
  const policy = page.headers.get("content-security-policy") ?? "";
  const rules = Object.fromEntries(
    policy
      .split(/; */)
      .filter(Boolean)
      .map((rule): [string, string] => [rule.split(" ")[0] ?? "", rule.split(" ").slice(1).join(" ")]),
  );
  const own =
    "'self' https://backline.example.com https://media.example.com https://account.r2.cloudflarestorage.com blob:";
  expect(rules).toMatchObject({
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": own,
    "media-src": own,
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
  });
  expect(policy).not.toMatch(/unsafe|\*|data:/);
});

test("the page is told of the local key only where it is opened at the stack's own address", async () => {
  const told = async (at: string, of?: Env) => (await (await open(at, of)).text()).includes('content="yes"');
  expect(await told("http://localhost:8787")).toBe(true);
  expect(await told("http://127.0.0.1:8787")).toBe(false);
  expect(await told("http://rebound.example.com:8787")).toBe(false);
  expect(await told("https://backline.example.com", production)).toBe(false);
});

interface Asked {
  at?: string;
  method?: string;
  headers?: Record<string, string>;
  of?: Env;
}
const askKey = ({ at = "http://localhost:8787", method = "POST", headers = {}, of = env() }: Asked) =>
  worker.fetch(new Request(`${at}/studio/local-key`, { method, headers }), of, {});
const OWN = { origin: "http://localhost:8787", "sec-fetch-site": "same-origin" };

test("the local stack's own page is given the key, which no cache keeps", async () => {
  for (const headers of [OWN, { origin: OWN.origin }]) {
    const answer = await askKey({ headers });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(await answer.json()).toEqual({ status: "success", api_key: KEY });
    for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control/);
  }
});

test.each<[string, Asked]>([
  ["a page of another origin", { headers: { origin: "https://evil.example" } }],
  ["a page of another port", { headers: { origin: "http://localhost:3000", "sec-fetch-site": "same-site" } }],
  [
    "a request that a page of another origin sent as the page's own",
    { headers: { ...OWN, "sec-fetch-site": "cross-site" } },
  ],
  ["a sandboxed page", { headers: { origin: "null" } }],
  ["a caller that names no origin", {}],
  ["a name that was made to lead to this machine", { at: "http://rebound.example.com:8787", headers: OWN }],
  ["the same machine by another name", { at: "http://127.0.0.1:8787", headers: OWN }],
  ["a Host that is not the stack's", { headers: { ...OWN, host: "rebound.example.com:8787" } }],
  ["a GET", { method: "GET", headers: OWN }],
  ["a preflight", { method: "OPTIONS", headers: { ...OWN, "access-control-request-method": "POST" } }],
  [
    "a deployment",
    { at: "https://backline.example.com", headers: { origin: "https://backline.example.com" }, of: production },
  ],
])("%s is given no key, and no leave to read the answer", async (_name, asked) => {
  const answer = await askKey(asked);
  expect(answer.status).toBe(404);
  for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control/);
  const text = await answer.text();
  expect(text).not.toContain(KEY);
  expect(errorShape.parse(JSON.parse(text)).code).toBe("not_found");
});

test("a deployment that has a local key set is not set up, and gives nothing out", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const wrong = env(PRODUCTION);
  const headers = { origin: "https://backline.example.com" };
  for (const answer of [
    await open("https://backline.example.com", wrong),
    await askKey({ at: "https://backline.example.com", headers, of: wrong }),
  ]) {
    expect(answer.status).toBe(503);
    const text = await answer.text();
    expect(text).toContain("LOCAL_API_KEY");
    expect(text).not.toContain(KEY);
  }
});

test("where the studio was not built, the page says so", async () => {
  const without = { ...env(), ASSETS: { fetch: async () => new Response(null, { status: 404 }) } } as unknown as Env;
  const answer = await open("http://localhost:8787", without);
  expect([answer.status, errorShape.parse(await answer.json()).error]).toEqual([
    404,
    expect.stringContaining("not built"),
  ]);
});
