/** How runs queue, as it is simulated. */
import { expect, test } from "vitest";
import {
  type Batch,
  percentile,
  plainSteps,
  randomBatches,
  SECONDS_OF_MONTH,
  simulate,
  type World,
} from "../../commands/capacity/queueing.ts";
import { heldAgainst, SLOTS_BENCHES } from "../../commands/capacity/scenarios.ts";

const world = (given: Partial<World> = {}): World => ({
  ...{ seed: 1, steps: plainSteps(), slots: 100, places: 100, spread: 0, slotOverheadSeconds: 0, admissionSeconds: 0 },
  ...given,
});
const one: Batch = { atSeconds: 0, account: "a", runs: 1 };
const secondsOf = (given: Partial<World>, batches: Batch[], account = "a") =>
  simulate(world(given), batches)
    .runs.filter((run) => run.account === account)
    .map(({ atSeconds, endSeconds }) => endSeconds - atSeconds);

test("a run that waits for nothing takes its longest path", () => {
  // Image, video, render; the caption is written meanwhile.
  expect(secondsOf({}, [one])).toEqual([20 + 60 + 10]);
});

test("with one slot, requests follow each other, and the render follows the last", () => {
  expect(secondsOf({ slots: 1 }, [one])).toEqual([20 + 6 + 60 + 10]);
  expect(Math.max(...secondsOf({ slots: 1 }, [{ ...one, runs: 10 }]))).toBe(10 * 86 + 10);
});

test("with one place, renders follow each other", () => {
  expect(secondsOf({ places: 1 }, [{ ...one, runs: 3 }])).toEqual([90, 100, 110]);
});

test("a few of one account do not wait for all of another's", () => {
  const many = { atSeconds: 0, account: "many", runs: 300 };
  const [seconds = 0] = secondsOf({ slots: 2 }, [many, { ...one, atSeconds: 100 }]);
  // It has one of the two slots, as soon as that is free.
  expect(seconds).toBeLessThan(3 * 60 + 96);
});

test("a slot is taken for what requests take, and never by two at once", () => {
  const batches = randomBatches(1, 100_000, 50, 5);
  const { runs, busy, waits } = simulate(world({ slots: 2, slotOverheadSeconds: 2 }), batches);
  const last = Math.max(...runs.map(({ endSeconds }) => endSeconds));
  expect(runs.every(({ endSeconds }) => endSeconds >= 0)).toBe(true);
  expect(waits.slot).toHaveLength(3 * runs.length);
  expect(busy.slot).toBeCloseTo(runs.length * 92);
  expect(busy.slot).toBeLessThanOrEqual(2 * last);
});

test("batches come as often as they should, the same for the same seed", () => {
  const batches = randomBatches(7, 100_000, 2000, 5);
  expect(randomBatches(7, 100_000, 2000, 5)).toEqual(batches);
  expect(randomBatches(8, 100_000, 2000, 5)).not.toEqual(batches);
  const runs = batches.reduce((sum, batch) => sum + batch.runs, 0);
  const months = (batches.at(-1)?.atSeconds ?? 0) / SECONDS_OF_MONTH;
  expect(runs / months / 100_000).toBeCloseTo(1, 1);
});

test("a percentile is a value that so many do not exceed", () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([50, 95, 100]);
  expect(percentile([], 0.5)).toBe(0);
});

test.each(SLOTS_BENCHES)("three runs beside $runs take about as long as was measured", (bench) => {
  const ratio = heldAgainst(bench).besideSeconds / bench.besideSeconds;
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.25);
});
