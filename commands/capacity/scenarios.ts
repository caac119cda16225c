/** What is simulated: the volumes, with slots that are too few and with enough; and a bench that was run, to hold it against. */
import { VOLUMES } from "./arithmetic.ts";
import { ASSUMED } from "./prices.ts";
import { type Batch, percentile, plainSteps, randomBatches, type Simulated, simulate, type World } from "./queueing.ts";

const SEED = 1;
const BATCHES = 1000;
/** Of the time, in which the lines fill first, and nothing is counted. */
const WARMING_UP = 0.1;
/** Less than this of what comes is done: lines grow as long as it comes, and waits with them. */
const KEEPS_UP = 0.95;

interface Scenario {
  videosPerMonth: number;
  accounts: number;
  slots: number;
  places: number;
}

const scenario = (videosPerMonth = 0, accounts: number, slots: number, places: number): Scenario => ({
  ...{ videosPerMonth, accounts, slots, places },
});
const [SMALL, MEDIUM, LARGE] = VOLUMES;

/** Slots and places as the settings are, then as many as it takes. */
const SCENARIOS: Scenario[] = [
  scenario(SMALL, 5, 2, 20),
  scenario(SMALL, 5, 10, 20),
  scenario(MEDIUM, 50, 2, 20),
  scenario(MEDIUM, 50, 5, 20),
  scenario(MEDIUM, 50, 10, 20),
  scenario(LARGE, 500, 40, 60),
  scenario(LARGE, 500, 420, 20),
  scenario(LARGE, 500, 420, 60),
  scenario(LARGE, 500, 500, 60),
];

export interface Outcome extends Scenario {
  /** Of what came, 0..1. */
  done: number;
  keepsUp: boolean;
  /** Of the time that there is, 0..1. */
  busy: { slots: number; places: number };
  /** Seconds that were waited for the slot of a step, for the place of a render; and that runs took from the call on. */
  seconds: Record<"slot" | "place" | "run", { p50: number; p95: number; p99: number }>;
}

const percentiles = (values: number[]) => ({
  ...{ p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) },
});

/** What came of a scenario. */
function outcomeOf(of: Scenario): Outcome {
  const { slots, places } = of;
  const batches = randomBatches(SEED, of.videosPerMonth, BATCHES, of.accounts);
  const spread = { spread: 0.5, slotOverheadSeconds: ASSUMED.slotSeconds.value, admissionSeconds: 1 };
  const { runs, waits, busy } = simulate({ seed: SEED, steps: plainSteps(), slots, places, ...spread }, batches);
  const until = batches.at(-1)?.atSeconds ?? 0;
  const from = until * WARMING_UP;
  const counted = runs.filter(({ atSeconds }) => atSeconds > from);
  const ended = runs.filter(({ endSeconds }) => endSeconds > from && endSeconds <= until);
  const done = Math.min(1, ended.length / counted.length);
  const lasted = runs.reduce((latest, { endSeconds }) => Math.max(latest, endSeconds), 0);
  return {
    ...{ ...of, done, keepsUp: done >= KEEPS_UP },
    busy: { slots: busy.slot / (slots * lasted), places: busy.place / (places * lasted) },
    seconds: {
      slot: percentiles(waits.slot),
      place: percentiles(waits.place),
      run: percentiles(counted.map(({ atSeconds, endSeconds }) => endSeconds - atSeconds)),
    },
  };
}

/** What came of each scenario; the same every time. */
export const outcomes = (): Outcome[] => SCENARIOS.map(outcomeOf);

/** What `npm run bench:slots` says, seconds: medians of few runs alone, and beside many; and until all were over. */
export interface SlotsBench {
  runs: number;
  aloneSeconds: number;
  besideSeconds: number;
  lastedSeconds: number;
}

/** On two cores: the first is told of in docs/measured.md, the others had the machine to share with other work. */
export const SLOTS_BENCHES: SlotsBench[] = [
  { runs: 1000, aloneSeconds: 4.93, besideSeconds: 7.18, lastedSeconds: 1303 },
  { runs: 200, aloneSeconds: 5.79, besideSeconds: 9.99, lastedSeconds: 296.2 },
  { runs: 60, aloneSeconds: 4.87, besideSeconds: 9.65, lastedSeconds: 104.4 },
];

// As bench/slots has them.
const [FEW, ROUNDS, PAUSE_SECONDS, BENCH_SLOTS, MODELS_SCALE] = [3, 5, 5, 2, 0.02];

export interface Held {
  /** Of a slot, on top of each request: what is left when models' times are taken from the time that all took. */
  overheadSeconds: number;
  /** Of a run, without a slot: what is left of the time that few took alone. */
  ownSeconds: number;
  /** Few runs beside many, as simulated with these two, seconds. */
  besideSeconds: number;
}

/** What the simulation says of few runs beside many, from how long few took alone, and all together. */
export function heldAgainst({ runs, aloneSeconds, lastedSeconds }: SlotsBench): Held {
  const steps = plainSteps().map((step) => ({
    ...step,
    seconds: step.resource === "slot" ? step.seconds * MODELS_SCALE : 0,
  }));
  const requests = steps.filter(({ resource }) => resource === "slot");
  const all = runs + ROUNDS * FEW;
  const worked = all * requests.reduce((sum, { seconds }) => sum + seconds, 0);
  const overheadSeconds = Math.max(0, (BENCH_SLOTS * lastedSeconds - worked) / (all * requests.length));
  const world = (admissionSeconds: number): World => ({
    ...{ seed: SEED, steps, slots: BENCH_SLOTS, places: all, spread: 0 },
    ...{ slotOverheadSeconds: overheadSeconds, admissionSeconds },
  });
  const few = (atSeconds: number): Batch => ({ atSeconds, account: "few", runs: FEW });
  const endOf = ({ runs: simulated }: Simulated) =>
    Math.max(...simulated.filter(({ account }) => account === "few").map(({ endSeconds }) => endSeconds));

  const ownSeconds = Math.max(0, aloneSeconds - endOf(simulate(world(0), [few(0)])));
  const batches: Batch[] = [{ atSeconds: 0, account: "many", runs }];
  const beside: number[] = [];
  for (let at = PAUSE_SECONDS; beside.length < ROUNDS; at += PAUSE_SECONDS + (beside.at(-1) ?? 0)) {
    batches.push(few(at));
    beside.push(endOf(simulate(world(ownSeconds), batches)) - at);
  }
  return { overheadSeconds, ownSeconds, besideSeconds: percentile(beside, 0.5) };
}
