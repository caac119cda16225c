/** A text or a number is taken as it is, or refused: never changed on the way without a word. */
import { expect, test } from "vitest";
import { artistId, callerOf, own } from "../support/client.ts";
import { refusal } from "./expectations.ts";

const ask = callerOf(own.document);
const HALF = "half of a pair \ud83d and on";

test.each<[path: string, field: string[], body: object]>([
  ["/api/artists", ["name"], { name: HALF }],
  ["/api/artists", ["notes"], { name: "Whole", notes: HALF }],
  ["/api/artists", ["socials", "0", "username"], { name: "Whole", socials: [social(HALF)] }],
  ["/api/keys", ["name"], { name: HALF }],
  ["/api/keys", ["name"], { name: "red \u001b[31m" }],
])("%s: %j is refused where it could not be stored, or shown, as it is", async (path, field, body) => {
  const { issues } = await refusal(await ask(path, body), 400, "validation_failed");
  expect(issues?.map(({ path: where }) => where.map(String))).toEqual([field]);
});

function social(username: string) {
  return { platform: "instagram", username, profile_url: "https://example.com/" };
}

test("a number that is too large to be one is refused in metadata, however deep", async () => {
  const body = `{"artist_account_id":"${artistId}","metadata":{"deep":[{"n":1e999}]}}`;
  const response = await ask("/api/content/create", undefined, { method: "POST", body });
  const { issues } = await refusal(response, 400, "validation_failed");
  expect(issues?.map(({ path }) => path[0])).toEqual(["metadata"]);
});
