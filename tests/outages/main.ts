/**
 * `npm run outages`: a batch of thirty, in the middle of which something is taken away that is nobody's fault, and given
 * back an hour (scaled) later. All must be completed, and nothing paid for again. Writes out/outages.json.
 *   --only renderer,balance,…   some of them: see scenarios.ts
 *   --batch <number>
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { LedgerEntry } from "../../emulator/requests/request.ts";
import { ROOT } from "../../local/paths.ts";
import { type Batch, beginBatch } from "./batch.ts";
import type { Counts } from "./counts.ts";
import { latencyOf } from "./latency.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";
import { openWorld, type World } from "./world.ts";

const { values } = parseArgs({ options: { only: { type: "string" }, batch: { type: "string", default: "30" } } });
const BATCH = Number(values.batch);
const names = values.only?.split(",") ?? SCENARIOS.map(({ name }) => name);
/** As many as are over when it begins: the others are everywhere between the first step and the last. */
const OVER_BEFORE = Math.ceil(BATCH / 6);
/** After that a batch that is not over is taken for lost. */
const PATIENCE_MS = 900_000;

/** What an outage that lasts for a while had sent meanwhile. */
interface Meanwhile {
  /** Real seconds. */
  seconds: number;
  submitsTaken: number;
  submitsRefused: number;
  /** Of its second half, when all that was under way at first is over: statements by what sent them, and sweeps. */
  statements: Counts;
  sweeps: number;
}

interface Outcome {
  name: string;
  what: string;
  /** How often it happened. */
  times: number;
  runs: number;
  completed: number;
  /** By status, code and step. */
  ended: Record<string, number>;
  /** How many runs told that they waited for what. */
  waits: Record<string, number>;
  /** Generations of which fal.ai bills more than one request. */
  paidAgain: number;
  wastedCents: number;
  meanwhile: Meanwhile | null;
  /** Real seconds, with the start of the stack. */
  seconds: number;
}

async function play(scenario: Scenario): Promise<Outcome> {
  const { timeScale, renderer, name, what, slots } = scenario;
  const startedAt = Date.now();
  const world = await openWorld({
    ...{ timeScale, renderer, latency: latencyOf(timeScale) },
    settings: { FAL_SLOTS: String(slots) },
  });
  try {
    const batch = await beginBatch(world, BATCH);
    await batch.untilOver(OVER_BEFORE, Date.now() + PATIENCE_MS);
    console.log(`… ${name}: ${what}`);
    const meanwhile = scenario.seconds === undefined ? null : await lastFor(scenario.seconds, scenario, world, batch);
    const times = meanwhile ? 1 : await untilTheEnd(scenario, world, batch);
    await batch.untilOver(BATCH, Date.now() + PATIENCE_MS);
    const runs = await batch.details();
    const ended: Record<string, number> = {};
    for (const { status, error } of runs) {
      const how = error ? `${status} ${error.code} at ${error.step}` : status;
      ended[how] = (ended[how] ?? 0) + 1;
    }
    return {
      ...{ name, what, times, runs: runs.length, completed: ended.COMPLETED ?? 0, ended, waits: batch.waits() },
      paidAgain: billedTwice(await world.ledger()),
      wastedCents: runs.reduce((sum, { metadata }) => sum + metadata.wastedInCents, 0),
      ...{ meanwhile, seconds: Math.round((Date.now() - startedAt) / 1000) },
    };
  } finally {
    await world.stop();
  }
}

/** Takes away, waits, gives back. */
async function lastFor(seconds: number, { begin, end }: Scenario, world: World, batch: Batch): Promise<Meanwhile> {
  const { length: from } = await world.ledger();
  const begunAt = Date.now();
  const lastsMs = seconds * 1000 * world.timeScale;
  await begin(world);
  await batch.untilOver(BATCH, begunAt + lastsMs / 2);
  const [middle, middleAt] = [await world.counts(), Date.now()];
  await sleep(begunAt + lastsMs - Date.now());
  const [now, submits] = [await world.counts(), (await world.ledger()).slice(from)];
  await end?.(world);
  const sent = (source: keyof Counts) => now[source] - middle[source];
  return {
    seconds: Math.round((Date.now() - begunAt) / 1000),
    submitsTaken: submits.filter(({ accepted }) => accepted).length,
    submitsRefused: submits.filter(({ accepted }) => !accepted).length,
    statements: {
      ...{ fetch: sent("fetch"), queue: sent("queue"), scheduled: sent("scheduled"), objects: sent("objects") },
      watcher: sent("watcher"),
    },
    sweeps: Math.round((Date.now() - middleAt) / world.sweepEveryMs),
  };
}

/** Takes away, once or again and again until the batch is over. Returns how often. */
async function untilTheEnd({ begin, everySeconds }: Scenario, world: World, batch: Batch): Promise<number> {
  await begin(world);
  if (everySeconds === undefined) return 1;
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let times = 1; ; times++) {
    const over = await batch.untilOver(BATCH, Date.now() + everySeconds * 1000 * world.timeScale);
    if (over === BATCH || Date.now() > giveUpAt) return times;
    await begin(world);
  }
}

/** Of how many generations fal.ai bills more than one request. A callback's URL names the generation. */
function billedTwice(submissions: LedgerEntry[]): number {
  const billed = submissions.filter(({ billing }) => billing !== null);
  const byGeneration = Map.groupBy(billed, ({ webhookUrl }) => /fal\/([^/]+)\//.exec(webhookUrl ?? "")?.[1]);
  return [...byGeneration.values()].filter((each) => each.length > 1).length;
}

const outcomes: Outcome[] = [];
const broken: string[] = [];
for (const name of names) {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) {
    throw new Error(`--only: there is no ${name}; there are ${SCENARIOS.map((each) => each.name).join(", ")}`);
  }
  const outcome = await play(scenario);
  console.log(outcome);
  outcomes.push(outcome);
  const { waitsFor } = scenario;
  if (outcome.completed < outcome.runs) broken.push(`${name}: not all runs were completed`);
  if (outcome.paidAgain > 0) broken.push(`${name}: something was paid for again`);
  // An outage that nobody noticed proves nothing.
  if (waitsFor !== null && !outcome.waits[waitsFor]) broken.push(`${name}: no run waited for ${waitsFor}`);
}
mkdirSync(join(ROOT, "out"), { recursive: true });
writeFileSync(join(ROOT, "out", "outages.json"), `${JSON.stringify(outcomes, null, 2)}\n`);
console.table(
  outcomes.map(({ name, times, completed, runs, paidAgain, wastedCents, seconds }) => ({
    ...{ name, times, completed, runs, paidAgain, wastedCents, seconds },
  })),
);
console.log(broken.length === 0 ? "All held." : broken.join("\n"));
process.exit(broken.length === 0 ? 0 : 1);
