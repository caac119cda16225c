/**
 * What three runs of one account take while hundreds of another wait, with two slots at fal.ai, against the same three
 * alone on the same stack. Accounts have turns, so the three should take twice their time alone at most, and the request
 * that is under way when they come. A thousand wait far longer than a run may take, and none of them may fail of that.
 * Times are scaled, and models take their typical ones. Writes out/bench-slots.json.
 * Usage: npm run bench:slots [-- --runs=300]; --runs=1000 takes 25 minutes
 */
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isOver } from "../../tests/chaos/caller.ts";
import { latencyOf } from "../../tests/outages/latency.ts";
import { openWorld } from "../../tests/outages/world.ts";
import { MODELS } from "../../worker/fal/models.ts";
import { SECONDS } from "../../worker/timing.ts";
import { median } from "../median.ts";
import { writeResult } from "../result.ts";

const RUNS = Number(process.argv.find((one) => one.startsWith("--runs="))?.slice(7) ?? 300);
const ROUNDS = 5;
const TIME_SCALE = 0.03;
/** Of the models: what a Worker does itself is not scaled, and would count too much if they took no time. */
const MODELS_SCALE = 0.02;
const FEW = 3;

const world = await openWorld({
  ...{ timeScale: TIME_SCALE, renderer: "instant", latency: latencyOf(MODELS_SCALE) },
  // Every row that is overdue is sent for: several hundred at once are more than one local queue hands over in a scaled minute.
  sweepEveryMs: 10_000,
  settings: { FAL_SLOTS: "2" },
});
const [large, small] = [world.caller(0), world.caller(1)];
type Caller = typeof large;

const begin = ({ api, artistId }: Caller, batch: number) => api.create({ artist_account_id: artistId, batch });
const statuses = ({ api }: Caller, runIds: string[]) =>
  Promise.all(runIds.map(async (runId) => (await api.run(runId)).status));

/** Seconds until a few of the small account's are over. */
async function few(): Promise<number> {
  const begun = performance.now();
  const runIds = await begin(small, FEW);
  for (;;) {
    const now = await statuses(small, runIds);
    if (now.some((status) => isOver(status) && status !== "COMPLETED")) throw new Error(`They ended as ${now}`);
    if (now.every(isOver)) return (performance.now() - begun) / 1000;
    await sleep(50);
  }
}

try {
  // What is known of a song is not asked again: so every round asks for the same.
  await few();
  const alone: number[] = [];
  while (alone.length < ROUNDS) alone.push(await few());

  const startedAt = performance.now();
  const runIds: string[] = [];
  while (runIds.length < RUNS) runIds.push(...(await begin(large, Math.min(30, RUNS - runIds.length))));
  const beside: number[] = [];
  for (const _ of alone) {
    await sleep(5000);
    beside.push(await few());
  }
  const ended: Record<string, number> = {};
  for (let from = 0; from < runIds.length; from += 30) {
    const part = runIds.slice(from, from + 30);
    let now = await statuses(large, part);
    while (!now.every(isOver)) {
      await sleep(2000);
      now = await statuses(large, part);
    }
    for (const status of now) ended[status] = (ended[status] ?? 0) + 1;
  }
  const lasted = (performance.now() - startedAt) / 1000;

  const longest = Math.max(...Object.values(MODELS).map(({ typicalSeconds }) => typicalSeconds)) * MODELS_SCALE;
  const allowed = 2 * median(alone) + longest;
  const result = {
    ...{ cores: availableParallelism(), runs: RUNS, aloneSeconds: alone, besideSeconds: beside },
    ...{ ratio: median(beside) / median(alone), allowedSeconds: allowed, ended, lastedSeconds: lasted },
    deadlineSeconds: SECONDS.runDeadline * TIME_SCALE,
  };
  console.log(`${FEW} runs alone: ${median(alone).toFixed(2)} s; beside ${RUNS}: ${median(beside).toFixed(2)} s,`);
  console.log(
    `${result.ratio.toFixed(2)} times as long; worst ${Math.max(...beside).toFixed(2)} s, allowed ${allowed.toFixed(2)} s.`,
  );
  console.log(
    `The ${RUNS} ended after ${lasted.toFixed(0)} s, ${JSON.stringify(ended)}; a run may take ${result.deadlineSeconds} s.`,
  );
  writeResult("slots", result);
} finally {
  await world.stop();
}
process.exit(0);
