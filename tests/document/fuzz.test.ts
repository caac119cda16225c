/** A few hundred requests that nobody meant; `npm run fuzz` sends as many as one likes. */
import { beforeAll, expect, inject, test } from "vitest";
import { calm, own, url } from "../support/client.ts";
import { readOperations } from "./document.ts";
import { fuzz } from "./fuzz.ts";
import { makeWorld, type World } from "./world.ts";

const api = { url, apiKey: own.fuzz.apiKey, receiver: inject("stack").callerOrigin };
let world: World;
beforeAll(async () => {
  await calm();
  world = await makeWorld(api);
});

test("whatever is sent to an operation, the answer is one that the document knows, and none is a server's error", async () => {
  const operations = await readOperations(url);
  const { breaks, requests } = await fuzz(operations, world, api, { requests: 240, seed: 20_261_122 });
  expect(breaks).toEqual([]);
  expect(requests).toBeGreaterThanOrEqual(240);
});
