/** account_id and org_id: a caller may say whose artists and runs it asks for, and they can only be its own. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callerOf, calm, create, owner, stranger } from "../support/client.ts";
import { fingerprint, refusal } from "./expectations.ts";

const ask = callerOf(owner);
beforeAll(async () => {
  await calm();
  await create({ template: "album-record-store" });
});

/** What was listed. */
async function idsOf(response: Response): Promise<string[]> {
  expect(response.status).toBe(200);
  const { artists, runs } = z
    .object({
      artists: z.array(z.object({ account_id: z.string() })).optional(),
      runs: z.array(z.object({ id: z.string() })).optional(),
    })
    .parse(await response.json());
  return artists?.map(({ account_id }) => account_id) ?? runs?.map(({ id }) => id) ?? [];
}

describe.each(["/api/artists", "/api/tasks/runs"])("%s", (path) => {
  test.each(["account_id", "org_id"])("answers for its own account's %s as it does without", async (name) => {
    const without = await idsOf(await ask(path));
    for (const id of [owner.accountId, owner.accountId.toUpperCase()]) {
      expect(await idsOf(await ask(`${path}?${name}=${id}`))).toEqual(without);
    }
  });

  test.each(["account_id", "org_id"])("knows no other account by %s, whether there is one or not", async (name) => {
    const another = await ask(`${path}?${name}=${stranger.accountId}`);
    const unknown = await ask(`${path}?${name}=${randomUUID()}`);
    expect(await fingerprint(another.clone())).toEqual(await fingerprint(unknown));
    const { field } = await refusal(another, 404, "account_not_found");
    expect(field).toEqual([name]);
  });

  test("knows no account that only one of the two names", async () => {
    const both = `account_id=${owner.accountId}&org_id=${stranger.accountId}`;
    await refusal(await ask(`${path}?${both}`), 404, "account_not_found");
  });
});
