/** What a plain run costs the database, place by place. It is counted, so it has no tolerance: whoever lowers it writes it down. */
import { expect, test } from "vitest";
import { type Cost, costOfPlainRun, totalOf } from "../support/run-cost.ts";

/** Statements, round trips, rows read and rows written, as D1 bills them. `npm run bench:cost` prints them. */
const KNOWN: Record<string, [number, number, number, number]> = {
  "admitBatch in runs/admit.ts": [5, 1, 19, 24],
  "adoptRequest in runs/fal-requests.ts": [9, 3, 18, 6],
  "beginGeneration in runs/ask-generation.ts": [12, 3, 18, 24],
  "beginSubmit in runs/fal-requests.ts": [9, 3, 24, 9],
  "claimSteps in runs/steps.ts": [58, 10, 248, 25],
  "completeStep in runs/steps.ts": [23, 7, 230, 36],
  'from "generations"': [11, 11, 8, 0],
  "recordRequest in runs/fal-requests.ts": [3, 3, 12, 6],
  "settleGeneration in runs/generations.ts": [12, 3, 54, 9],
  'update "generations" set "fence"': [6, 6, 18, 3],
  "waitForPool in runs/steps.ts": [2, 1, 2, 2],
};

const figures = ({ statements, roundTrips, read, written }: Cost) => [statements, roundTrips, read, written];

test("a plain run costs what is known of it", async () => {
  const costs = await costOfPlainRun();
  expect(Object.fromEntries(Object.entries(costs).map(([by, cost]) => [by, figures(cost)]))).toEqual(KNOWN);
  expect(figures(totalOf(costs))).toEqual([150, 51, 651, 144]);
});
