/**
 * `npm run heads`: whether captions leave heads free. First all example captions of the templates that show a person, on
 * each of their references, placed by where the reference has the head; the same where lips sing. Then the same captions
 * on photographs, placed by what the detector finds in them and nothing else, against faces marked by eye. Prints both
 * as tables, writes out/heads.json, and draws contact sheets into out/ to be looked at. Fails when a head is not free.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Canvas, createCanvas, type Image, loadImage } from "@napi-rs/canvas";
import { ROOT } from "../../../local/paths.ts";
import type { Part } from "../../../renderer/src/heads/faces.ts";
import { pictureOf } from "../captions/look.ts";
import {
  captionOf,
  examplesOf,
  FRAME,
  isFound,
  type Outcome,
  outcomeOf,
  overPortrait,
  WITH_A_PERSON,
} from "./campaign.ts";
import { ALL_PORTRAITS, portrait } from "./portraits.ts";

const TILE = { width: 180, height: 320 };
const COLUMNS = 10;
const ROWS = 6;

class Sheet {
  readonly #canvas = createCanvas(COLUMNS * TILE.width, ROWS * TILE.height);
  #count = 0;

  /** A picture with one page of its caption, another one in each tile, and the heads outlined. */
  add(picture: Canvas | Image, { pages }: Outcome, heads: readonly Part[]): void {
    const context = this.#canvas.getContext("2d");
    context.save();
    context.translate((this.#count % COLUMNS) * TILE.width, Math.floor(this.#count / COLUMNS) * TILE.height);
    context.scale(TILE.width / FRAME.width, TILE.height / FRAME.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, FRAME.width, FRAME.height);
    const page = pages[this.#count % Math.max(1, pages.length)];
    if (page) context.drawImage(pictureOf(page.image), page.image.x, page.image.y);
    context.strokeStyle = "#39d5ff";
    context.lineWidth = 3;
    for (const { x, y, width, height } of heads) {
      context.strokeRect(x * FRAME.width, y * FRAME.height, width * FRAME.width, height * FRAME.height);
    }
    context.restore();
    this.#count++;
  }

  get full(): boolean {
    return this.#count >= COLUMNS * ROWS;
  }

  write(name: string): void {
    const path = join(ROOT, "out", `heads-${name}.png`);
    writeFileSync(path, this.#canvas.toBuffer("image/png"));
    console.log(path);
  }
}

interface Row {
  captions: number;
  free: number;
  pages: Record<number, number>;
  warnings: Record<string, number>;
}

function rowOf(outcomes: readonly Outcome[]): Row {
  const tally = (keys: (string | number)[]) => {
    const counts: Record<string, number> = {};
    for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
    return counts;
  };
  return {
    captions: outcomes.length,
    free: outcomes.filter(({ pages, pixelsOver }) => pages.length > 0 && pixelsOver === 0).length,
    pages: tally(outcomes.map(({ pages }) => pages.length)),
    warnings: tally(outcomes.flatMap(({ warnings }) => warnings.map((each) => each.replaceAll(/\d+/g, "N")))),
  };
}

mkdirSync(join(ROOT, "out"), { recursive: true });
const references: Record<string, Row> = {};
for (const template of WITH_A_PERSON) {
  const sheet = new Sheet();
  for (const lipsync of [false, true]) {
    const outcomes: Outcome[] = [];
    for (const [at, { file }] of template.references.entries()) {
      const picture = await loadImage(readFileSync(join(ROOT, "public", "templates", template.name, file)));
      for (const example of examplesOf(template)) {
        const caption = captionOf(template, at, example, lipsync);
        const outcome = outcomeOf(caption, [], (known) => known);
        outcomes.push(outcome);
        if (!lipsync && caption.head) sheet.add(picture, outcome, [caption.head]);
      }
    }
    references[`${template.name}${lipsync ? ", lip-sync" : ""}`] = rowOf(outcomes);
  }
  sheet.write(template.name);
}

const photographs: { title: string; faces: number; found: number; row: Row }[] = [];
let sheet = new Sheet();
let sheets = 0;
for (const [at, [index, face, tall]] of ALL_PORTRAITS.entries()) {
  const one = await portrait(index, face, tall, FRAME.width);
  const { found, outcomes } = await overPortrait(one, at);
  const isSeen = one.faces.filter((each) => isFound(each, found)).length;
  photographs.push({ title: one.title, faces: one.faces.length, found: isSeen, row: rowOf(outcomes) });
  for (const outcome of outcomes.filter((_, each) => each % 3 === at % 3)) {
    if (sheet.full) {
      sheet.write(`photographs-${++sheets}`);
      sheet = new Sheet();
    }
    sheet.add(one.picture, outcome, one.faces);
  }
}
sheet.write(`photographs-${++sheets}`);

const total = (rows: readonly Row[], of: "captions" | "free") => rows.reduce((sum, row) => sum + row[of], 0);
console.log("\ncaptions  free  pages: captions           placed by the reference's head");
for (const [name, { captions, free, pages }] of Object.entries(references)) {
  console.log(
    `${String(captions).padStart(8)}${String(free).padStart(6)}  ${JSON.stringify(pages).padEnd(26)} ${name}`,
  );
}
console.log("\ncaptions  free  faces  found  placed by the detector alone");
for (const { title, faces, found, row } of photographs) {
  console.log([row.captions, row.free, faces, found].map((each) => String(each).padStart(6)).join("  "), ` ${title}`);
}
const rows = photographs.map(({ row }) => row);
const sums = {
  references: {
    captions: total(Object.values(references), "captions"),
    free: total(Object.values(references), "free"),
  },
  photographs: {
    captions: total(rows, "captions"),
    free: total(rows, "free"),
    faces: photographs.reduce((sum, { faces }) => sum + faces, 0),
    found: photographs.reduce((sum, { found }) => sum + found, 0),
  },
};
console.log(`\n${JSON.stringify(sums)}`);
writeFileSync(join(ROOT, "out", "heads.json"), `${JSON.stringify({ sums, references, photographs }, null, 2)}\n`);
if (sums.references.free < sums.references.captions || sums.photographs.free < sums.photographs.captions)
  process.exitCode = 1;
