/** Who may call: decided before anything else about a request is looked at, and without a trace. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../worker/accounts/api-key.ts";
import { announce, artistId, calm, extra, owner, quiet, url } from "../support/client.ts";
import { footprint, refusal } from "./expectations.ts";
import { artistsShape, healthShape } from "./shapes.ts";

let before: unknown;
beforeAll(async () => {
  await calm();
  await quiet();
  before = await footprint();
});
afterAll(async () => expect(await footprint()).toEqual(before));

const key = owner.apiKey;
const swapped = key.endsWith("a") ? `${key.slice(0, -1)}b` : `${key.slice(0, -1)}a`;

describe.each<[string, Record<string, string>]>([
  ["no key", {}],
  ["an empty key", { "x-api-key": "" }],
  ["garbage", { "x-api-key": "garbage" }],
  ["a key with a typo", { "x-api-key": swapped }],
  ["a key cut short", { "x-api-key": key.slice(0, -1) }],
  ["a key with something after it", { "x-api-key": `${key}x` }],
  ["a well-formed key that nobody has", { "x-api-key": createApiKey() }],
  ["a very long key", { "x-api-key": `bk_${"a".repeat(4000)}` }],
  ["a revoked key", { "x-api-key": extra.revokedKey }],
  ["an expired key", { "x-api-key": extra.expiredKey }],
  ["a revoked key as bearer", { authorization: `Bearer ${extra.revokedKey}` }],
  ["both headers, both good", { "x-api-key": key, authorization: `Bearer ${key}` }],
  ["both headers, one empty", { "x-api-key": "", authorization: `Bearer ${key}` }],
  ["another scheme", { authorization: `Basic ${btoa(`user:${key}`)}` }],
  ["a key without a scheme", { authorization: key }],
  ["a bearer without a key", { authorization: "Bearer " }],
  ["SQL", { "x-api-key": "' OR 1=1 --" }],
])("%s", (_, headers) => {
  test.each([
    ["GET", "/api/artists"],
    ["GET", "/api/tasks/runs"],
    ["POST", "/api/content/create"],
    ["POST", "/api/tasks/runs/run_123456789abcdefghijkm/cancel"],
  ])("is refused: %s %s", async (method, path) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(method === "POST" ? { body: JSON.stringify({ artist_account_id: artistId }) } : {}),
    });
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    const text = JSON.stringify(await refusal(response, 401, "unauthorized"));
    expect(text).not.toContain(key);
  });
});

test.each<[string, Record<string, string>]>([
  ["x-api-key", { "x-api-key": key }],
  ["X-API-KEY", { "X-API-KEY": key }],
  ["Bearer", { authorization: `Bearer ${key}` }],
  ["bearer", { authorization: `bearer ${key}` }],
  ["BEARER and two spaces", { Authorization: `BEARER  ${key}` }],
])("a key is taken as %s", async (_, headers) => {
  const response = await fetch(`${url}/api/artists`, { headers });
  expect(response.status).toBe(200);
  expect(artistsShape.parse(await response.json()).artists.map(({ account_id }) => account_id)).toContain(artistId);
});

test("a megabyte is refused for the missing key, because the body is not looked at", async () => {
  const headers = { "content-type": "text/plain" };
  await refusal(await announce("POST", "/api/content/create", 1_000_000, headers), 401, "unauthorized");
});

test.each([
  "/api",
  "/api/",
  "/api/nothing-here",
  "/api/content/create",
  "/api/content/templates",
  "/api/content/validate",
  "/api/content/estimate",
  "/api/tasks/runs?limit=abc",
])("without a key %s does not say whether it exists", async (path) => {
  await refusal(await fetch(`${url}${path}`), 401, "unauthorized");
});

test("health, the API's description and the reference images need no key", async () => {
  expect(healthShape.parse(await (await fetch(`${url}/health`)).json())).toEqual({ status: "ok" });
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
  expect((await fetch(`${url}/templates/artist-caption-bedroom/01.jpg`)).status).toBe(200);
});

test("a callback that fal.ai did not sign is refused", async () => {
  const response = await fetch(`${url}/callbacks/fal/gen_123456789abcdefghijkm/1`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-fal-webhook-request-id": "r",
      "x-fal-webhook-user-id": "u",
      "x-fal-webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      "x-fal-webhook-signature": "00".repeat(64),
    },
    body: JSON.stringify({ request_id: "r", status: "OK", payload: {} }),
  });
  await refusal(response, 401, "unauthorized");
});
