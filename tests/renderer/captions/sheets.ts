/**
 * `npm run captions`: draws every caption of the corpus in every style over a picture that is dark on one side and
 * bright on the other, the safe zone outlined, as contact sheets in out/. Look at them; if they are as they should be,
 * `npm run captions -- --accept` makes their looks the ones that the tests expect.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../dev/stack/stack.ts";
import { drawCaption } from "../../../renderer/src/captions/draw.ts";
import { safeZone } from "../../../renderer/src/captions/layout.ts";
import { CAPTION_STYLES } from "../../../renderer/src/job.ts";
import { ALL_SAMPLES, type Sample, samples } from "./corpus.ts";
import { canvas, type Look, lookOf } from "./look.ts";

const COLUMNS = 8;
const ROWS = 3;
const WIDE = 216;
const HIGH = 384;

async function tile(context: ReturnType<ReturnType<typeof canvas.createCanvas>["getContext"]>, sample: Sample) {
  const { frame, caption, name } = sample;
  const ground = context.createLinearGradient(0, 0, WIDE, 0);
  for (const [at, colour] of [
    [0, "#101014"],
    [0.5, "#7a6a5c"],
    [1, "#f8f6f0"],
  ] as const) {
    ground.addColorStop(at, colour);
  }
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
  const { image } = drawCaption(caption, frame);
  if (image) {
    const picture = await canvas.loadImage(image.png);
    context.drawImage(picture, image.x * scale, image.y * scale, image.width * scale, image.height * scale);
  }
  context.fillStyle = "#39d5ff";
  context.font = "12px monospace";
  context.fillText(name, 4, 14, WIDE - 8);
}

const folder = join(ROOT, "out");
mkdirSync(folder, { recursive: true });
for (const style of CAPTION_STYLES) {
  const all = samples(style);
  for (let sheet = 0; sheet * COLUMNS * ROWS < all.length; sheet++) {
    const drawn = canvas.createCanvas(COLUMNS * WIDE, ROWS * HIGH);
    const context = drawn.getContext("2d");
    context.imageSmoothingQuality = "high";
    for (const [at, sample] of all.slice(sheet * COLUMNS * ROWS, (sheet + 1) * COLUMNS * ROWS).entries()) {
      context.save();
      context.translate((at % COLUMNS) * WIDE, Math.floor(at / COLUMNS) * HIGH);
      await tile(context, sample);
      context.restore();
    }
    const path = join(folder, `captions-${style}-${sheet + 1}.png`);
    writeFileSync(path, drawn.toBuffer("image/png"));
    console.log(path);
  }
}

if (process.argv.includes("--accept")) {
  const looks: Record<string, Look | null> = {};
  for (const [name, { caption, frame }] of ALL_SAMPLES) {
    const { image } = drawCaption(caption, frame);
    looks[name] = image ? await lookOf(image) : null;
  }
  const lines = Object.entries(looks).map(([name, look]) => `${JSON.stringify(name)}: ${JSON.stringify(look)}`);
  writeFileSync(join(import.meta.dirname, "looks.json"), `{\n${lines.join(",\n")}\n}\n`);
}
