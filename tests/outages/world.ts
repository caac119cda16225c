/** A whole stack whose surroundings can be taken away and given back, and what its caller and its vendor see. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LedgerEntry } from "../../emulator/requests/request.ts";
import type { SettingsInput } from "../../emulator/settings.ts";
import { rendererLaunch } from "../../local/companions.ts";
import { ROOT } from "../../local/paths.ts";
import { freePort } from "../../local/ports.ts";
import { openServiceGroup } from "../../local/service-group.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { workerOrigin } from "../../local/worker.ts";
import { startChaosRenderer } from "../chaos/renderer.ts";
import { writeWideQueues } from "../support/copied-config.ts";
import { type Api, openApi } from "../support/few-calls.ts";
import { COUNTS_PATH, type Counts, DEPLOY_PATH } from "./counts.ts";
import { openSwitch } from "./switch.ts";

export interface WorldOptions {
  timeScale: number;
  /** instant: delivers a file of noise at once. real: ffmpeg. */
  renderer: "instant" | "real";
  settings?: Record<string, string>;
  /** Real seconds that a model works, by its id. */
  latency: Record<string, number>;
  /** As often as cron would, if it is omitted. */
  sweepEveryMs?: number;
}

export interface World {
  stack: Stack;
  timeScale: number;
  sweepEveryMs: number;
  /** An account's API and its first artist; by position among the seed's accounts. */
  caller(position: number): { api: Api; artistId: string };
  renderer: {
    off(): Promise<void>;
    on(): Promise<void> /** As a rollout does: SIGTERM, then a new one. */;
    replace(): Promise<void>;
  };
  /** As a deploy does with the objects: they are ended in the middle of what they do, and begin anew. */
  deploy(): Promise<void>;
  /** Changes settings of the emulator; the others stay. */
  vendor(settings: SettingsInput): Promise<void>;
  ledger(): Promise<LedgerEntry[]>;
  counts(): Promise<Counts>;
  /** The Worker's log. */
  log: string;
  stop(): Promise<void>;
}

export const OPERATOR_KEY = "operator-key-of-the-campaign";

/** Starts it. Throws when something does not come up. */
export async function openWorld({
  timeScale,
  renderer: kind,
  settings,
  latency,
  ...options
}: WorldOptions): Promise<World> {
  const state = mkdtempSync(join(tmpdir(), "backline-outage-"));
  const logs = join(state, "logs");
  mkdirSync(logs);
  const group = openServiceGroup(logs);
  const port = await freePort();
  const sweepEveryMs = options.sweepEveryMs ?? Math.max(500, 60_000 * timeScale);
  const instant = kind === "instant" ? await startChaosRenderer(1, timeScale) : undefined;
  let url = instant?.url;
  const launch = rendererLaunch(`http://127.0.0.1:${await freePort()}`, [workerOrigin(port)]);
  if (url === undefined) {
    await group.launch(launch);
    url = new URL(launch.readyUrl).origin;
  }
  const way = await openSwitch(url);
  const stop = async () => {
    await way.off();
    await group.stop();
    await instant?.stop();
    if (!process.env.KEEP_OUTAGES) rmSync(state, { recursive: true, force: true });
  };
  let stack: Stack;
  try {
    stack = await startStack({
      ...{ state, port, runtime: "workerd", ignoreDevVars: true, seedExtent: "small", rendererUrl: way.origin },
      config: writeWideQueues(state),
      script: join(ROOT, "tests", "outages", "worker", "main.ts"),
      sweepEveryMs,
      fal: { latency: "instant", media: "instant" },
      settings: { TIME_SCALE: String(timeScale), RATE_LIMIT: "1000000", OPERATOR_KEY, ...settings },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const control = async <Answer>(path: string, init?: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${stack.falOrigin}/control/${path}`, init);
    if (!answer.ok) throw new Error(`/control/${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const vendor = async (changed: SettingsInput) => {
    await control("settings", { method: "PATCH", body: JSON.stringify(changed) });
  };
  await vendor({ latency: { profile: "instant", seconds: latency } });
  return {
    ...{ stack, timeScale, sweepEveryMs },
    caller(at) {
      const account = stack.accounts[at];
      if (!account) throw new Error(`The seed has no account ${at}`);
      return { api: openApi(stack.url, account.apiKey), artistId: account.artistIds[0] ?? "" };
    },
    renderer: {
      ...{ off: way.off, on: way.on },
      async replace() {
        const old = group.services.renderer;
        if (!old) throw new Error("Only a real renderer is replaced");
        // It finishes its jobs first, and takes no others.
        await old.stop();
        await group.launch(launch);
      },
    },
    async deploy() {
      const answer = await fetch(`${stack.url}${DEPLOY_PATH}`, { method: "POST" });
      if (!answer.ok) throw new Error(`${DEPLOY_PATH} answered ${answer.status}`);
    },
    vendor,
    ledger: async () => (await control<{ submissions: LedgerEntry[] }>("ledger")).submissions,
    counts: async () => (await (await fetch(`${stack.url}${COUNTS_PATH}`)).json()) as Counts,
    log: join(logs, "worker.log"),
    async stop() {
      await stack.stop();
      await stop();
    },
  };
}

/** Asks until it is answered: a Worker that is being replaced answers nobody for a moment. */
export async function patiently<Answer>(ask: () => Promise<Answer>, seconds = 60): Promise<Answer> {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(200);
    }
  }
}
