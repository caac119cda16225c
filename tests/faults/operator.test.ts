/** GET /operator/state: what the operator of a deployment sees. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { calm, create, fal, finish, renderer, url } from "../support/client.ts";
import { OPERATOR_KEY } from "../support/global-setup.ts";

beforeAll(calm);
afterAll(calm);

const look = async (key = OPERATOR_KEY) => {
  const response = await fetch(`${url}/operator/state`, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("is for who has the operator's key", async () => {
  expect((await look()).status).toBe(200);
  expect(await look("another-key-of-the-tests")).toMatchObject({ status: 401, body: { code: "unauthorized" } });
  const response = await fetch(`${url}/operator/state`);
  expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  await response.body?.cancel();
});

test("shows what has a place, and for what else there is to wait", async () => {
  await renderer.set({ render: "hang" });
  const [runId = ""] = await create();
  const running = async () => ((await look()).body.renderers as { running: { runId: string }[] }).running;
  await expect.poll(running, { timeout: 60_000 }).toContainEqual({ runId, instance: 0, attempt: 1 });
  await fal.set({ faults: [{ kind: "submit-status", status: 403 }] });
  const [waiting = ""] = await create();
  await expect
    .poll(async () => (await look()).body.fal, { timeout: 60_000 })
    .toMatchObject({ breakers: [{ cause: "fal_balance" }] });
  await calm();
  await finish([runId, waiting]);
  expect((await look()).body.fal).toMatchObject({ inside: 0, waiting: 0, breakers: [] });
});
