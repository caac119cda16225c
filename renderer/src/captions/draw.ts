/** Draws a caption as a transparent PNG, trimmed to its ink: text never reaches a filter graph, only pixels do. */
import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import type { CaptionStyle } from "../../contract/job.ts";
import { type Setting, setText } from "./fonts.ts";
import { area, type Box, type Extent, type Layout, layOut, type Measure, type Placement, safeZone } from "./layout.ts";
import { DESIGN_WIDTH, STYLES, type Style } from "./styles.ts";
import { tidy } from "./text.ts";

// After fonts.ts, which keeps the machine's fonts out before the library loads.
const { createCanvas } = await import("@napi-rs/canvas");

export interface Caption {
  text: string;
  style: CaptionStyle;
  placement: Placement;
  /** At most this many lines, as far as a legible size allows. */
  maxLines?: number | undefined;
  /** The row of the picture above which it ends, where less than the safe zone is its own. */
  bottom?: number | undefined;
}

export interface CaptionImage {
  /** The top left corner in the picture; even, because chroma is stored by pairs of pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  png: Buffer;
}

export interface DrawnCaption {
  /** undefined when nothing of the text can be drawn. */
  image: CaptionImage | undefined;
  /** What a person should know, in whole sentences. */
  warnings: string[];
}

/** Draws `caption` for a picture of `frame` pixels. */
export function drawCaption(caption: Caption, frame: { width: number; height: number }): DrawnCaption {
  const designed = STYLES[caption.style];
  const setting = setText(tidy(caption.text), designed.faces);
  const style = setting.native < 0.5 ? { ...designed, sizes: designed.otherScriptSizes } : designed;
  const warnings = setting.missing.length > 0 ? [missingWarning(setting.missing)] : [];
  const text = tidy(setting.text);
  if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text))
    return { image: undefined, warnings: [...warnings, "The caption has nothing that can be drawn."] };

  const measure = measurer(style, setting);
  const whole = area(caption.placement, frame.width);
  const place = { ...whole, bottom: Math.min(whole.bottom, caption.bottom ?? whole.bottom) };
  const zone = safeZone(frame.width);
  for (let smaller = 0; ; smaller++) {
    const layout = layOut(text, style, place, frame.width / DESIGN_WIDTH, measure, {
      smaller,
      maxLines: caption.maxLines,
    });
    if (!layout) return { image: undefined, warnings: [...warnings, "The caption does not fit the picture."] };
    const sheet = { top: 0, bottom: zone.bottom + zone.top };
    const drawOn = (strip: Strip) => draw(layout, style, setting, frame.width, strip);
    let drawn = drawOn(near(layout, sheet));
    if (isCut(drawn, sheet)) drawn = drawOn(sheet);
    const { ink } = drawn;
    if (!ink) return { image: undefined, warnings: [...warnings, "The caption has nothing that can be drawn."] };
    // Ink can reach beyond what was measured (stacked marks); at the smallest size, whatever is outside is cut off.
    const outside = ink.left < zone.left || ink.right > zone.right || ink.top < zone.top || ink.bottom > zone.bottom;
    if (outside && smaller < style.sizes.length) continue;
    if (layout.shortened) warnings.push("The caption was too long for the picture and was shortened.");
    return { image: trim(drawn, within(ink, zone)), warnings };
  }
}

const missingWarning = (missing: readonly string[]) =>
  `The caption has characters that no font of ours can draw; they were left out: ${missing.slice(0, 10).join(" ")}`;

/** Sets the weight for the variable faces alone: set on the font, it would smear the fixed faces bolder. */
export function useFont(
  context: SKRSContext2D,
  style: Pick<Style, "weight">,
  { families }: Setting,
  size: number,
): void {
  context.font = `400 ${size}px ${families}`;
  context.fontVariationSettings = `'wght' ${style.weight}`;
}

/** Measures at a large size and scales: glyphs are not hinted, so their extents are proportional. */
export function measurer(style: Pick<Style, "weight">, setting: Setting): Measure {
  const REFERENCE = 200;
  const context = createCanvas(8, 8).getContext("2d");
  useFont(context, style, setting, REFERENCE);
  const known = new Map<string, Extent>();
  return (text, rightToLeft) => {
    const key = `${rightToLeft}${text}`;
    let extent = known.get(key);
    if (!extent) {
      context.direction = rightToLeft ? "rtl" : "ltr";
      const metrics = context.measureText(text);
      extent = {
        width: Math.max(metrics.width, metrics.actualBoundingBoxLeft + metrics.actualBoundingBoxRight) / REFERENCE,
        ascent: metrics.actualBoundingBoxAscent / REFERENCE,
        descent: metrics.actualBoundingBoxDescent / REFERENCE,
      };
      known.set(key, extent);
    }
    return extent;
  };
}

