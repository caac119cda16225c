/**
 * What a plain run costs: statements, round trips, and rows as D1 bills them, by the function of the Worker that they come
 * from; and what it calls: queues, objects, R2, fal.ai. Counted, not timed: the same every time. Writes out/bench-cost.json.
 * Usage: npm run bench:cost
 */
import { costOfPlainRun, totalOf } from "../../tests/support/run-cost.ts";
import { writeResult } from "../result.ts";

const { costs, calls } = await costOfPlainRun();
const total = totalOf(costs);
const byRows = Object.entries(costs).toSorted(([, one], [, other]) => other.written - one.written);
console.table(Object.fromEntries([...byRows, ["all", total]]));
console.table(Object.fromEntries(Object.entries(calls).map(([call, times]) => [call, { times }])));
writeResult("cost", { total, costs, calls });
process.exit(0);
