/** The whole product with room for everything: slots at fal.ai and places at the renderer for every run at once. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Stack, startStack } from "../../local/stack.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { writeWideQueues } from "../../tests/support/copied-config.ts";
import { insertAccountsLike, type OwnAccount } from "../../tests/support/own-accounts.ts";
import { exitOnSignals } from "./signals.ts";

export interface BusyStackOptions {
  /** Database, files and logs. */
  state: string;
  /** Of the Worker's waits and leases. */
  timeScale: number;
  /** Undefined: a real one. */
  rendererUrl?: string | undefined;
  /** An emulator that another stack has started. */
  falOrigin?: string | undefined;
  /** More settings of the Worker. */
  settings?: Record<string, string>;
  /** Besides the seed's. */
  accounts?: number;
}

/** How often cron fires. */
const SWEEP_MS = 60_000;
/** Never in anyone's way. */
const LIMITS = { maxActiveRuns: 1_000_000 };

/** `accounts`: those that were asked for, each with the seed's first artist under an id of its own. */
export async function startBusyStack(
  options: BusyStackOptions,
): Promise<{ stack: Stack; falOrigin: string; accounts: OwnAccount[] }> {
  const { state, timeScale, rendererUrl, falOrigin, settings, accounts = 1 } = options;
  exitOnSignals();
  const code = join(state, "code");
  mkdirSync(code, { recursive: true });
  let made: OwnAccount[] = [];
  const stack = await startStack({
    ...{ state, runtime: "workerd", ignoreDevVars: true, seedExtent: "small" },
    config: writeWideQueues(code),
    sweepEveryMs: Math.max(1000, SWEEP_MS * timeScale),
    addToSeed: async (db) => {
      const artist = ACCOUNTS[0]?.artists[0]?.id ?? "";
      const named = Array.from({ length: accounts }, (_, at) => [`account ${at}`, LIMITS] as const);
      made = (await insertAccountsLike(db, artist, named)).map(([, account]) => account);
    },
    ...(rendererUrl === undefined ? {} : { rendererUrl }),
    ...(falOrigin === undefined ? {} : { falOrigin }),
    fal: { latency: "instant", media: "instant" },
    settings: {
      ...{ TIME_SCALE: String(timeScale), RATE_LIMIT: "1000000", FAL_SLOTS: "1000" },
      ...(rendererUrl === undefined ? {} : { RENDERER_INSTANCES: "8", RENDERER_PLACES: "16" }),
      ...settings,
    },
  });
  if (stack.falOrigin === undefined) throw new Error("A bench never calls fal.ai itself");
  return { stack, falOrigin: stack.falOrigin, accounts: made };
}
