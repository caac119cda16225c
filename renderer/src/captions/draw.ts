/** Draws a caption as transparent pictures, one a page, trimmed to their ink: text never reaches a filter graph, only pixels do. */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { CaptionStyle } from "../../contract/job.ts";
import type { Place } from "../overlay.ts";
import type { Frame } from "../picture.ts";
import { type Around, type Arranged, arrange } from "./arrange.ts";
import { drawRims, hasEmoji } from "./dark-emoji.ts";
import { type Setting, setText } from "./fonts.ts";
import { type Box, type Extent, type Layout, type Measure, type Placement, safeZone } from "./layout.ts";
import { pageTimes, readingWarning } from "./pages.ts";
import { STYLES, type Style } from "./styles.ts";
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

/** The corner is even, as width and height are, because chroma is stored by pairs of pixels. */
export interface CaptionImage extends Place {
  /** Red, green, blue, alpha. */
  pixels: Uint8Array;
}

export interface DrawnCaption {
  /** undefined when nothing of the text can be drawn. */
  image: CaptionImage | undefined;
  /** What a person should know, in whole sentences. */
  warnings: string[];
}

export interface CaptionPage {
  /** All pages of a caption have the same corner and the same size. */
  image: CaptionImage;
  text: string;
  /** When it comes, seconds. It stands until the next one. */
  from: number;
  /** What its lines cover, in pixels of the picture. */
  covers: Box[];
}

export interface DrawnPages {
  /** In the order in which they come, the first at 0; none when nothing of the text can be drawn. */
  pages: CaptionPage[];
  warnings: string[];
}

const NOTHING: Around = { seconds: 0, heads: [], lipsync: false };

/** Draws `caption` on one page for a picture of `frame` pixels in which nothing has to stay free. */
export function drawCaption(caption: Caption, frame: Frame): DrawnCaption {
  const { pages, warnings } = drawPages(caption, frame, NOTHING);
  return { image: pages[0]?.image, warnings };
}

/** Draws `caption` for a picture of `frame` pixels, where and on as many pages as what is around it asks for. */
export function drawPages(caption: Caption, frame: Frame, around: Around): DrawnPages {
  const designed = STYLES[caption.style];
  const setting = setText(tidy(caption.text), designed.faces);
  const style = setting.native < 0.5 ? { ...designed, sizes: designed.otherScriptSizes } : designed;
  const warnings = setting.missing.length > 0 ? [missingWarning(setting.missing)] : [];
  const nothing = (why: string): DrawnPages => ({ pages: [], warnings: [...warnings, why] });
  const text = tidy(setting.text);
  if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text))
    return nothing("The caption has nothing that can be drawn.");

  const measure = measurer(style, setting);
  const zone = safeZone(frame.width);
  for (let smaller = 0; ; smaller++) {
    const wanted = { placement: caption.placement, maxLines: caption.maxLines, bottom: caption.bottom, smaller };
    const arranged = arrange(text, style, frame, measure, wanted, around);
    if (!arranged) return nothing("The caption does not fit the picture.");
    if (arranged === "covers mouth") {
      return nothing("The caption was left out: wherever it has room, it would cover the mouth that sings.");
    }
    const drawn = arranged.pages.map(({ layout }) => drawWhole(layout, style, setting, frame.width));
    const inks = drawn.flatMap(({ ink }) => ink ?? []);
    if (inks.length === 0) return nothing("The caption has nothing that can be drawn.");
    const ink = inks.reduce(union);
    // Ink can reach beyond what was measured (stacked marks); at the smallest size, whatever is outside is cut off.
    const outside = ink.left < zone.left || ink.right > zone.right || ink.top < zone.top || ink.bottom > zone.bottom;
    if (outside && smaller < style.sizes.length) continue;
    return {
      pages: finish(arranged, drawn, within(ink, zone), around),
      warnings: [...warnings, ...tell(arranged, text, around)],
    };
  }
}

/** The pages as pictures of the same corner and size: they take turns in the same place. */
function finish({ pages }: Arranged, drawn: readonly Drawn[], ink: Box, { seconds }: Around): CaptionPage[] {
  const times = pageTimes(
    pages.map(({ text }) => text),
    seconds,
  );
  return pages.flatMap(({ text, layout }, at): CaptionPage[] => {
    const page = drawn[at];
    if (!page) return [];
    return [{ image: trim(page, ink), text, from: times[at] ?? 0, covers: layout.lines.map(({ covers }) => covers) }];
  });
}

