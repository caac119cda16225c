/** GET /: the studio, whole, from this server alone. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { owner, url } from "../support/client.ts";

const MAX_SCRIPT_BYTES = 40_000;

test("is a page of this server alone, with all that it names", async () => {
  const page = await fetch(url);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
  expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self';/);
  const html = await page.text();
  expect(html).toContain('<meta name="local-key" content="yes">');
  const named = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, where = ""]) => where);
  expect(named.length).toBeGreaterThanOrEqual(4);
  let scriptBytes = 0;
  for (const where of named) {
    expect(where).toMatch(/^\/[^/]/);
    const answer = await fetch(url + where);
    expect([where, answer.status]).toEqual([where, 200]);
    const body = await answer.bytes();
    if (where.endsWith(".js")) scriptBytes += gzipSync(body).byteLength;
  }
  expect(scriptBytes).toBeGreaterThan(1000);
  expect(scriptBytes).toBeLessThan(MAX_SCRIPT_BYTES);
});

test("is asked for by GET and HEAD alone", async () => {
  expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
  const posted = await fetch(url, { method: "POST" });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

test("a local stack gives its key to its own page, and to no other", async () => {
  const ask = (origin: string) => fetch(`${url}/studio/local-key`, { method: "POST", headers: { origin } });
  expect(await (await ask(url)).json()).toEqual({ status: "success", api_key: owner.apiKey });
  const other = await ask("http://evil.example");
  expect([other.status, other.headers.get("access-control-allow-origin")]).toEqual([404, null]);
});
