/**
 * `npm run captions`: draws every caption of the corpus in every style over a picture that is dark on one side and
 * bright on the other, the safe zone outlined, as contact sheets in out/. Look at them; if they are as they should be,
 * `npm run captions -- --accept` makes their looks the ones that the tests expect.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { ROOT } from "../../../local/paths.ts";
import { CAPTION_STYLES } from "../../../renderer/contract/job.ts";
import { type CaptionImage, drawCaption } from "../../../renderer/src/captions/draw.ts";
import { safeZone } from "../../../renderer/src/captions/layout.ts";
import { type Sample, samples, titleOf } from "./corpus.ts";
import { canvas, lookOf, pictureOf } from "./look.ts";

const COLUMNS = 8;
const ROWS = 3;
const WIDE = 216;
const HIGH = 384;

function tile(context: SKRSContext2D, { name, frame }: Sample, image: CaptionImage | undefined) {
  const ground = context.createLinearGradient(0, 0, WIDE, 0);
  ground.addColorStop(0, "#101014");
  ground.addColorStop(0.5, "#7a6a5c");
  ground.addColorStop(1, "#f8f6f0");
  context.fillStyle = ground;
  context.fillRect(0, 0, WIDE - 4, HIGH - 4);
  const scale = (WIDE - 4) / frame.width;
  const zone = safeZone(frame.width);
  context.strokeStyle = "#39d5ff";
  context.strokeRect(
    zone.left * scale,
    zone.top * scale,
    (zone.right - zone.left) * scale,
    (zone.bottom - zone.top) * scale,
  );
  if (image) {
    context.drawImage(pictureOf(image), image.x * scale, image.y * scale, image.width * scale, image.height * scale);
  }
  context.fillStyle = "#39d5ff";
  context.font = "12px monospace";
  context.fillText(name, 4, 14, WIDE - 8);
}

const folder = join(ROOT, "out");
mkdirSync(folder, { recursive: true });
const looks: string[] = [];
for (const style of CAPTION_STYLES) {
  const all = samples(style);
  for (let sheet = 0; sheet * COLUMNS * ROWS < all.length; sheet++) {
    const drawn = canvas.createCanvas(COLUMNS * WIDE, ROWS * HIGH);
    const context = drawn.getContext("2d");
    context.imageSmoothingQuality = "high";
    for (const [at, sample] of all.slice(sheet * COLUMNS * ROWS, (sheet + 1) * COLUMNS * ROWS).entries()) {
      const { image } = drawCaption(sample.caption, sample.frame);
      looks.push(`${JSON.stringify(titleOf(sample))}: ${JSON.stringify(image ? lookOf(image) : null)}`);
      context.save();
      context.translate((at % COLUMNS) * WIDE, Math.floor(at / COLUMNS) * HIGH);
      tile(context, sample, image);
      context.restore();
    }
    const path = join(folder, `captions-${style}-${sheet + 1}.png`);
    writeFileSync(path, drawn.toBuffer("image/png"));
    console.log(path);
  }
}
if (process.argv.includes("--accept")) {
  writeFileSync(join(import.meta.dirname, "looks.json"), `{\n${looks.join(",\n")}\n}\n`);
}
