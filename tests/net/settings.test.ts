/** Origins on this machine can be opened to callers only by a Worker that is on this machine itself. */
import { expect, test } from "vitest";
import { readSettings } from "../../worker/env.ts";

const env = (changes: Record<string, string>) =>
  ({
    PUBLIC_ORIGIN: "http://localhost:8787",
    MEDIA_ORIGIN: "https://media.example.com",
    R2_S3_ORIGIN: "https://r2.example.com",
    R2_LIBRARY_BUCKET: "library",
    R2_MEDIA_BUCKET: "media",
    R2_ACCESS_KEY_ID: "id",
    R2_SECRET_ACCESS_KEY: "secret",
    FAL_KEY: "key",
    ...changes,
  }) as unknown as Parameters<typeof readSettings>[0];

test("locally they are taken as they are listed", () => {
  expect(readSettings(env({})).LOOPBACK_ORIGINS).toEqual([]);
  expect(readSettings(env({ LOOPBACK_ORIGINS: "" })).LOOPBACK_ORIGINS).toEqual([]);
  expect(
    readSettings(env({ LOOPBACK_ORIGINS: "http://localhost:3000,http://127.0.0.1:4000/" })).LOOPBACK_ORIGINS,
  ).toEqual(["http://localhost:3000", "http://127.0.0.1:4000"]);
});

test.each([
  { LOOPBACK_ORIGINS: "http://localhost:3000", PUBLIC_ORIGIN: "https://backline.example.com" },
  { LOOPBACK_ORIGINS: "http://10.0.0.1:3000" },
  { LOOPBACK_ORIGINS: "http://intranet:3000" },
  { LOOPBACK_ORIGINS: "*" },
])("%j is refused", (changes) => {
  expect(() => readSettings(env(changes))).toThrow(/LOOPBACK_ORIGINS/);
});
