/** A batch under way, and what its runs said they waited for. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Schemas } from "../../client/index.ts";
import { isOver } from "../chaos/caller.ts";
import type { Api } from "../support/few-calls.ts";
import { patiently, type World } from "./world.ts";

const LOOK_EVERY_MS = 500;

export interface Batch {
  /** Looks again and again until so many runs are over, or it is `giveUpAt`, Unix milliseconds. Returns how many are. */
  untilOver(runs: number, giveUpAt: number): Promise<number>;
  /** How many runs were seen to wait for each. */
  waits(): Record<string, number>;
  details(): Promise<Schemas["RunDetail"][]>;
}

/** Begins `size` runs, half of them with every option that costs more. */
export async function beginBatch(world: World, size: number): Promise<Batch> {
  const { api, artistId } = world.caller(0);
  const half = Math.floor(size / 2);
  const create = (batch: number, options: Partial<Parameters<Api["create"]>[0]> = {}) =>
    api.create({ artist_account_id: artistId, batch, ...options });
  const runIds = [...(await create(half)), ...(await create(size - half, { lipsync: true, upscale: true }))];
  const waiting = new Map<string, Set<string>>();

  async function look(): Promise<number> {
    const runs = (await patiently(() => api.runs(100))).filter(({ id }) => runIds.includes(id));
    for (const { id, metadata } of runs) {
      if (!metadata.waiting) continue;
      const cause = metadata.waiting.for;
      waiting.set(cause, (waiting.get(cause) ?? new Set()).add(id));
    }
    return runs.filter(({ status }) => isOver(status)).length;
  }

  return {
    async untilOver(wanted, giveUpAt) {
      for (;;) {
        const over = await look();
        if (over >= wanted || Date.now() > giveUpAt) return over;
        await sleep(LOOK_EVERY_MS);
      }
    },
    waits: () => Object.fromEntries([...waiting].map(([cause, ids]) => [cause, ids.size])),
    details: () => Promise.all(runIds.map((runId) => patiently(() => api.run(runId)))),
  };
}
