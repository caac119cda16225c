/** GET /docs: a page that asks no other host for anything. */
import { expect, test } from "vitest";
import { call, url } from "../support/client.ts";

test("is a page of this server alone, with all that it names", async () => {
  const page = await call("/docs", { headers: { "x-api-key": "none" } });
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
  const html = await page.text();
  const named = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, where = ""]) => where);
  const own = named.filter((where) => where !== "data:,");
  expect(own.length).toBeGreaterThanOrEqual(4);
  for (const where of own) {
    expect(where).toMatch(/^\/[^/]/);
    const answer = await fetch(url + where);
    expect([where, answer.status]).toEqual([where, 200]);
    if (where.endsWith(".js")) expect(answer.headers.get("content-type")).toMatch(/javascript/);
    if (where.endsWith(".css")) expect(answer.headers.get("content-type")).toMatch(/^text\/css/);
    await answer.body?.cancel();
  }
});

test("lets the browser load nothing from elsewhere", async () => {
  const policy = (await call("/docs")).headers.get("content-security-policy") ?? "";
  const rules = Object.fromEntries(
    policy
      .split(/; */)
      .filter(Boolean)
      .map((rule) => rule.split(/ (.*)/s, 2)),
  );
  expect(rules).toMatchObject({ "default-src": "'none'", "script-src": "'self'", "connect-src": "'self'" });
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
});

test("forgets the key that was typed when it is left", async () => {
  const start = await (await fetch(`${url}/docs/start.js`)).text();
  expect(start).toContain("persistAuthorization: false");
  // Where an earlier page kept it.
  expect(start).toContain('localStorage.removeItem("authorized")');
});
