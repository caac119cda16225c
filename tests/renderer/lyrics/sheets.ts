/**
 * `npm run lyrics-sheets`: draws sung lines in every script and every style, as contact sheets in out/. Each tile shows a
 * moment of a line (on the left the first word is sung, on the right a later one) over a picture that is dark on one side
 * and bright on the other, the safe zone outlined. Every third has a caption as well. Look at them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SKRSContext2D } from "@napi-rs/canvas";
import { z } from "zod";
import { ROOT } from "../../../local/paths.ts";
import { LYRICS_STYLES, type LyricsStyle, renderJob } from "../../../renderer/contract/job.ts";
import type { CaptionImage } from "../../../renderer/src/captions/draw.ts";
import { safeZone } from "../../../renderer/src/captions/layout.ts";
import { drawOver } from "../../../renderer/src/drawing.ts";
import { canvas } from "../captions/look.ts";
import { type JobLine, LINES, WHOLE } from "./corpus.ts";

const COLUMNS = 8;
const ROWS = 4;
const [WIDE, HIGH] = [216, 384];
const FRAME = { width: 1080, height: 1920 } as const;
const SECONDS = 8;
const RATE = [24, 1] as const;
const { caption: captionShape, lyrics: lyricsShape } = renderJob.shape;
const shape = z.object({ caption: captionShape, lyrics: lyricsShape });

/** What lies over the picture at these seconds of a clip with one line. */
async function overlaysAt(line: JobLine, style: LyricsStyle, withCaption: boolean, moments: readonly number[]) {
  const directory = mkdtempSync(join(tmpdir(), "backline-sheets-"));
  try {
    const job = shape.parse({
      caption: withCaption
        ? { text: "the song I wrote on the night bus at 3 am 🚌", style: "clean", placement: "lower" }
        : null,
      lyrics: { style, lines: [line] },
    });
    const prefix = join(directory, "tile");
    const under = { rate: [...RATE] as [number, number], heads: [], lipsync: false };
    const drawn = await drawOver(
      { ...job, frame: FRAME, seconds: SECONDS },
      under,
      prefix,
      new AbortController().signal,
    );
    const page = drawn.caption?.pages[0]?.image;
    const caption = page && { x: page.x, y: page.y, picture: pictureOf(page) };
    const lyrics = drawn.overlays.at(caption ? 1 : 0);
    const place = drawn.places.at(-1) ?? { left: 0, right: 0, top: 0, bottom: 0 };
    const size = { width: place.right - place.left, height: place.bottom - place.top };
    const bytes = size.width * size.height * 4;
    const states = lyrics ? readFileSync(`${prefix}-lyrics-states`) : Buffer.alloc(0);
    return moments.map((seconds) => {
      const state = lyrics?.from.findLastIndex((frame) => frame <= seconds * RATE[0]) ?? 0;
      const sung = lyrics && {
        ...lyrics,
        picture: pictureOf({ ...size, pixels: states.subarray(state * bytes, (state + 1) * bytes) }),
      };
      return [caption, sung].flatMap((overlay) => overlay ?? []);
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function pictureOf({ pixels, width, height }: Pick<CaptionImage, "pixels" | "width" | "height">) {
  const picture = canvas.createCanvas(width, height);
  picture.getContext("2d").putImageData(new canvas.ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  return picture;
}

function ground(context: SKRSContext2D, name: string) {
  const gradient = context.createLinearGradient(0, 0, WIDE, 0);
  gradient.addColorStop(0, "#101014");
  gradient.addColorStop(0.5, "#7a6a5c");
  gradient.addColorStop(1, "#f8f6f0");
  context.fillStyle = gradient;
  context.fillRect(0, 0, WIDE - 4, HIGH - 4);
  const scale = (WIDE - 4) / FRAME.width;
  const zone = safeZone(FRAME.width);
  context.strokeStyle = "#39d5ff";
  context.strokeRect(
    zone.left * scale,
    zone.top * scale,
    (zone.right - zone.left) * scale,
    (zone.bottom - zone.top) * scale,
  );
  context.fillStyle = "#39d5ff";
  context.font = "12px monospace";
  context.fillText(name, 4, 14, WIDE - 8);
}

const folder = join(ROOT, "out");
mkdirSync(folder, { recursive: true });
for (const style of LYRICS_STYLES) {
  const lines = Object.entries({ ...LINES, ...WHOLE });
  const tiles = COLUMNS / 2;
  for (let sheet = 0; sheet * tiles * ROWS < lines.length; sheet++) {
    const drawn = canvas.createCanvas(COLUMNS * WIDE, ROWS * HIGH);
    const context = drawn.getContext("2d");
    context.imageSmoothingQuality = "high";
    for (const [at, [name, line]] of lines.slice(sheet * tiles * ROWS, (sheet + 1) * tiles * ROWS).entries()) {
      const later = (line.start + line.end) / 2;
      const moments = await overlaysAt(line, style, at % 3 === 2, [line.start + 0.1, later]);
      for (const [moment, overlays] of moments.entries()) {
        context.save();
        context.translate((((at * 2) % COLUMNS) + moment) * WIDE, Math.floor((at * 2) / COLUMNS) * HIGH);
        ground(context, name);
        const scale = (WIDE - 4) / FRAME.width;
        for (const { x, y, picture } of overlays) {
          context.drawImage(picture, x * scale, y * scale, picture.width * scale, picture.height * scale);
        }
        context.restore();
      }
    }
    const path = join(folder, `lyrics-${style}-${sheet + 1}.png`);
    writeFileSync(path, drawn.toBuffer("image/png"));
    console.log(path);
  }
}
