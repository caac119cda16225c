/** A batch from its create call to the end of its last run. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Schemas } from "../../client/index.ts";
import { isOver } from "../../tests/chaos/caller.ts";
import type { Api } from "../../tests/support/few-calls.ts";

export interface Caller {
  api: Api;
  artistId: string;
}

export interface MadeBatch {
  /** From the create call until its last run was completed, by the Worker's clock, which is this machine's. */
  seconds: number;
  runs: Schemas["Run"][];
}

/** Looking costs the Worker, so it is done every `lookEveryMs` only. Throws when a run is not completed. */
export async function makeBatch({ api, artistId }: Caller, size: number, lookEveryMs: number): Promise<MadeBatch> {
  const begunAt = Date.now();
  const runIds = new Set(await api.create({ artist_account_id: artistId, batch: size }));
  for (;;) {
    await sleep(lookEveryMs);
    // The newest come first, and nobody else makes any.
    const runs = (await api.runs(size)).filter(({ id }) => runIds.has(id));
    const failed = runs.find(({ status }) => isOver(status) && status !== "COMPLETED");
    if (failed) throw new Error(`${failed.id} ended as ${failed.status}`);
    if (runs.length < size || !runs.every(({ status }) => isOver(status))) continue;
    const endedAt = Math.max(...runs.map(({ finishedAt }) => Date.parse(finishedAt ?? "")));
    return { seconds: (endedAt - begunAt) / 1000, runs };
  }
}
