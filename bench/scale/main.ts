/**
 * Whether anything grows with what is stored. First, many runs go through everything, with models and a renderer that take no
 * time: how many a second, and what the first and the last tenth cost. Then every call, and the sweep, on a database filled
 * with a long past, against one with some dozen runs. Writes out/bench-scale.json.
 *   --runs 600          0: not this part. Interrupted, it goes on where it was
 *   --stored 100000     0: not this part
 *   --rounds 30         of each call
 *   --accounts 50 --days 90 --uncleaned 0 --seed 1   of the filled database, which is kept
 *   --archived-after 7  days, after which what is stored there was archived; else nothing was
 */
import { parseArgs } from "node:util";
import { writeResult } from "../result.ts";
import { runCampaign, type Tenth } from "./campaign.ts";
import { measureStored } from "./stored.ts";

const number = (standard: number) => ({ type: "string" as const, default: String(standard) });
const { values } = parseArgs({
  options: {
    ...{ runs: number(600), stored: number(100_000), rounds: number(30) },
    ...{ accounts: number(50), days: number(90), uncleaned: number(0), seed: number(1) },
    "archived-after": { type: "string" },
  },
});
const GOALS = { lastTenthOfFirst: 1.1, storedOfFew: 1.5 };

const cpuMsPerRun = ({ cpuMs, runIds }: Tenth) => Math.round(cpuMs / runIds.length);

async function playCampaign(runs: number) {
  const { tenths, ended } = await runCampaign(runs, (done) => {
    const last = done.at(-1);
    if (!last) return;
    const perSecond = (last.runIds.length / last.seconds).toFixed(2);
    console.log(`tenth ${done.length}: ${perSecond} runs a second, ${cpuMsPerRun(last)} ms of CPU time for each`);
  });
  const shown = tenths.map((tenth) => ({
    ...{ runs: tenth.runIds.length, seconds: Math.round(tenth.seconds), cpuMsPerRun: cpuMsPerRun(tenth) },
  }));
  const seconds = tenths.reduce((sum, tenth) => sum + tenth.seconds, 0);
  const ratio = (shown.at(-1)?.cpuMsPerRun ?? 0) / (shown[0]?.cpuMsPerRun ?? 0);
  const result = {
    runs,
    runsPerSecond: Number((runs / seconds).toFixed(2)),
    ended,
    lastTenthOfFirst: ratio,
    tenths: shown,
  };
  console.log(`${result.runsPerSecond} runs a second; ${JSON.stringify(ended)}; CPU time of a run in the last tenth`);
  console.log(`${ratio.toFixed(2)} of the first (goal ${GOALS.lastTenthOfFirst})`);
  return result;
}

async function playStored(runs: number) {
  const filling = {
    ...{ runs, seed: Number(values.seed), accounts: Number(values.accounts) },
    ...{ days: Number(values.days), uncleaned: Number(values.uncleaned) },
    ...(values["archived-after"] === undefined ? {} : { archivedAfterDays: Number(values["archived-after"]) }),
  };
  const { calls, rows } = await measureStored({ filling, rounds: Number(values.rounds), seed: Number(values.seed) });
  console.table(
    Object.fromEntries(
      Object.entries(calls).map(([name, { ratio, halves, quartiles, ...ms }]) => [
        name,
        { ...ms, ratio, quartiles, halves: halves?.join(", "), met: ratio <= GOALS.storedOfFew },
      ]),
    ),
  );
  console.log(`A plain run has the database read ${rows.few.read} rows with few stored, ${rows.many.read} with many;`);
  console.log(`and write ${rows.few.written} and ${rows.many.written}.`);
  return { filling, calls, rows };
}

const [runs, stored] = [Number(values.runs), Number(values.stored)];
writeResult("scale", {
  goals: GOALS,
  ...(runs > 0 ? { campaign: await playCampaign(runs) } : {}),
  ...(stored > 0 ? { stored: await playStored(stored) } : {}),
});
process.exit(0);
