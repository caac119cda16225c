/**
 * How runs queue: a small simulation of what they wait for. Batches come at random; each step of a run takes a slot at
 * fal.ai or a place of a renderer as soon as it has what it needs, accounts in the product's own turns, for about as long
 * as the table of models says. The same seed gives the same figures. Pure.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RunRequest, StepName } from "../../worker/domain/run.ts";
import { Turns } from "../../worker/domain/turns.ts";
import { seeded } from "../../worker/random.ts";
import { planSteps } from "../../worker/steps/index.ts";

/** What a step holds while it is performed; null: nothing that is scarce. */
type Resource = "slot" | "place" | null;

interface SimulatedStep {
  name: StepName;
  needs: StepName[];
  resource: Resource;
  /** Mean. */
  seconds: number;
}

/** What all runs of a song share, and is known after its first. */
const KNOWN: StepName[] = ["listen", "moments", "clip"];
const PLAIN = { lipsync: false, upscale: false } as RunRequest;

/** The steps of a plain run whose song is known, as the Worker plans them. */
export const plainSteps = (): SimulatedStep[] =>
  planSteps(PLAIN)
    .filter(({ step }) => !KNOWN.includes(step.name))
    .map(({ step, needs }) => ({
      name: step.name,
      needs: needs.filter((need) => !KNOWN.includes(need)),
      resource: step.paid ? "slot" : step.name === "render" ? "place" : null,
      seconds: step.typicalSeconds,
    }));

export interface Batch {
  atSeconds: number;
  account: string;
  runs: number;
}

/** So many batches of 1 to 30 runs of any of the accounts, which come independently of each other. */
export function randomBatches(seed: number, runsPerMonth: number, batches: number, accounts: number): Batch[] {
  const random = seeded(seed, "batches");
  const secondsBetween = (SECONDS_OF_MONTH / runsPerMonth) * MEAN_BATCH;
  let atSeconds = 0;
  return Array.from({ length: batches }, () => {
    atSeconds -= Math.log(1 - uniformFloat64(random)) * secondsBetween;
    return { atSeconds, account: `${uniformInt(random, 1, accounts)}`, runs: uniformInt(random, 1, MAX_BATCH) };
  });
}

export const SECONDS_OF_MONTH = 30 * 24 * 3600;
const MAX_BATCH = 30;
export const MEAN_BATCH = (1 + MAX_BATCH) / 2;

export interface World {
  seed: number;
  steps: SimulatedStep[];
  slots: number;
  places: number;
  /** A step takes its mean, this share of it more or less: 0.5 is from half of it to one and a half. */
  spread: number;
  /** Of a slot, on top of what the model takes: until the request is there, and until its end is heard. */
  slotOverheadSeconds: number;
  /** Of a batch, before its first steps are asked for. */
  admissionSeconds: number;
}

export interface Simulated {
  /** In the order of the batches, seconds. */
  runs: { account: string; atSeconds: number; endSeconds: number }[];
  /** Of each step that took a slot, or a place: how long it waited, seconds. */
  waits: { slot: number[]; place: number[] };
  /** Seconds that slots, or places, were taken, all together. */
  busy: { slot: number; place: number };
}

/** What a resource has left, and who waits for it. */
interface Line {
  free: number;
  turns: Turns;
  waiting: Map<string, (() => void)[]>;
}

/** Lets all the batches through. They are in the order of their times. */
export function simulate(world: World, batches: readonly Batch[]): Simulated {
  const random = seeded(world.seed, "seconds");
  const lines = { slot: newLine(world.slots), place: newLine(world.places) };
  const result: Simulated = { runs: [], waits: { slot: [], place: [] }, busy: { slot: 0, place: 0 } };
  /** What happens next is last. There are no more than slots and places, and one batch. */
  const events: { at: number; happens: () => void }[] = [];
  let time = 0;

  function after(seconds: number, happens: () => void) {
    const at = time + seconds;
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((events[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    events.splice(low, 0, { at, happens });
  }

  /** Takes one as soon as it is the account's turn, for so long. */
  function take(resource: "slot" | "place", account: string, seconds: number, done: () => void) {
    const line = lines[resource];
    const askedAt = time;
    const begin = () => {
      result.waits[resource].push(time - askedAt);
      result.busy[resource] += seconds;
      after(seconds, () => {
        line.free += 1;
        line.turns.end(account);
        done();
        serve(line);
      });
    };
    line.turns.join(account);
    const waiting = line.waiting.get(account) ?? [];
    waiting.push(begin);
    line.waiting.set(account, waiting);
    serve(line);
  }

  function serve(line: Line) {
    while (line.free > 0) {
      const account = line.turns.next();
      if (account === undefined) return;
      line.free -= 1;
      line.turns.begin(account);
      line.waiting.get(account)?.shift()?.();
    }
  }

  function begin(account: string) {
    const run = { account, atSeconds: time, endSeconds: Number.NaN };
    result.runs.push(run);
    const open = new Set(world.steps);
    const done = new Set<StepName>();
    const goOn = () => {
      for (const step of open) {
        if (!step.needs.every((need) => done.has(need))) continue;
        open.delete(step);
        const own = step.seconds * (1 + world.spread * (2 * uniformFloat64(random) - 1));
        const isOver = () => {
          done.add(step.name);
          if (done.size === world.steps.length) run.endSeconds = time;
          else goOn();
        };
        if (step.resource === null) after(own, isOver);
        else take(step.resource, account, own + (step.resource === "slot" ? world.slotOverheadSeconds : 0), isOver);
      }
    };
    after(world.admissionSeconds, goOn);
  }

  const coming = batches.values();
  const next = () => {
    const { value: batch } = coming.next();
    if (!batch) return;
    after(batch.atSeconds - time, () => {
      for (let run = 0; run < batch.runs; run++) begin(batch.account);
      next();
    });
  };
  next();
  for (let event = events.pop(); event; event = events.pop()) {
    time = event.at;
    event.happens();
  }
  return result;
}

const newLine = (free: number): Line => ({ free, turns: new Turns(), waiting: new Map() });

/** The value that the share of them is at most, such as 0.95 of them; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
