import { expect, test } from "vitest";
import { coveredMs } from "../../worker/domain/spans.ts";

const span = (since: number, until: number) => ({ since, until });

test.each([
  ["nothing", [], 0, 0],
  ["what lies apart", [span(10, 20), span(30, 35)], 0, 15],
  ["what overlaps, once", [span(30, 50), span(10, 40), span(15, 20)], 0, 40],
  ["no time before the beginning", [span(10, 20), span(0, 12)], 15, 5],
  ["what is over by then, not at all", [span(10, 20)], 20, 0],
])("spans cover %s", (_, spans, from, ms) => {
  expect(coveredMs(spans, from)).toBe(ms);
});
