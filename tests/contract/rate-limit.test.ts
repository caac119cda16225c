/** How many requests a key may make, and how it is told. */
import { beforeAll, describe, expect, test } from "vitest";
import { call, callerOf, calm, own, url } from "../support/client.ts";
import { refusal } from "./expectations.ts";
import { accountShape, keyMadeShape } from "./shapes.ts";

/** As tests/support/own-accounts.ts has it; the minute is six seconds here, because TIME_SCALE is 0.1. */
const QUOTA = 20;
const WINDOW_SECONDS = 6;
const ask = callerOf(own.rate);
beforeAll(calm);

const left = (response: Response) => {
  const [, remaining, resets] = /^"default";r=(\d+);t=(\d+)$/.exec(response.headers.get("ratelimit") ?? "") ?? [];
  return { remaining: Number(remaining), resets: Number(resets) };
};

describe("every answer under /api tells the policy and what is left:", () => {
  test.each<[string, () => Promise<Response>, number]>([
    ["200", () => call("/api/artists"), 200],
    ["404", () => call("/api/nothing-here"), 404],
    ["405", () => call("/api/artists", { method: "DELETE" }), 405],
    ["400", () => call("/api/tasks/runs?limit=0"), 400],
    ["HEAD", () => call("/api/artists", { method: "HEAD" }), 200],
  ])("%s", async (_, send, status) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get("ratelimit-policy")).toBe(`"default";q=1000000;w=${WINDOW_SECONDS}`);
    const { remaining, resets } = left(response);
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThan(1_000_000);
    expect(resets).toBeGreaterThanOrEqual(1);
    expect(resets).toBeLessThanOrEqual(WINDOW_SECONDS);
    await response.body?.cancel();
  });

  test("but not one that has no key, nor what needs none", async () => {
    for (const path of ["/api/artists", "/health", "/openapi.json"]) {
      const response = await fetch(`${url}${path}`);
      expect(response.headers.get("ratelimit")).toBeNull();
      await response.body?.cancel();
    }
  });
});

test("a key may make as many requests as its quota, is then told when to come back, and let in again", async () => {
  const { key } = keyMadeShape.parse(await (await ask("/api/keys", { name: "bursts" })).json());
  const burst = callerOf({ apiKey: key });
  const answers = await Promise.all(Array.from({ length: QUOTA + 15 }, () => burst("/api/content/templates")));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(QUOTA);
  // Exact, although they came at once: every number of requests left was told once.
  const told = answers.filter(({ status }) => status === 200).map((answer) => left(answer).remaining);
  expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: QUOTA }, (_, at) => at));
  const refused = answers.filter(({ status }) => status !== 200);
  for (const answer of refused) {
    const seconds = Number(answer.headers.get("retry-after"));
    expect(left(answer)).toEqual({ remaining: 0, resets: seconds });
    expect(answer.headers.get("ratelimit-policy")).toBe(`"default";q=${QUOTA};w=${WINDOW_SECONDS}`);
    await refusal(answer, 429, "rate_limited");
  }

  // Another key of the same account has a quota of its own.
  expect((await ask("/api/content/templates")).status).toBe(200);

  const wait = Math.max(...refused.map((answer) => Number(answer.headers.get("retry-after"))));
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  const later = await burst("/api/content/templates");
  expect([later.status, left(later).remaining]).toEqual([200, QUOTA - 1]);
});

test("the account tells its quota", async () => {
  expect(accountShape.parse(await (await ask("/api/account")).json()).limits.requests_per_minute).toBe(QUOTA);
});
