/** Starts the stack that the tests of the `stack` project share: the real Worker, D1, Queues, R2, emulator, renderer. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freePort } from "../../local/ports.ts";
import { startStack } from "../../local/stack.ts";
import type { ExtraRows } from "./extra-rows.ts";
import type { OwnAccounts } from "./own-accounts.ts";
import { prepareForTests } from "./prepared.ts";
import { startRendererStandIn } from "./renderer-stand-in.ts";

/** Of the stack that tests share. */
export const OPERATOR_KEY = "operator-key-of-the-tests";

export interface SharedStack {
  url: string;
  falOrigin: string;
  rendererStandIn: string;
  /** Where a test may listen for messages. */
  receiver: string;
  state: string;
  accounts: { accountId: string; apiKey: string; artistIds: string[] }[];
  extra: ExtraRows;
  own: OwnAccounts;
  /** Where a test file may listen: callers' URLs may lead there. */
  callerOrigin: string;
}

declare module "vitest" {
  interface ProvidedContext {
    stack: SharedStack;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Services end with this process when it exits, which a signal by itself is not.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const state = mkdtempSync(join(tmpdir(), "backline-test-"));
  const workerLog = join(state, "logs", "worker.log");
  const port = await freePort();
  const receiver = `http://localhost:${await freePort()}`;
  const gate = await startRendererStandIn(join(state, "logs"), `http://localhost:${port}`);
  const callerOrigin = `http://localhost:${await freePort()}`;
  const stop = async () => {
    await gate.stop();
    rmSync(state, { recursive: true, force: true });
  };
  const { folder: prepared, extra, own } = await prepareForTests(state);
  const stack = await startStack({
    state,
    prepared,
    port,
    runtime: "workerd",
    bundle: process.env.WORKER_BUNDLE,
    ignoreDevVars: true,
    fal: { latency: "instant", media: "instant" },
    rendererUrl: gate.url,
    dnsRecords: { "private.example.com": { A: ["10.0.0.1"] }, "nowhere.example.com": {} },
    // Tests look far more often than callers do.
    // The stand-in answers any number of jobs at once.
    settings: {
      TIME_SCALE: "0.1",
      RENDERER_PLACES: "8",
      OPERATOR_KEY,
      RATE_LIMIT: "1000000",
      LOOPBACK_ORIGINS: `${callerOrigin},${receiver}`,
    },
  }).catch(async (error: unknown) => {
    // The log goes with the folder, so it is shown now.
    console.error(existsSync(workerLog) ? readFileSync(workerLog, "utf8").slice(-4000) : "The Worker has no log");
    await stop();
    throw error;
  });
  if (stack.falOrigin === undefined) throw new Error("The tests never call fal.ai itself");
  const { url, falOrigin, accounts } = stack;
  project.provide("stack", {
    url,
    falOrigin,
    accounts,
    extra,
    own,
    state,
    rendererStandIn: gate.url,
    callerOrigin,
    receiver,
  });
  return async () => {
    await stack.stop();
    await stop();
  };
}
