/** What benches compare is fair: everybody goes in every round, in no order that favours one. */
import { expect, test } from "vitest";
import { interleaved } from "./interleaved.ts";

/** The order of turns, round by round. */
async function turnsOf(seed: number): Promise<string[]> {
  const order: string[] = [];
  const contender = (name: string) => async () => void order.push(name);
  await interleaved(
    { a: contender("a"), b: contender("b"), c: contender("c") },
    { rounds: 30, seed, before: async (round) => void order.push(`|${round}`) },
  );
  return order.join("").split(/\|\d+/).slice(1);
}

test("each has one turn in each round, in an order that the seed draws", async () => {
  const rounds = await turnsOf(1);
  expect(rounds).toHaveLength(30);
  for (const round of rounds) expect([...round].toSorted().join("")).toBe("abc");
  expect(new Set(rounds).size).toBe(6);
  expect(await turnsOf(1)).toEqual(rounds);
  expect(await turnsOf(2)).not.toEqual(rounds);
});

test("figures come back by name and round, and a turn begins when the one before has ended", async () => {
  let [now, under] = [0, 0];
  const contender = (by: number) => async () => {
    under += 1;
    expect(under).toBe(1);
    await Promise.resolve();
    under -= 1;
    return by * 10 + Math.floor(now++ / 2);
  };
  const figures = await interleaved({ one: contender(1), two: contender(2) }, { rounds: 3 });
  expect(figures).toEqual({ one: [10, 11, 12], two: [20, 21, 22] });
});
