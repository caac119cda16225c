/** Heads: what the detector finds, what is made of it, and that captions leave them free; all of it is `npm run heads`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../local/paths.ts";
import { type Face, findAgain, loadWeights } from "../../../renderer/src/heads/faces.ts";
import { headOf, headsFrom } from "../../../renderer/src/heads/watch.ts";
import { findBuiltIn } from "../../../worker/templates/index.ts";
import { captionOf, examplesOf, facesIn, isFound, outcomeOf, overPortrait, WITH_A_PERSON } from "./campaign.ts";
import { ALL_PORTRAITS, glanceAt, PHOTOGRAPHS, portrait } from "./portraits.ts";

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

  it("finds a face again near where it was, and anew where it is not there any more", async () => {
    const weights = await loadWeights();
    const { picture, faces } = await portrait(2, 0, 0.62, 360);
    const [first] = await facesIn(picture);
    if (!first || !faces[0]) throw new Error("no face");
    const near = { ...first, x: first.x + 0.05, y: first.y - 0.03 };
    for (const before of [near, face(0.05, 0.8)]) {
      expect(isFound(faces[0], findAgain(glanceAt(picture), weights, [before]))).toBe(true);
    }
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
