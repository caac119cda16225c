/** When calls that go unanswered say that whoever is called is down. */
import { expect, test } from "vitest";
import { Unanswered } from "../../worker/domain/unanswered.ts";

test.each([
  ["five in a row about three of many", ["a", "b", "c", "a", "b"], 9, true],
  ["five in a row about the only one there is", ["a", "a", "a", "a", "a"], 1, true],
  ["four in a row", ["a", "b", "c", "a"], 9, false],
  ["many about two of many", ["a", "b", "a", "b", "a", "b", "a"], 9, false],
])("%s: %j of %i: %s", (_what, calls, out, isDown) => {
  const unanswered = new Unanswered(1000);
  expect(calls.map((id, at) => unanswered.count(id, out, at * 500)).at(-1)).toBe(isDown);
  expect(unanswered.since).toBe(0);
});

test("an answer, or a long pause, begins anew", () => {
  const unanswered = new Unanswered(1000);
  for (const at of [0, 1, 2, 3]) unanswered.count("a", 1, at);
  unanswered.forget();
  expect(unanswered.since).toBeUndefined();
  for (const at of [4, 5, 6, 7]) expect(unanswered.count("a", 1, at)).toBe(false);
  expect(unanswered.count("a", 1, 5000)).toBe(false);
  expect(unanswered.since).toBe(5000);
});
