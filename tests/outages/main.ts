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
import { isOver } from "../chaos/caller.ts";
import type { Counts } from "./counts.ts";
import { latencyOf } from "./latency.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";
import { openWorld, patiently, type World } from "./world.ts";

const { values } = parseArgs({ options: { only: { type: "string" }, batch: { type: "string", default: "30" } } });
const BATCH = Number(values.batch);
const names = values.only?.split(",") ?? SCENARIOS.map(({ name }) => name);
/** As many as are over when it begins: the others are everywhere between the first step and the last. */
const OVER_BEFORE = Math.ceil(BATCH / 6);
/** Real seconds after which a batch that is not over is taken for lost. */
const PATIENCE = 900;

interface Outcome {
  name: string;
  what: string;
  runs: number;
  completed: number;
  /** Others, by status and code. */
  ended: Record<string, number>;
  /** What runs waited for, as they told it; those that were over when it began never do. */
  waits: Record<string, number>;
  /** Generations of which fal.ai bills more than one request. */
  paidAgain: number;
  wastedCents: number;
  /** How often it happened. */
  times: number;
  /** Real seconds of the outage; of it, per second: submits taken, and statements by what sent them. */
  outageSeconds: number;
  submitsMeanwhile: number;
  callsRefusedMeanwhile: number;
  statementsMeanwhile: Counts | null;
  sweepsMeanwhile: number;
  seconds: number;
}

async function play(scenario: Scenario): Promise<Outcome> {
  const { timeScale, renderer, name, what } = scenario;
  const startedAt = Date.now();
  const world = await openWorld({
    ...{ timeScale, renderer, latency: latencyOf(timeScale) },
    settings: { FAL_SLOTS: String(scenario.slots) },
  });
  try {
    const { api, artistId } = world.caller(0);
    const half = Math.floor(BATCH / 2);
    const runIds = [
      ...(await api.create({ artist_account_id: artistId, batch: half })),
      ...(await api.create({ artist_account_id: artistId, batch: BATCH - half, lipsync: true, upscale: true })),
    ];
    const look = () => patiently(async () => (await api.runs(100)).filter(({ id }) => runIds.includes(id)));
    const waits = new Map<string, Set<string>>();
    const until = async (done: (over: number) => boolean, giveUpAt: number) => {
      for (;;) {
        const runs = await look();
        for (const { id, metadata } of runs) {
          if (!metadata.waiting) continue;
          const { for: cause } = metadata.waiting;
          waits.set(cause, (waits.get(cause) ?? new Set()).add(id));
        }
        if (done(runs.filter(({ status }) => isOver(status)).length) || Date.now() > giveUpAt) return runs;
        await sleep(500);
      }
    };
    await until((over) => over >= OVER_BEFORE, Date.now() + PATIENCE * 1000);
    console.log(`… ${name}: ${what} (${runIds.length} runs under way)`);
    const before = { submits: (await world.ledger()).length, counts: await world.counts(), at: Date.now() };
    let taken: Pick<Outcome, "submitsMeanwhile" | "callsRefusedMeanwhile" | "statementsMeanwhile" | "sweepsMeanwhile"> =
      {
        ...{ submitsMeanwhile: 0, callsRefusedMeanwhile: 0, statementsMeanwhile: null, sweepsMeanwhile: 0 },
      };
    let runs: Awaited<ReturnType<typeof look>>;
    let times = 1;
    await scenario.begin(world);
    if (scenario.seconds !== undefined) {
      const lastsMs = scenario.seconds * 1000 * timeScale;
      // What was under way ends meanwhile; then the rest waits, and the second half of the outage shows what that costs.
      await until(() => false, before.at + lastsMs / 2);
      const middle = { counts: await world.counts(), at: Date.now() };
      await sleep(before.at + lastsMs - Date.now());
      taken = await meanwhile(world, before.submits, middle);
      await scenario.end?.(world);
    }
    const outageSeconds = (Date.now() - before.at) / 1000;
    const giveUpAt = Date.now() + PATIENCE * 1000;
    if (scenario.everySeconds === undefined) {
      runs = await until((over) => over === BATCH, giveUpAt);
    } else {
      let again = before.at;
      for (;;) {
        again += scenario.everySeconds * 1000 * timeScale;
        runs = await until((over) => over === BATCH, Math.min(again, giveUpAt));
        if (runs.every(({ status }) => isOver(status)) || Date.now() > giveUpAt) break;
        await scenario.begin(world);
        times += 1;
      }
    }
    const details = await Promise.all(runs.map(({ id }) => patiently(() => api.run(id))));
    const ended: Record<string, number> = {};
    for (const { status, error } of details) {
      const how = error ? `${status} ${error.code} at ${error.step}` : status;
      ended[how] = (ended[how] ?? 0) + 1;
    }
    return {
      ...{ name, what, runs: details.length, completed: ended.COMPLETED ?? 0, ended },
      waits: Object.fromEntries([...waits].map(([cause, ids]) => [cause, ids.size])),
      paidAgain: billedTwice(await world.ledger()),
      wastedCents: details.reduce((sum, { metadata }) => sum + metadata.wastedInCents, 0),
      ...{ times, outageSeconds: Math.round(outageSeconds), ...taken },
      seconds: Math.round((Date.now() - startedAt) / 1000),
    };
  } finally {
    await world.stop();
  }
}

/** What was sent between `middle` and now, per second; `from`: how many submits there were when the outage began. */
async function meanwhile(world: World, from: number, middle: { counts: Counts; at: number }) {
  const [now, submissions] = [await world.counts(), await world.ledger()];
  const difference = (source: keyof Counts) => now[source] - middle.counts[source];
  const made = submissions.slice(from);
  return {
    submitsMeanwhile: made.filter(({ accepted }) => accepted).length,
    callsRefusedMeanwhile: made.filter(({ accepted }) => !accepted).length,
    statementsMeanwhile: {
      ...{ fetch: difference("fetch"), queue: difference("queue") },
      ...{ scheduled: difference("scheduled"), objects: difference("objects") },
    },
    sweepsMeanwhile: Math.round((Date.now() - middle.at) / Math.max(500, 60_000 * world.timeScale)),
  };
}

/** Of how many generations fal.ai bills more than one request. A callback's URL names the generation. */
function billedTwice(submissions: LedgerEntry[]): number {
  const billed = submissions.filter(({ billing }) => billing !== null);
  const byGeneration = Map.groupBy(billed, ({ webhookUrl }) => /fal\/([^/]+)\//.exec(webhookUrl ?? "")?.[1]);
  return [...byGeneration.values()].filter((each) => each.length > 1).length;
}

const outcomes: Outcome[] = [];
for (const name of names) {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario)
    throw new Error(`--only: there is no ${name}; there are ${SCENARIOS.map((each) => each.name).join(", ")}`);
  outcomes.push(await play(scenario));
  console.log(outcomes.at(-1));
}
mkdirSync(join(ROOT, "out"), { recursive: true });
writeFileSync(join(ROOT, "out", "outages.json"), `${JSON.stringify(outcomes, null, 2)}\n`);
console.table(
  outcomes.map(({ name, completed, runs, paidAgain, wastedCents, seconds }) => ({
    name,
    completed,
    runs,
    paidAgain,
    wastedCents,
    seconds,
  })),
);
process.exit(outcomes.every(({ completed, runs, paidAgain }) => completed === runs && paidAgain === 0) ? 0 : 1);
