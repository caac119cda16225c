/** Everything that makes videos here: the product with callbacks, the product with polls only, and the reference flow. */
import { join } from "node:path";
import { latencyOf } from "../../tests/outages/latency.ts";
import { openApi } from "../../tests/support/few-calls.ts";
import { cpuMsOf } from "../processes.ts";
import { openSeedReference } from "../reference/seed.ts";
import { startBusyStack } from "../stack/busy-stack.ts";
import { setEmulator } from "../stack/emulator.ts";
import { startInstantRenderer } from "../stack/instant-renderer.ts";
import { type MadeBatch, makeBatch } from "./batch.ts";

export const FLOWS = ["callbacks", "polls only", "reference"] as const;
export type FlowName = (typeof FLOWS)[number];

/** A batch that was made. The reference has no runs that could be looked at. */
export interface Made extends MadeBatch {
  /** Of the Worker and its queues and database, for each run; 0 of the reference. */
  cpuMs: number;
}

export interface FlowOptions {
  /** A folder of one's own. */
  state: string;
  /** Of the models' typical seconds; 0: they take no time, and the Worker's times are not scaled. */
  scale: number;
  renderer: "instant" | "real";
  flows: readonly FlowName[];
}

export interface Flows {
  make(flow: FlowName, size: number): Promise<Made>;
  stop(): Promise<void>;
}

export async function openFlows({ state, scale, renderer, flows }: FlowOptions): Promise<Flows> {
  const timeScale = scale || 1;
  const instant = renderer === "instant" ? await startInstantRenderer() : undefined;
  const common = { timeScale, rendererUrl: instant?.url };
  const callbacks = await startBusyStack({ ...common, state: join(state, "callbacks") });
  const { falOrigin } = callbacks;
  const stacks = [callbacks];
  const stop = async () => {
    // The first one has started the emulator that the other one uses.
    for (const { stack } of stacks.toReversed()) await stack.stop();
    await instant?.stop();
  };
  try {
    if (flows.includes("polls only")) {
      // As on a laptop with a key of fal.ai's, which cannot call back there.
      const settings = { FAL_INPUTS: "upload" };
      stacks.push(await startBusyStack({ ...common, state: join(state, "polls"), falOrigin, settings }));
    }
    const makers = stacks.map(({ stack, accounts: [account] }) => {
      const caller = { api: openApi(stack.url, account?.apiKey ?? ""), artistId: account?.artistId ?? "" };
      const { pid } = stack.services.worker;
      // Some sixty looks at a run, and at least ten in a second.
      const lookEveryMs = Math.min(500, 100 + scale * 1000);
      return async (size: number): Promise<Made> => {
        const cpuMs = cpuMsOf(pid);
        const batch = await makeBatch(caller, size, lookEveryMs);
        return { ...batch, cpuMs: (cpuMsOf(pid) - cpuMs) / size };
      };
    });
    // All alike: what differs between two runs is then ours.
    await setEmulator(falOrigin, { latency: { profile: "instant", seconds: latencyOf(scale), spread: 0 } });
    const reference = await makeReference(falOrigin, timeScale, renderer === "real");
    const by: Record<FlowName, ((size: number) => Promise<Made>) | undefined> = {
      callbacks: makers[0],
      "polls only": makers[1],
      reference,
    };
    return {
      make(flow, size) {
        const make = by[flow];
        if (!make) throw new Error(`${flow} was not opened`);
        return make(size);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeReference(falOrigin: string, scale: number, renders: boolean) {
  const { makeVideo } = await openSeedReference({ falOrigin, scale, renders });
  let made = 0;
  return async (size: number): Promise<Made> => {
    const begun = performance.now();
    await Promise.all(Array.from({ length: size }, () => makeVideo(made++)));
    return { seconds: (performance.now() - begun) / 1000, runs: [], cpuMs: 0 };
  };
}
