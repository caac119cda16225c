/** Fits a text into a place: its size, its lines, and where each of them stands. Pure. */
import { breakLines, pieces } from "./lines.ts";
import { DESIGN_WIDTH, SAFE_ZONE, type Style } from "./styles.ts";
import { isRightToLeft } from "./text.ts";

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Line {
  text: string;
  rightToLeft: boolean;
  baseline: number;
  /** What it covers, with its outline, and with the rounded box behind it in styles that have one. */
  covers: Box;
}

export interface Layout {
  size: number;
  /** The middle of every line. */
  centre: number;
  lines: Line[];
}

/** Extents of a text at a size of 1: how far its ink reaches above and below the baseline, and its width. */
export interface Extent {
  width: number;
  ascent: number;
  descent: number;
}
export type Measure = (text: string, rightToLeft: boolean) => Extent;

export type Placement = "lower" | "center";

/** The safe zone in pixels of a picture `width` wide. */
export function safeZone(width: number): Box {
  const scale = width / DESIGN_WIDTH;
  return {
    left: Math.ceil(SAFE_ZONE.left * scale),
    right: Math.floor(SAFE_ZONE.right * scale),
    top: Math.ceil(SAFE_ZONE.top * scale),
    bottom: Math.floor(SAFE_ZONE.bottom * scale),
  };
}

/** Where a caption may stand: centred on the picture, as wide as the safe zone allows on its narrower side. */
export function area(placement: Placement, width: number): Box {
  const zone = safeZone(width);
  const half = Math.min(width / 2 - zone.left, zone.right - width / 2) - 1;
  const top = placement === "lower" ? zone.bottom - (zone.bottom - zone.top) / 3 : zone.top;
  return { left: width / 2 - half, right: width / 2 + half, top, bottom: zone.bottom };
}

/** The cost of a smaller size, weighed against uneven lines and unwelcome breaks. */
const SHRINKING = 0.35;

/**
 * Sets all of `text` in `place`, in one of `sizes` (pixels, the largest first), or undefined. `maxLines` is kept if any
 * size allows it. Words are cut only where no size has room for them.
 */
export function fitText(
  text: string,
  style: Style,
  sizes: readonly number[],
  place: Box,
  measure: Measure,
  maxLines = Number.POSITIVE_INFINITY,
): Layout | undefined {
  const centre = (place.left + place.right) / 2;
  const [largest = 0] = sizes;
  for (const wholeWords of [true, false]) {
    // Larger is better, but not at any price: a somewhat smaller size may break where the reader pauses.
    const fitting = sizes
      .flatMap((size) => {
        const set = setLines(text, style, size, place, measure, wholeWords);
        return set ? [{ size, lines: set.lines, cost: set.cost + SHRINKING * (1 - size / largest) }] : [];
      })
      .sort((one, other) => one.cost - other.cost);
    const best = fitting.find(({ lines }) => lines.length <= maxLines) ?? fitting[0];
    if (best) return { size: best.size, centre, lines: best.lines };
  }
  return undefined;
}

/** The lines at one size; undefined when they do not fit, or when a word would have to be cut and must not be. */
function setLines(
  text: string,
  style: Style,
  size: number,
  place: Box,
  measure: Measure,
  wholeWords: boolean,
): { lines: Line[]; cost: number } | undefined {
  const margin = margins(style, size);
  const width = place.right - place.left - 2 * margin.side;
  // More lines than this can never fit, so do not bother to break a long text at a large size.
  const most = (place.bottom - place.top) / (size * 0.8);
  const set: { text: string; rightToLeft: boolean; extent: Extent }[] = [];
  let cost = 0;
  for (const paragraph of text.split("\n")) {
    const rightToLeft = isRightToLeft(paragraph);
    const wide = (part: string) => measure(part, rightToLeft).width * size;
    if (wide(paragraph) / width > most * 1.5) return undefined;
    if (wholeWords && pieces(paragraph).some((piece) => wide(piece.text.trimEnd()) > width)) return undefined;
    const broken = breakLines(paragraph, width, wide);
    cost += broken.cost;
    for (const line of broken.lines) {
      set.push({ text: line, rightToLeft, extent: measure(line, rightToLeft) });
    }
    if (set.length > most) return undefined;
  }
  if (set.some(({ extent }) => extent.width * size > width + 0.5)) return undefined;
  const lines = stack(set, style, size, place, margin);
  return lines && { lines, cost };
}

/** Room that a style takes around its text. */
function margins(style: Style, size: number): { side: number; above: number; below: number } {
  if (style.box)
    return { side: style.box.along * size, above: style.box.across * size, below: style.box.across * size };
  const outline = style.outline ? style.outline.width * size : 0;
  const blur = style.shadow ? style.shadow.blur * size : 0;
  const down = style.shadow ? style.shadow.down * size : 0;
  return { side: outline + blur + 1, above: outline + Math.max(0, blur - down) + 1, below: outline + blur + down + 1 };
}

/**
 * Stacks lines around the middle of their place. Lines with tall marks (Thai, Arabic, Devanagari) get the room that
 * these take.
 */
function stack(
  set: { text: string; rightToLeft: boolean; extent: Extent }[],
  style: Style,
  size: number,
  place: Box,
  margin: { side: number; above: number; below: number },
): Line[] | undefined {
  const ascent = Math.max(0.74, ...set.map(({ extent }) => extent.ascent)) * size;
  const descent = Math.max(0.2, ...set.map(({ extent }) => extent.descent)) * size;
  const advance = style.box
    ? ascent + descent + margin.above + margin.below + style.box.gap * size
    : Math.max(style.leading * size, ascent + descent + 0.06 * size);
  const height = margin.above + ascent + advance * (set.length - 1) + descent + margin.below;
  if (height > place.bottom - place.top) return undefined;
  const first = (place.top + place.bottom - height) / 2 + margin.above + ascent;
  const centre = (place.left + place.right) / 2;
  return set.map(({ text, rightToLeft, extent }, at) => {
    const baseline = first + at * advance;
    const half = text === "" ? 0 : (extent.width * size) / 2 + margin.side;
    const covers = {
      left: centre - half,
      right: centre + half,
      top: baseline - ascent - margin.above,
      bottom: baseline + descent + margin.below,
    };
    return { text, rightToLeft, baseline, covers };
  });
}