function paint(context: SKRSContext2D, { size, centre, lines }: Layout, style: Style, setting: Setting): void {
  useFont(context, style, setting, size);
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  const { box, outline, shadow } = style;
  if (box) {
    // One path for all boxes, so that the tone stays the same where they overlap.
    context.beginPath();
    for (const line of lines) {
      if (!line.box) continue;
      const { left, top, right, bottom } = line.box;
      context.roundRect(left, top, right - left, bottom - top, box.radius * size);
    }
    context.fillStyle = box.colour;
    context.fill();
  }
  // All outlines before all fills, so that no line's outline cuts into its neighbour's letters.
  if (outline) {
    context.save();
    if (shadow) {
      context.shadowColor = shadow.colour;
      context.shadowBlur = shadow.blur * size;
      context.shadowOffsetY = shadow.down * size;
    }
    context.strokeStyle = outline.colour;
    context.lineWidth = outline.width * 2 * size;
    eachLine(context, lines, (text, baseline) => context.strokeText(text, centre, baseline));
    context.restore();
  }
  context.fillStyle = style.fill;
  eachLine(context, lines, (text, baseline) => context.fillText(text, centre, baseline));
}

function eachLine(
  context: SKRSContext2D,
  lines: Layout["lines"],
  draw: (text: string, baseline: number) => void,
): void {
  for (const { text, rightToLeft, baseline } of lines) {
    context.direction = rightToLeft ? "rtl" : "ltr";
    draw(text, baseline);
  }
}

/** Rows of the picture. */
interface Strip {
  top: number;
  bottom: number;
}

/** The rows of `sheet` that the layout's ink is most probably within: memory that is drawn on costs more than drawing. */
function near({ size, lines }: Layout, sheet: Strip): Strip {
  const baselines = lines.map(({ baseline }) => baseline);
  return {
    top: Math.max(sheet.top, Math.floor(Math.min(...baselines) - 2.5 * size)),
    bottom: Math.min(sheet.bottom, Math.ceil(Math.max(...baselines) + 1.5 * size)),
  };
}

interface Drawn {
  canvas: Canvas;
  /** The row of the picture that is the canvas's first. */
  top: number;
  /** In the picture. */
  ink: Box | undefined;
}

/** Whether there is ink at the edge of what was drawn on, and so perhaps beyond it. */
const isCut = ({ canvas, top, ink }: Drawn, sheet: Strip): boolean =>
  ink !== undefined &&
  ((ink.top === top && top > sheet.top) || (ink.bottom === top + canvas.height && ink.bottom < sheet.bottom));

/** Draws the layout on these rows of the picture. */
function draw(layout: Layout, style: Style, setting: Setting, width: number, { top, bottom }: Strip): Drawn {
  const canvas = createCanvas(width, bottom - top);
  const context = canvas.getContext("2d");
  context.translate(0, -top);
  paint(context, layout, style, setting);
  const ink = inkOf(canvas);
  return { canvas, top, ink: ink && { ...ink, top: ink.top + top, bottom: ink.bottom + top } };
}

/** The smallest box around all pixels that are not fully transparent. */
function inkOf(canvas: Canvas): Box | undefined {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const box = { left: width, right: 0, top: height, bottom: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Little-endian RGBA: the highest byte is alpha.
      if ((pixels[y * width + x] ?? 0) < 0x0100_0000) continue;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      if (y < box.top) box.top = y;
      box.bottom = y + 1;
    }
  }
  return box.right > box.left ? box : undefined;
}

const within = (ink: Box, zone: Box): Box => ({
  left: Math.max(ink.left, zone.left),
  right: Math.min(ink.right, zone.right),
  top: Math.max(ink.top, zone.top),
  bottom: Math.min(ink.bottom, zone.bottom),
});

function trim({ canvas, top }: Drawn, ink: Box): CaptionImage {
  const x = ink.left - (ink.left % 2);
  const y = ink.top - (ink.top % 2);
  const width = ink.right - x + ((ink.right - x) % 2);
  const height = ink.bottom - y + ((ink.bottom - y) % 2);
  const trimmed = createCanvas(width, height);
  const context = trimmed.getContext("2d");
  context.beginPath();
  context.rect(ink.left - x, ink.top - y, ink.right - ink.left, ink.bottom - ink.top);
  context.clip();
  context.drawImage(canvas, -x, top - y);
  return { x, y, width, height, png: trimmed.toBuffer("image/png") };
}
