/** Heads: what the detector finds, what is made of it, and that captions leave them free; all of it is `npm run heads`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../local/paths.ts";
import { type Face, loadDetector } from "../../../renderer/src/heads/faces.ts";
import { headOf, headsFrom } from "../../../renderer/src/heads/watch.ts";
import { findBuiltIn } from "../../../worker/templates/index.ts";
import { captionOf, examplesOf, facesIn, isFound, outcomeOf, overPortrait, WITH_A_PERSON } from "./campaign.ts";
import { ALL_PORTRAITS, PHOTOGRAPHS, portrait } from "./portraits.ts";

const face = (x: number, y: number, sure = 0.8, size = 0.2): Face => ({ sure, x, y, width: size, height: size * 0.6 });

describe("the detector", () => {
  it.each(PHOTOGRAPHS.map(({ file }, at) => [file, at] as const))("finds the faces in %s", async (_, index) => {
    const { picture, faces } = await portrait(index, 0, 1, 360);
    const found = await facesIn(picture);
    expect(faces.filter((each) => isFound(each, found)).length).toBeGreaterThanOrEqual(faces.length - 1);
  });

  it("finds none that it is sure of where there is none", async () => {
    const template = findBuiltIn("album-record-store");
    for (const { file } of template?.references ?? []) {
      const picture = await loadImage(readFileSync(join(ROOT, "public/templates/album-record-store", file)));
      const canvas = createCanvas(360, 640);
      canvas.getContext("2d").drawImage(picture, 0, 0, 360, 640);
      expect(
        (await facesIn(canvas)).filter(({ sure }) => sure > 0.5),
        file,
      ).toEqual([]);
    }
  });

  it("sees what the model's own library sees", async () => {
    const network = await loadDetector();
    const width = 97;
    const height = 130;
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7919) % 251);
    const { columns, rows, values } = network({ width, height, rgb });
    expect([columns, rows, values.length]).toEqual([3, 4, 3 * 4 * 25]);
    // A cell in the middle, of which two shapes; and the last shape of the last cell.
    const known = [1.4776, 3.2475, -0.3087, 0.0058, -32.4334, -2.5027, -0.412, -0.2805, -0.3573, -7.3177];
    for (const [at, value] of known.entries()) expect(values[120 + at]).toBeCloseTo(value, 3);
    const last = [-1.3575, 2.1589, 0.1241, 0.064, -27.8999];
    for (const [at, value] of last.entries()) expect(values[values.length - 5 + at]).toBeCloseTo(value, 3);
  });
});

describe("the heads that stay free", () => {
  const known = { x: 0.4, y: 0.1, width: 0.2, height: 0.2 };
  it("are those that were found, rather than the one that should be there", () => {
    expect(headsFrom([[face(0.4, 0.5)], [face(0.42, 0.5)]], known)).toEqual(
      [face(0.4, 0.5), face(0.42, 0.5)].map(headOf),
    );
  });

  it("are the one that should be there where nothing was found, or little", () => {
    expect(headsFrom([], known)).toEqual([known]);
    expect(headsFrom([[], []], known)).toEqual([known]);
    expect(headsFrom([[face(0.4, 0.5)], [], []], known)).toEqual([headOf(face(0.4, 0.5)), known]);
    expect(headsFrom([[], []], undefined)).toEqual([]);
  });

  it("are not what was seen once and hardly, nor what is far behind", () => {
    expect(headsFrom([[face(0.1, 0.8, 0.35)], [], [face(0.7, 0.2, 0.35)]], undefined)).toEqual([]);
    expect(headsFrom([[face(0.1, 0.8, 0.35)], [], [face(0.12, 0.8, 0.35)]], undefined)).toHaveLength(2);
    expect(headsFrom([[face(0.1, 0.8, 0.9, 0.03)]], undefined)).toEqual([]);
  });
});

it("captions leave the head of every reference free, also where it sings", () => {
  for (const template of WITH_A_PERSON) {
    const examples = examplesOf(template);
    for (const [at] of template.references.entries()) {
      // Short, medium and long ones by turns.
      const example = examples[(at * 4) % examples.length];
      if (!example) throw new Error("no example");
      const outcome = outcomeOf(captionOf(template, at, example, at % 2 === 1), [], (heads) => heads);
      expect(outcome.pages.length).toBeGreaterThan(0);
      expect(outcome.pixelsOver, `${template.name} ${at}: ${example.text}`).toBe(0);
    }
  }
});

it("captions leave faces in photographs free, placed by the detector alone", async () => {
  for (const [at, [index, face, tall]] of ALL_PORTRAITS.entries()) {
    if (at % 11 !== 0) continue;
    const { outcomes } = await overPortrait(await portrait(index, face, tall, 720), at);
    for (const { pages, pixelsOver } of outcomes) {
      expect(pages.length).toBeGreaterThan(0);
      expect(pixelsOver).toBe(0);
    }
  }
});
