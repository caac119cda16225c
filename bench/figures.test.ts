import { expect, test } from "vitest";
import { ratioOf, spreadOf, tell } from "./figures.ts";

test("a spread tells the middle, nine of ten, and both ends", () => {
  const values = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6];
  expect(spreadOf(values)).toEqual({ median: 6, p90: 10, least: 1, most: 10, count: 10 });
  expect(spreadOf([1 / 3]).median).toBe(0.3333);
});

test("a ratio is of the medians, and of both halves of the rounds", () => {
  // A round in which the machine was busy strikes both, and moves neither median.
  const ratio = ratioOf([20, 22, 20, 22, 900], [10, 11, 10, 11, 400]);
  expect(ratio).toEqual({ ratio: 2, halves: [2, 2], quartiles: 2 });
  expect(ratioOf([3], [2])).toEqual({ ratio: 1.5, halves: null, quartiles: 1.5 });
});

test("the quartiles are those of a machine that leaves us alone", () => {
  const busyLater = [20, 21, 20, 22, 90, 80, 99, 70];
  expect(ratioOf(busyLater, [10, 11, 10, 10, 11, 10, 10, 11]).quartiles).toBe(2.1);
});

test("a line says whether the goal is met", () => {
  expect(tell("a / b", { ratio: 1.25, halves: [1.2, 1.3], quartiles: 1.22 }, 1.3)).toBe(
    "a / b: 1.25 (goal 1.3: met), halves 1.20 and 1.30, quartiles 1.22",
  );
  expect(tell("a / b", { ratio: 1.5, halves: [1.5, 1.5], quartiles: 1.5 }, 1.3)).toContain("(goal 1.3: missed)");
  expect(tell("a / b", { ratio: 1.5, halves: [1.5, 1.5], quartiles: 1.5 })).toBe(
    "a / b: 1.50, halves 1.50 and 1.50, quartiles 1.50",
  );
  expect(tell("a / b", { ratio: 1.5, halves: null, quartiles: 1.5 })).toBe("a / b: 1.50, one round, quartiles 1.50");
});
