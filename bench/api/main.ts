/**
 * What calls of the API take, against a Worker in the same kind of workerd that does only what such a call cannot do
 * without. Queues have no consumers, so nothing is timed but the calls. Writes out/bench-api.json.
 * Usage: npm run bench:api [-- --rounds 400 --busy-rounds 30 --seed 1]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Ratio, ratioOf, type Spread, spreadOf, tell } from "../figures.ts";
import { startFloor } from "../floor/start.ts";
import { writeResult } from "../result.ts";
import { startQuietStack } from "../stack/quiet-stack.ts";
import { accountsFor, LIMITS } from "./callers.ts";
import { type CallName, measure, RUNS_PER_ROUND, type Turn } from "./measure.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "400" },
    "busy-rounds": { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});
const BUSY_CONNECTIONS = 32;
const CONTESTS = [
  { connections: 1, rounds: Number(values.rounds) },
  { connections: BUSY_CONNECTIONS, rounds: Number(values["busy-rounds"]) },
];

/** What is held against what, and the most that it should be. */
const PAIRS: { call: CallName; base: CallName; goal?: number }[] = [
  { call: "create(1)", base: "floor", goal: 1.3 },
  { call: "create(30)", base: "create(1)", goal: 1.5 },
  { call: "run by id", base: "one-read floor", goal: 1.3 },
  { call: "list of 100", base: "one-read floor" },
  { call: "create(1)", base: "counted floor" },
  { call: "run by id", base: "counted one-read floor" },
];

interface Outcome {
  ratios: Record<string, Ratio & { ofCpu: number; goal?: number }>;
  /** Milliseconds for each request. */
  ms: Record<string, Spread>;
  cpuMs: Record<string, number>;
}

function judge(turns: Record<CallName, Turn[]>): Outcome {
  // The keys of a record are its names.
  const names = Object.keys(turns) as CallName[];
  const msOf = (name: CallName) => turns[name].map(({ ms }) => ms);
  // The clock ticks every ten milliseconds, so only the mean of many turns says something.
  const cpuMsOf = (name: CallName) => turns[name].reduce((sum, { cpuMs }) => sum + cpuMs, 0) / turns[name].length;
  const ratios = PAIRS.map(({ call, base, goal }) => {
    const ratio = { ...ratioOf(msOf(call), msOf(base)), ofCpu: Number((cpuMsOf(call) / cpuMsOf(base)).toFixed(2)) };
    return [`${call} / ${base}`, { ...ratio, ...(goal === undefined ? {} : { goal }) }] as const;
  });
  return {
    ratios: Object.fromEntries(ratios),
    ms: Object.fromEntries(names.map((name) => [name, spreadOf(msOf(name))])),
    cpuMs: Object.fromEntries(names.map((name) => [name, Number(cpuMsOf(name).toFixed(2))])),
  };
}

const state = mkdtempSync(join(tmpdir(), "backline-bench-api-"));
// One more for each contest: its first round is not counted.
const needed = CONTESTS.map(({ connections, rounds }) => accountsFor(rounds + 1, RUNS_PER_ROUND * connections));
const { stack, accounts } = await startQuietStack(
  join(state, "api"),
  needed.reduce((sum, each) => sum + each, 0),
  LIMITS,
);
const floor = await startFloor(join(state, "floor"));
try {
  const result: Record<string, Outcome> = {};
  for (const [at, { connections, rounds }] of CONTESTS.entries()) {
    const turns = await measure({
      ...{ api: { url: stack.url, pid: stack.services.worker.pid }, floor, connections, rounds },
      ...{ accounts: accounts.splice(0, needed[at]), seed: Number(values.seed) },
    });
    const outcome = judge(turns);
    const title = connections === 1 ? "1 connection" : `${connections} connections`;
    result[title] = outcome;
    console.log(`\n${title}, ${rounds} rounds; milliseconds for each request:`);
    console.table(outcome.ms);
    for (const [name, ratio] of Object.entries(outcome.ratios)) {
      console.log(`${tell(name, ratio, ratio.goal)}; of CPU time ${ratio.ofCpu}`);
    }
  }
  writeResult("api", result);
} finally {
  await floor.stop();
  await stack.stop();
  rmSync(state, { recursive: true, force: true });
}
process.exit(0);
