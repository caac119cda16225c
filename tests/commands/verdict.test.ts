/** The last line of `npm test`, and whether it fails. */
import { expect, test } from "vitest";
import { type Outcome, verdict } from "../../commands/test/verdict.ts";

const outcome = (changes: Partial<Outcome>): Outcome => ({ name: "units", code: 0, passed: 2, failed: 0, ...changes });

test("all groups are one line", () => {
  expect(verdict([outcome({}), outcome({ name: "e2e", passed: 40 })])).toEqual({
    line: "42 passed, 0 failed",
    ok: true,
  });
});

test("a failed test fails everything, and its group is named", () => {
  expect(verdict([outcome({}), outcome({ name: "e2e", code: 1, failed: 3 })])).toEqual({
    line: "4 passed, 3 failed; see above: === e2e",
    ok: false,
  });
});

test("the output of one process needs no name", () => {
  expect(verdict([outcome({ code: 1, failed: 3 })]).line).toBe("2 passed, 3 failed; see above");
});

test("a group that ended before its tests could fail is not passed over", () => {
  expect(verdict([outcome({}), outcome({ name: "faults", code: 1, passed: 0 })])).toEqual({
    line: "2 passed, 0 failed; see above: === faults",
    ok: false,
  });
});

test("that no test ran is a failure, even where vitest is content", () => {
  expect(verdict([outcome({ passed: 0 })])).toEqual({ line: "0 passed, 0 failed; no test ran", ok: false });
  expect(verdict([]).ok).toBe(false);
});
