import { expect, test } from "vitest";
import { countCalls, goalOf } from "./count.ts";

const billing = { units: 1, unit: "image", usd: 0.08 };

test("what is billed counts, by model; what is refused does not", () => {
  const submissions = [
    { model: "image", billing },
    { model: "image", billing: null },
    { model: "video", billing: { ...billing, usd: 0.8 } },
    { model: "image", billing },
  ];
  expect(countCalls(submissions)).toEqual({ total: 3, byModel: { image: 2, video: 1 }, usd: 0.96 });
});

test("a batch of thirty of three songs may make ninety-six calls", () => {
  expect(goalOf(30, 3)).toBe(96);
});
