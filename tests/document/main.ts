/**
 * `npm run fuzz -- --requests 10000 --seed 7`: requests that nobody meant, to every operation of a stack of their own.
 * Prints the answers by operation and status; ends with 1 when one was not as the document says.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "../../local/ports.ts";
import { startStack } from "../../local/stack.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { insertOwnAccounts, type OwnAccounts } from "../support/own-accounts.ts";
import { startRendererStandIn } from "../support/renderer-stand-in.ts";
import { readOperations } from "./document.ts";
import { asTable, fuzz } from "./fuzz.ts";
import { makeWorld } from "./world.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "2000" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e6)) },
  },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
if (!(requests > 0) || !Number.isInteger(seed)) throw new Error("--requests and --seed are whole numbers");

const state = mkdtempSync(join(tmpdir(), "backline-fuzz-"));
const port = await freePort();
const receiver = `http://localhost:${await freePort()}`;
const gate = await startRendererStandIn(join(state, "logs"), `http://localhost:${port}`);
await fetch(`${gate.url}/control`, { method: "PUT", body: JSON.stringify({ render: "instant" }) });
let own: OwnAccounts | undefined;
const stack = await startStack({
  state,
  addToSeed: async (db) => {
    own = await insertOwnAccounts(db, ACCOUNTS[0]?.artists[0]?.id ?? "");
  },
  port,
  rendererUrl: gate.url,
  runtime: "workerd",
  ignoreDevVars: true,
  fal: { latency: "instant", media: "instant" },
  settings: { TIME_SCALE: "0.1", RATE_LIMIT: "1000000", LOOPBACK_ORIGINS: receiver },
});
try {
  if (!own) throw new Error("The database was not new");
  const api = { url: stack.url, apiKey: own.fuzz.apiKey, receiver };
  const begun = Date.now();
  const operations = await readOperations(stack.url);
  const outcome = await fuzz(operations, await makeWorld(api), api, { requests, seed });
  console.log(asTable(outcome));
  for (const { operation, wrong, request } of outcome.breaks)
    console.log(`\nBROKEN ${operation}: ${wrong}\n${request}`);
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(`\n${outcome.requests} requests in ${seconds} s, seed ${seed}: ${outcome.breaks.length} broken.`);
  process.exitCode = outcome.breaks.length === 0 ? 0 : 1;
} finally {
  await stack.stop();
  await gate.stop();
  rmSync(state, { recursive: true, force: true });
}
