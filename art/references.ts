/**
 * Draws the reference images of the built-in templates into public/templates/. The same code draws the same pictures.
 * Usage: node commands/run.mjs art/references.ts [template name]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCanvas } from "@napi-rs/canvas";
import { BUILT_IN } from "../worker/templates/index.ts";
import { Chance, grain, jpeg } from "./paint.ts";
import { bedroomScenes, type Scene } from "./scenes/bedroom.ts";
import { outsideScenes } from "./scenes/outside.ts";
import { recordStoreScenes } from "./scenes/record-store.ts";
import { stageScenes } from "./scenes/stage.ts";

const SCENES: Record<string, readonly Scene[]> = {
  "artist-caption-bedroom": bedroomScenes,
  "artist-caption-outside": outsideScenes,
  "artist-caption-stage": stageScenes,
  "album-record-store": recordStoreScenes,
};

const NO_HEAD = { x: 0.5, y: 0.35, radius: 0.1 };

for (const { name, references } of BUILT_IN) {
  if (process.argv[2] && process.argv[2] !== name) continue;
  const folder = fileURLToPath(new URL(`../public/templates/${name}/`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [index, { file, head }] of references.entries()) {
    const scene = SCENES[name]?.[index];
    if (!scene) throw new Error(`There is no scene for ${name}/${file}.`);
    const canvas = createCanvas(864, 1536);
    const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), index) | 0;
    scene(canvas.getContext("2d"), new Chance(seed), head ?? NO_HEAD);
    grain(canvas, 0.16, seed);
    const bytes = jpeg(canvas, 150 * 1024);
    writeFileSync(`${folder}${file}`, bytes);
    process.stdout.write(`${name}/${file}: ${Math.round(bytes.length / 1024)} KB\n`);
  }
}
