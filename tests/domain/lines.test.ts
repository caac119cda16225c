/** How long one waits in a line that accounts share, as far as anyone can tell. */
import { expect, test } from "vitest";
import { Pace } from "../../worker/domain/pace.ts";
import { Turns } from "../../worker/domain/turns.ts";

function lineOf(waiting: Record<string, number>): Turns {
  const turns = new Turns();
  for (const [account, count] of Object.entries(waiting)) for (let at = 0; at < count; at++) turns.join(account);
  return turns;
}

test.each([
  ["alone", { own: 1 }, 0],
  ["behind its own account's others", { own: 5 }, 4],
  ["beside an account that wants little", { own: 5, other: 2 }, 6],
  ["beside one that wants a lot: it gets no more turns than this one", { own: 3, other: 1000 }, 5],
  ["for an account that has none waiting", { other: 10 }, 0],
])("the last one %s has so many before it", (_what, waiting, ahead) => {
  expect(lineOf(waiting).ahead("own")).toBe(ahead);
});

test("a line is as long as its places are taken lately, and before that as long as is usual", () => {
  const pace = new Pace(1000);
  expect(pace.waitMs(3, 2)).toBe(2000);
  for (let at = 0; at < 50; at++) {
    pace.begin(`${at}`, at * 100);
    pace.end(`${at}`, at * 100 + 4000);
  }
  expect(pace.waitMs(3, 2)).toBeGreaterThan(7900);
  // Who never had a place says nothing.
  pace.end("nobody", 1e9);
  expect(pace.waitMs(3, 2)).toBeLessThanOrEqual(8000);
});

test("without any place nobody knows", () => {
  expect(new Pace(1000).waitMs(0, 0)).toBeNull();
});
