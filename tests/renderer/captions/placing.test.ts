/** A punch line keeps to its lines where the size allows it. */
import { expect, test } from "vitest";
import { drawCaption } from "../../../renderer/src/captions/draw.ts";

const frame = { width: 720, height: 1280 };
const text = "somebody's sister said i'd be soft by now, i never was at all";

test.each(["clean", "boxed", "poster"] as const)("two lines instead of more, in style %s", (style) => {
  const free = drawCaption({ text, style, placement: "lower" }, frame).image;
  const two = drawCaption({ text, style, placement: "lower", maxLines: 2 }, frame).image;
  expect(two?.height).toBeLessThanOrEqual(free?.height ?? 0);
  expect(two?.width).toBeGreaterThan(two?.height ?? 0);
});

test("a text that no size sets in two lines is set in more, not cut", () => {
  const long = Array.from({ length: 14 }, (_, at) => `word${at}`).join(" ");
  const drawn = drawCaption({ text: long, style: "clean", placement: "lower", maxLines: 2 }, frame);
  expect(drawn.image).toBeDefined();
  expect(drawn.warnings).toEqual([]);
});
