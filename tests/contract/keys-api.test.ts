/** /api/keys: made, listed, revoked. */
import { beforeAll, describe, expect, test } from "vitest";
import { call, callerOf, calm, own, owner, url } from "../support/client.ts";
import { fingerprint, refusal } from "./expectations.ts";
import { keyMadeShape, keyRevokedShape, keysShape } from "./shapes.ts";

const { apiKey } = own.keys;
const ask = callerOf(own.keys);
beforeAll(calm);

const list = async () => keysShape.parse(await (await ask("/api/keys")).json()).keys;
async function make(body: object = { name: "made" }) {
  const answer = await ask("/api/keys", body);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([201, "no-store"]);
  return keyMadeShape.parse(await answer.json());
}
const revoke = (id: string, by = apiKey) => call(`/api/keys/${id}`, { method: "DELETE", headers: { "x-api-key": by } });
const works = async (key: string) =>
  (await fetch(`${url}/api/content/templates`, { headers: { "x-api-key": key } })).status === 200;

test("the last key that works cannot be revoked, until there is another one", async () => {
  const [only, ...others] = await list();
  expect(others).toEqual([]);
  expect(only).toMatchObject({ name: "first", current: true, expires_at: null, revoked_at: null });
  await refusal(await revoke(only?.id ?? ""), 409, "last_key");
  expect(await works(apiKey)).toBe(true);
  const second = await make();
  // By the new key, so that this file can go on with the old one.
  const third = await make();
  expect((await revoke(second.api_key.id, third.key)).status).toBe(200);
  expect((await revoke(third.api_key.id)).status).toBe(200);
  await refusal(await revoke(only?.id ?? ""), 409, "last_key");
});

test("of two keys that revoke themselves at once, one is left", async () => {
  const first = own.lastKey.apiKey;
  const made = await callerOf(own.lastKey)("/api/keys", { name: "second" });
  const { key: second } = keyMadeShape.parse(await made.json());
  const { keys } = keysShape.parse(await (await callerOf(own.lastKey)("/api/keys")).json());
  const idOf = (key: string) => keys.find(({ prefix }) => key.startsWith(prefix))?.id ?? "";
  const answers = await Promise.all([first, second].map((key) => revoke(idOf(key), key)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await Promise.all([first, second].map(works))).sort()).toEqual([false, true]);
});

test("a key is shown once, works at once, and never gives its hash", async () => {
  const { key, api_key } = await make({ name: "  laptop ", expires_at: "2999-01-02T03:04:05+02:00" });
  expect(api_key).toMatchObject({
    name: "laptop",
    prefix: key.slice(0, 9),
    expires_at: "2999-01-02T01:04:05.000Z",
    last_used_at: null,
    revoked_at: null,
    current: false,
  });
  expect(await works(key)).toBe(true);
  const text = await (await ask("/api/keys")).text();
  expect(text).not.toContain(key);
  expect(text).not.toMatch(/hash|[0-9a-f]{64}/);
  expect((await list())[0]?.id).toBe(api_key.id);
});

test("when it was last used is known soon after", async () => {
  const { key, api_key } = await make();
  const before = Date.now();
  expect(await works(key)).toBe(true);
  const lastUsed = async () => (await list()).find(({ id }) => id === api_key.id)?.last_used_at ?? null;
  await expect.poll(lastUsed, { timeout: 60_000 }).not.toBeNull();
  const noted = await lastUsed();
  expect(Math.abs(Date.parse(noted ?? "") - before)).toBeLessThan(10_000);
  // A second use in the same minute is not written down.
  expect(await works(key)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await lastUsed()).toBe(noted);
});

test("a revoked key stops at once where it was revoked, stays in the list, and can be revoked again", async () => {
  const { key, api_key } = await make();
  expect(await works(key)).toBe(true);
  const revoked = keyRevokedShape.parse(await (await revoke(api_key.id)).json()).api_key;
  expect(revoked).toMatchObject({ id: api_key.id, revoked_at: expect.any(String) });
  expect(await works(key)).toBe(false);
  const again = keyRevokedShape.parse(await (await revoke(api_key.id)).json()).api_key;
  expect(again.revoked_at).toBe(revoked.revoked_at);
  expect((await list()).find(({ id }) => id === api_key.id)?.revoked_at).toBe(revoked.revoked_at);
});

test("a key may revoke itself", async () => {
  const { key, api_key } = await make();
  expect((await revoke(api_key.id, key)).status).toBe(200);
  expect(await works(key)).toBe(false);
});

test("a key that expires works until then, and does not count as one that works after", async () => {
  const { key } = await make({ name: "short", expires_at: new Date(Date.now() + 1500).toISOString() });
  expect(await works(key)).toBe(true);
  await expect.poll(() => works(key), { timeout: 60_000 }).toBe(false);
});

test("another account's key cannot be told from one that never was", async () => {
  const unknown = await revoke("key_123456789abcdefghijkm", owner.apiKey);
  await refusal(unknown.clone(), 404, "key_not_found");
  const [mine] = await list();
  expect(await fingerprint(await revoke(mine?.id ?? "", owner.apiKey))).toEqual(await fingerprint(unknown));
  const theirs = keysShape.parse(await (await call("/api/keys")).json()).keys;
  expect(theirs.some(({ id }) => id === mine?.id)).toBe(false);
});

describe("refused by name", () => {
  test.each<[string, object]>([
    ["name", {}],
    ["name", { name: "" }],
    ["name", { name: "   " }],
    ["name", { name: "x".repeat(101) }],
    ["name", { name: 5 }],
    ["expires_at", { name: "x", expires_at: "tomorrow" }],
    ["expires_at", { name: "x", expires_at: "2020-01-01T00:00:00Z" }],
    ["expires_at", { name: "x", expires_at: null }],
    ["expiresAt", { name: "x", expiresAt: "2999-01-01T00:00:00Z" }],
  ])("%s %#", async (field, body) => {
    const before = (await list()).length;
    expect((await refusal(await ask("/api/keys", body), 400, "validation_failed")).field).toEqual([field]);
    expect(await list()).toHaveLength(before);
  });
});

test("an account has 25 keys that work at most, however many are asked for at once", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask("/api/keys", { name: "many" })));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.length).toBeGreaterThanOrEqual(6);
  for (const answer of refused) await refusal(answer, 409, "too_many_keys");
  const usable = (await list()).filter(
    ({ revoked_at, expires_at }) => !revoked_at && (!expires_at || Date.parse(expires_at) > Date.now()),
  );
  expect(usable).toHaveLength(25);
});
