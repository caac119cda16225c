import { describe, expect, test } from "vitest";
import { apiKeyPrefix, createApiKey, isWellFormedApiKey } from "../../worker/accounts/api-key.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const keys = Array.from({ length: 200 }, () => createApiKey());

test("keys look the same, are well formed, and never the same", () => {
  for (const key of keys) {
    expect(key).toMatch(/^bk_[0-9A-Za-z]{36}$/);
    expect(isWellFormedApiKey(key)).toBe(true);
  }
  expect(new Set(keys).size).toBe(keys.length);
});

test("a typo in any one character is noticed", () => {
  const [key = ""] = keys;
  for (let at = 0; at < key.length; at++) {
    for (const digit of `${DIGITS}-_ \n`) {
      if (digit === key[at]) continue;
      const typo = key.slice(0, at) + digit + key.slice(at + 1);
      expect(isWellFormedApiKey(typo), typo).toBe(false);
    }
  }
});

test("two neighbours that changed places are noticed", () => {
  for (const key of keys) {
    for (let at = 0; at < key.length - 1; at++) {
      const swapped = key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2);
      if (swapped !== key) expect(isWellFormedApiKey(swapped), swapped).toBe(false);
    }
  }
});

describe("what is no key", () => {
  const [key = ""] = keys;
  test.each([
    "",
    "bk_",
    "garbage",
    key.slice(0, -1),
    `${key}0`,
    ` ${key}`,
    `${key}\n`,
    key.toUpperCase(),
    key.replace("bk_", "sk_"),
    `bk_${"0".repeat(36)}`,
    "bk_😀",
  ])("%j", (text) => expect(isWellFormedApiKey(text)).toBe(false));
});

test("every digit is as likely as any other: bytes that would favour some are left out", () => {
  const counts = new Map<string, number>();
  let byte = 0;
  for (let round = 0; round < 62; round++) {
    for (const digit of createApiKey(() => byte++ % 256).slice(3, 33)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  const numbers = DIGITS.split("").map((digit) => counts.get(digit) ?? 0);
  expect(Math.max(...numbers) - Math.min(...numbers)).toBeLessThanOrEqual(1);
});

test("a key is recognised by its beginning, which does not give it away", () => {
  for (const key of keys) {
    expect(key.startsWith(apiKeyPrefix(key))).toBe(true);
    expect(apiKeyPrefix(key)).toHaveLength(9);
  }
});
