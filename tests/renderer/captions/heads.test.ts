/** Captions leave heads alone: by geometry, from what was drawn. */
import { describe, expect, it } from "vitest";
import { CAPTION_STYLES } from "../../../renderer/contract/job.ts";
import { type Caption, type DrawnPages, drawCaption, drawPages } from "../../../renderer/src/captions/draw.ts";
import { safeZone } from "../../../renderer/src/captions/layout.ts";
import { headBox, mouthBox, overlap } from "../../../renderer/src/captions/place.ts";
import type { Part } from "../../../renderer/src/heads/faces.ts";
import { WHOLE } from "./corpus.ts";

const frame = { width: 720, height: 1280 };
const zone = safeZone(frame.width);
const SHORT = "you said nobody would come";
const MEDIUM =
  "i wrote this so quietly that the neighbours never knew, and now two hundred people are shouting it at the ceiling.";
const LONG = `${MEDIUM} ${MEDIUM} ${MEDIUM}`;

const head = (x: number, y: number, height: number): Part => {
  const width = (height * 16 * 0.8) / 9;
  return { x: x - width / 2, y: y - height / 2, width, height };
};
const drawn = (caption: Partial<Caption>, heads: Part[], more: { seconds?: number; lipsync?: boolean } = {}) =>
  drawPages({ text: SHORT, style: "clean", placement: "lower", ...caption }, frame, {
    ...{ seconds: 8, heads, lipsync: false },
    ...more,
  });

/** Square pixels of heads that the pages' pictures cover. */
const coveredBy = ({ pages }: DrawnPages, heads: Part[]) =>
  overlap(
    pages.flatMap(({ covers }) => covers),
    heads.map((each) => headBox(each, frame)),
  );
function expectFree(result: DrawnPages, heads: Part[]) {
  expect(result.pages.length).toBeGreaterThan(0);
  expect(coveredBy(result, heads)).toBe(0);
  for (const { image } of result.pages) {
    expect(image.x).toBeGreaterThanOrEqual(zone.left - 1);
    expect(image.x + image.width).toBeLessThanOrEqual(zone.right + 1);
    expect(image.y).toBeGreaterThanOrEqual(zone.top - 1);
    expect(image.y + image.height).toBeLessThanOrEqual(zone.bottom + 1);
  }
}

it("without a head, a caption stands where it always did", () => {
  for (const placement of ["lower", "center"] as const) {
    const [page] = drawn({ placement, text: MEDIUM }, []).pages;
    expect(page?.image).toEqual(drawCaption({ text: MEDIUM, style: "clean", placement }, frame).image);
  }
});

describe.each(CAPTION_STYLES)("in the style %s", (style) => {
  it.each([
    ["in the middle", head(0.5, 0.4, 0.2)],
    ["at the top", head(0.5, 0.2, 0.2)],
    ["at the bottom", head(0.5, 0.6, 0.2)],
    ["large", head(0.5, 0.38, 0.38)],
    ["at one side", head(0.2, 0.45, 0.2)],
    ["half outside", head(0.02, 0.5, 0.3)],
  ])("a head %s stays free of captions of every length", (_, each) => {
    for (const text of [SHORT, MEDIUM, LONG]) {
      for (const placement of ["lower", "center"] as const) {
        const result = drawn({ text, style, placement }, [each]);
        expectFree(result, [each]);
        expect(result.warnings.filter((warning) => !warning.includes("to read"))).toEqual([]);
      }
    }
  });
});

it("a head that moves stays free everywhere it goes", () => {
  const heads = [0, 1, 2, 3, 4, 5, 6, 7].map((second) => head(0.3 + second * 0.05, 0.3 + second * 0.02, 0.2));
  for (const text of [SHORT, MEDIUM, LONG]) expectFree(drawn({ text, placement: "center" }, heads), heads);
});

it("several heads stay free", () => {
  const heads = [head(0.3, 0.25, 0.16), head(0.7, 0.3, 0.16), head(0.5, 0.55, 0.14)];
  for (const text of [SHORT, MEDIUM, LONG]) expectFree(drawn({ text, placement: "center" }, heads), heads);
});

it("captions in every script leave a head free", () => {
  for (const text of Object.values(WHOLE)) {
    const result = drawn({ text, placement: "center" }, [head(0.5, 0.4, 0.24)]);
    if (/\p{L}/u.test(text)) expectFree(result, [head(0.5, 0.4, 0.24)]);
  }
});

describe("a head that fills the picture", () => {
  const face = head(0.5, 0.42, 0.8);

  it("is covered a little, with a warning, and the mouth is not when it sings", () => {
    const result = drawn({ text: SHORT, placement: "center" }, [face], { lipsync: true });
    expect(result.warnings.join()).toMatch(/covers a part/);
    expect(result.pages.length).toBeGreaterThan(0);
    const boxes = result.pages.flatMap(({ covers }) => covers);
    expect(overlap(boxes, [mouthBox(headBox(face, frame))])).toBe(0);
  });

  it("gets no caption when its mouth sings wherever one could stand", () => {
    const heads = [0.05, 0.2, 0.35, 0.5, 0.65].map((y) => head(0.5, y - 0.1, 0.6));
    const result = drawn({ text: SHORT }, heads, { lipsync: true });
    expect(result.pages).toEqual([]);
    expect(result.warnings.join()).toMatch(/left out/);
    expect(drawn({ text: SHORT }, heads).pages).not.toEqual([]);
  });
});

describe("a long caption", () => {
  it("is shown in pages that share a place and a size", () => {
    const { pages, warnings } = drawn({ text: LONG, placement: "center" }, []);
    expect(pages).toHaveLength(6);
    const corner = ({ image: { x, y, width, height } }: (typeof pages)[number]) => [x, y, width, height];
    for (const page of pages) expect(corner(page)).toEqual(pages[0] && corner(pages[0]));
    expect(warnings).toEqual([expect.stringMatching(/63 words.*21 s to read.*8 s/)]);
  });

  it("of 4000 characters is cut, with as many pages as can stand, and said so", () => {
    const { pages, warnings } = drawn({ text: "a word ".repeat(571).trim(), placement: "center" }, [
      head(0.5, 0.4, 0.3),
    ]);
    expect(pages.length).toBeLessThanOrEqual(6);
    expect(pages.length).toBeGreaterThan(1);
    expect(warnings.join(" ")).toMatch(/shortened.*words, which take/);
    expect(coveredBy({ pages, warnings }, [head(0.5, 0.4, 0.3)])).toBe(0);
  });

  it("stays one page where it is drawn alone", () => {
    expect(drawCaption({ text: LONG, style: "clean", placement: "center" }, frame).warnings).toEqual([]);
  });
});
