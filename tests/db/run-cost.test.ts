/**
 * What a plain run costs the database, place by place, and what else it calls. It is counted, so it has no tolerance:
 * whoever lowers it writes it down.
 */
import { expect, test } from "vitest";
import { COUNTED } from "../../commands/capacity/counted.ts";
import { type Cost, costOfPlainRun, totalOf } from "../support/run-cost.ts";

/** Statements, round trips, rows read and rows written, as D1 bills them. `npm run bench:cost` prints them. */
const KNOWN: Record<string, [number, number, number, number]> = {
  "admitBatch in runs/admit.ts": [4, 1, 16, 11],
  "beginSubmit in runs/fal-requests.ts": [6, 3, 18, 6],
  "commitRun in runs/commit-run.ts": [15, 5, 74, 27],
  "findRun in runs/context.ts": [20, 5, 85, 0],
  'from "generations"': [5, 5, 2, 0],
  "recordRequest in runs/fal-requests.ts": [6, 3, 15, 3],
  "settleGeneration in runs/generations.ts": [12, 3, 21, 9],
  'update "generations" set "fence"': [3, 3, 9, 3],
};

const figures = ({ statements, roundTrips, read, written }: Cost) => [statements, roundTrips, read, written];

test("a plain run costs what is known of it", async () => {
  const { costs, calls } = await costOfPlainRun();
  expect(Object.fromEntries(Object.entries(costs).map(([by, cost]) => [by, figures(cost)]))).toEqual(KNOWN);
  // What capacity is computed from.
  expect({ d1: totalOf(costs), calls }).toEqual(COUNTED);
});