function tell({ shortened, covered, pages }: Arranged, text: string, { seconds }: Around): string[] {
  const shown = shortened ? pages.map((page) => page.text).join(" ") : text;
  const reading = readingWarning(shown, seconds);
  return [
    ...(shortened ? ["The caption was too long for the picture and was shortened."] : []),
    ...(covered > 0 ? ["There was no room for the caption beside the face: it covers a part of it."] : []),
    ...(reading ? [reading] : []),
  ];
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
    for (const { text, covers } of lines) {
      if (text === "") continue;
      const { left, top, right, bottom } = covers;
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
  for (const line of lines.filter(({ text }) => hasEmoji(text))) {
    const { left, right, top, bottom } = line.covers;
    const room = size / 2;
    const within = {
      left: Math.floor(left - room),
      right: Math.ceil(right + room),
      top: Math.floor(top - room),
      bottom: Math.ceil(bottom + room),
    };
    drawRims(context, { within, size, colour: style.fill }, (own) =>
      eachLine(own, [line], (text, baseline) => own.fillText(text, centre, baseline)),
    );
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

/**
 * The part of `sheet` that the layout's ink is most probably within, in whole pixels: memory that is drawn on costs more than
 * drawing.
 */
function near({ size, lines }: Layout, sheet: Box): Box {
  const baselines = lines.map(({ baseline }) => baseline);
  return {
    left: Math.max(sheet.left, Math.floor(Math.min(...lines.map(({ covers }) => covers.left)) - size)),
    right: Math.min(sheet.right, Math.ceil(Math.max(...lines.map(({ covers }) => covers.right)) + size)),
    top: Math.max(sheet.top, Math.floor(Math.min(...baselines) - 2.5 * size)),
    bottom: Math.min(sheet.bottom, Math.ceil(Math.max(...baselines) + 1.5 * size)),
  };
}

interface Drawn {
  /** Red, green, blue, alpha. */
  pixels: Uint8ClampedArray;
  /** What they are of the picture. */
  part: Box;
  /** In the picture. */
  ink: Box | undefined;
}

/** Whether there is ink at the edge of what was drawn on, and so perhaps beyond it. */
const isCut = ({ part, ink }: Drawn, sheet: Box): boolean =>
  ink !== undefined &&
  (["left", "right", "top", "bottom"] as const).some((edge) => ink[edge] === part[edge] && part[edge] !== sheet[edge]);

/** Draws the layout on the part of the picture that its ink needs. */
function drawWhole(layout: Layout, style: Style, setting: Setting, width: number): Drawn {
  const zone = safeZone(width);
  const sheet = { left: 0, right: width, top: 0, bottom: zone.bottom + zone.top };
  const drawn = draw(layout, style, setting, near(layout, sheet));
  return isCut(drawn, sheet) ? draw(layout, style, setting, sheet) : drawn;
}

/** Draws the layout on this part of the picture. */
function draw(layout: Layout, style: Style, setting: Setting, part: Box): Drawn {
  const [width, height] = [part.right - part.left, part.bottom - part.top];
  const context = createCanvas(width, height).getContext("2d");
  context.translate(-part.left, -part.top);
  paint(context, layout, style, setting);
  const { data } = context.getImageData(0, 0, width, height);
  return { pixels: data, part, ink: inkOf(data, part) };
}

/** The smallest box around all pixels that are not fully transparent. */
function inkOf(data: Uint8ClampedArray, part: Box): Box | undefined {
  const [width, height] = [part.right - part.left, part.bottom - part.top];
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
  const { left, top } = part;
  return box.right > box.left
    ? { left: box.left + left, right: box.right + left, top: box.top + top, bottom: box.bottom + top }
    : undefined;
}

const union = (one: Box, other: Box): Box => ({
  left: Math.min(one.left, other.left),
  right: Math.max(one.right, other.right),
  top: Math.min(one.top, other.top),
  bottom: Math.max(one.bottom, other.bottom),
});

const within = (one: Box, other: Box): Box => ({
  left: Math.max(one.left, other.left),
  right: Math.min(one.right, other.right),
  top: Math.max(one.top, other.top),
  bottom: Math.min(one.bottom, other.bottom),
});

/** What was drawn inside `ink`, as a picture whose corner and size are even. */
function trim({ pixels, part }: Drawn, ink: Box): CaptionImage {
  const x = ink.left - (ink.left % 2);
  const y = ink.top - (ink.top % 2);
  const width = ink.right - x + ((ink.right - x) % 2);
  const height = ink.bottom - y + ((ink.bottom - y) % 2);
  const trimmed = new Uint8Array(width * height * 4);
  const { left, right, top, bottom } = within(ink, part);
  for (let row = top; row < bottom; row++) {
    const from = ((row - part.top) * (part.right - part.left) + left - part.left) * 4;
    trimmed.set(pixels.subarray(from, from + Math.max(0, right - left) * 4), ((row - y) * width + left - x) * 4);
  }
  return { x, y, width, height, pixels: trimmed };
}
