/** Fits pages of sung words into their band: one size for most, their lines, and where each word stands. Pure. */
import type { Box, Extent, Measure } from "../captions/layout.ts";
import { endPhrases } from "../captions/phrases.ts";
import { DESIGN_WIDTH } from "../captions/styles.ts";
import { isRightToLeft } from "../captions/text.ts";
import { PAUSE, type Page } from "./pages.ts";
import type { Style } from "./styles.ts";
import { type Piece, spaced } from "./words.ts";

/** A stretch of text where it is drawn: `left` and `baseline` are its origin. */
export interface Placed {
  text: string;
  rightToLeft: boolean;
  /** The place of its unit in the page. */
  unit: number;
  left: number;
  right: number;
  baseline: number;
}

export interface LaidOutPage extends Page {
  size: number;
  /** In the order in which they are read. */
  placed: Placed[];
  /** How far letters reach above and below every baseline. */
  ascent: number;
  descent: number;
}

/** The share of pages that may have to be smaller than the others. */
const SMALLER_SHARE = 0.15;

/**
 * Lays every page out in `band`, of a picture `width` wide. What cannot be read on one page is divided into several, each
 * for its share of the time.
 */
export function layOutPages(
  pages: readonly Page[],
  style: Style,
  { band, width, measure, fewest }: { band: Box; width: number; measure: Measure; fewest: number },
): LaidOutPage[] {
  const sizes = style.sizes.map((size) => (size * width) / DESIGN_WIDTH);
  const legibly = (page: Page): Fitted[] => {
    const fitted = fitPage(page, style, band, sizes, measure);
    if (fitted) return [{ given: page, fitted }];
    const halves = divide(page, fewest);
    if (halves) return halves.flatMap(legibly);
    return [{ given: page, fitted: shrink(page, style, band, sizes.at(-1) ?? 1, measure) }];
  };
  const own = pages.flatMap(legibly);
  // Words that change their size from page to page look restless.
  const sorted = own.map(({ fitted }) => fitted.size).sort((one, other) => one - other);
  const common = sorted[Math.floor(sorted.length * SMALLER_SHARE)] ?? 0;
  const within = sizes.filter((size) => size <= common);
  return own.map(({ given, fitted }) =>
    fitted.size > common ? (fitPage(given, style, band, within, measure) ?? fitted) : fitted,
  );
}

interface Fitted {
  given: Page;
  fitted: LaidOutPage;
}

/** The page as two, if each of them can be shown for `fewest` frames. */
function divide(page: Page, fewest: number): [Page, Page] | undefined {
  const [only] = page.units;
  if (!only) return undefined;
  if (page.units.length > 1) {
    const middle = Math.ceil(page.units.length / 2);
    const at = page.units[middle]?.from ?? page.to;
    return [
      { ...page, units: page.units.slice(0, middle), to: at },
      { ...page, units: page.units.slice(middle), from: at },
    ];
  }
  const middle = Math.ceil(only.pieces.length / 2);
  const at = Math.round((page.from + page.to) / 2);
  if (only.pieces.length < 2 || at - page.from < fewest || page.to - at < fewest) return undefined;
  return [
    { ...page, units: [{ ...only, pieces: only.pieces.slice(0, middle), to: at }], to: at },
    { ...page, units: [{ ...only, pieces: only.pieces.slice(middle), from: at }], from: at },
  ];
}

/** Room that a style takes around its words. */
export function margins(
  { outline, shadow, active }: Style,
  size: number,
): { side: number; above: number; below: number } {
  const around = Math.max(outline.width + shadow.blur, active.pill?.across ?? 0) + active.grows;
  const beside = Math.max(outline.width + shadow.blur, active.pill?.along ?? 0) + active.grows;
  return {
    side: beside * size + 1,
    above: around * size + 1,
    below: (around + shadow.down) * size + 1,
  };
}

/** What a size is worth with a line more than its style wants, as a share of what it is worth without. */
const CROWDED = 0.8;
/** The same, with a line that ends inside a phrase. */
const BROKEN = 0.8;

interface Item extends Piece {
  unit: number;
  extent: Extent;
  /** Whether a phrase ends with it; undefined where nothing tells. */
  endsPhrase?: boolean | undefined;
}

/** The items of a page as they are measured. */
function itemsOf({ units, rightToLeft }: Page, measure: Measure): Item[] {
  const pieces = units.flatMap((each, unit) => each.pieces.map((piece) => ({ ...piece, unit })));
  const directions = pieces.map(({ text }) => directionOf(text));
  const near = (at: number, step: 1 | -1): boolean => {
    for (let to = at + step; to >= 0 && to < directions.length; to += step) {
      const direction = directions[to];
      if (direction !== undefined) return direction;
    }
    return rightToLeft;
  };
  const apart = pieces
    .flatMap((piece, at) => {
      const direction = directions[at];
      if (direction === undefined || direction === rightToLeft) return [piece];
      // What opens and closes words of the other direction is the line's (UAX 9, N2).
      return apartAtEdges(piece, near(at, -1) !== direction, near(at, 1) !== direction);
    })
    .map((piece) => ({ ...piece, extent: measure(piece.text, directionOf(piece.text) ?? rightToLeft) }));
  const ends = endPhrases(apart.map(spaced));
  return apart.map((item, at) => ({ ...item, endsPhrase: ends?.[at] }));
}

/** A piece, and its punctuation before and behind it as pieces of their own. */
function apartAtEdges<Some extends Piece>(piece: Some, before: boolean, behind: boolean): Some[] {
  const [, opening = "", word = "", closing = ""] =
    /^([^\p{L}\p{N}\p{M}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su.exec(piece.text) ?? [];
  return [before ? opening : "", `${before ? "" : opening}${word}${behind ? "" : closing}`, behind ? closing : ""]
    .filter((text) => text !== "")
    .map((text, at) => ({ ...piece, text, joined: at > 0 || piece.joined }));
}

/** The page at the best of the sizes; at the smallest, words wider than the band are cut. Undefined: it does not fit. */
function fitPage(
  page: Page,
  style: Style,
  band: Box,
  sizes: readonly number[],
  measure: Measure,
): LaidOutPage | undefined {
  const items = itemsOf(page, measure);
  const fitting = sizes
    .flatMap((size) => setLines(page, items, style, size, band) ?? [])
    .map((set) => ({ ...set, worth: worthOf(set, style) }))
    .sort((one, other) => other.worth - one.worth);
  return fitting[0]?.page ?? setCut(page, items, style, band, sizes.at(-1) ?? 1, measure);
}

/** The page at one size, in how many lines, and whether one of them ends inside a phrase. */
interface SetPage {
  page: LaidOutPage;
  lines: number;
  breaksPhrase: boolean;
}

const worthOf = ({ page, lines, breaksPhrase }: SetPage, style: Style): number =>
  page.size * CROWDED ** Math.max(0, lines - style.maxLines) * (breaksPhrase ? BROKEN : 1);

/** The page at a size at which it fits, however small. */
function shrink(page: Page, style: Style, band: Box, from: number, measure: Measure): LaidOutPage {
  const items = itemsOf(page, measure);
  for (let size = from * 0.9; ; size *= 0.9) {
    const set = setCut(page, items, style, band, size, measure);
    if (set) return set;
  }
}

/** The page at one size, words wider than the band cut at graphemes. */
function setCut(
  page: Page,
  items: readonly Item[],
  style: Style,
  band: Box,
  size: number,
  measure: Measure,
): LaidOutPage | undefined {
  const room = (band.right - band.left - 2 * margins(style, size).side) / size;
  const parts = items.flatMap((item) => cut(item, room, measure, page.rightToLeft));
  return setLines(page, parts, style, size, band)?.page;
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** A piece in parts of at most `width`, at a size of 1. */
function cut(item: Item, width: number, measure: Measure, rightToLeft: boolean): Item[] {
  if (item.extent.width <= width) return [item];
  const direction = directionOf(item.text) ?? rightToLeft;
  const texts: string[] = [];
  for (const { segment } of graphemes.segment(item.text)) {
    const longer = `${texts.at(-1) ?? ""}${segment}`;
    if (texts.length === 0 || measure(longer, direction).width > width) texts.push(segment);
    else texts[texts.length - 1] = longer;
  }
  return texts.map((text, at) => ({
    ...item,
    ...{ text, joined: at > 0 || item.joined, extent: measure(text, direction) },
    endsPhrase: at < texts.length - 1 && item.endsPhrase ? false : item.endsPhrase,
  }));
}

/** The page at one size; undefined when it does not fit. */
function setLines(page: Page, items: readonly Item[], style: Style, size: number, band: Box): SetPage | undefined {
  const margin = margins(style, size);
  const room = band.right - band.left - 2 * margin.side;
  const widths = items.map(({ extent }) => extent.width * size);
  if (widths.some((each) => each > room)) return undefined;
  const gaps = items.map(({ joined }) => (joined ? 0 : style.space * size));
  const penalties = items.map((item, at) => (items[at + 1]?.joined ? (brokenAfter(item) * room) ** 2 : 0));
  const lines = breakEvenly(widths, gaps, penalties, room);
  const ascent = Math.max(0.74, ...items.map(({ extent }) => extent.ascent)) * size;
  const descent = Math.max(0.22, ...items.map(({ extent }) => extent.descent)) * size;
  const advance = Math.max(style.leading * size, ascent + descent + 0.06 * size + style.active.grows * size);
  const height = margin.above + ascent + advance * (lines.length - 1) + descent + margin.below;
  if (height > band.bottom - band.top) return undefined;
  const first = (band.top + band.bottom - height) / 2 + margin.above + ascent;
  const placed = lines.flatMap(([from, to], line) =>
    placeLine(
      items.slice(from, to),
      page.rightToLeft,
      size,
      style.space * size,
      (band.left + band.right) / 2,
      first + line * advance,
    ),
  );
  return {
    page: { ...page, size, placed, ascent, descent },
    lines: lines.length,
    breaksPhrase: lines.some(([, to]) => items[to]?.joined === true && isInsidePhrase(items[to - 1])),
  };
}

/** Whether a line that ends after this item leaves a phrase unfinished. */
const isInsidePhrase = (item: Item | undefined): boolean => item?.endsPhrase === false && !PAUSE.test(item.text);

/**
 * How bad it is to end a line after an item that has no blank behind it, as a share of the line left empty: a line that
 * ends inside a phrase is hard to read, and one that breaks a word apart harder.
 */
function brokenAfter(item: Item): number {
  if (isInsidePhrase(item)) return 0.6;
  if (PAUSE.test(item.text)) return 0;
  return item.endsPhrase ? 0.1 : 0.3;
}

/**
 * Lines as pairs of the first item and that behind the last: as few as `room` allows, as even as possible. `gaps` are the
 * blanks before items, which a line does not begin with; `penalties` what it costs to end a line after an item.
 */
function breakEvenly(
  widths: readonly number[],
  gaps: readonly number[],
  penalties: readonly number[],
  room: number,
): [from: number, to: number][] {
  interface Way {
    lines: number;
    cost: number;
    from: number;
  }
  const ways: Way[] = [{ lines: 0, cost: 0, from: 0 }];
  for (let end = 1; end <= widths.length; end++) {
    let best: Way = { lines: Number.POSITIVE_INFINITY, cost: Number.POSITIVE_INFINITY, from: end - 1 };
    let used = 0;
    for (let from = end - 1; from >= 0; from--) {
      used += (widths[from] ?? 0) + (from < end - 1 ? (gaps[from + 1] ?? 0) : 0);
      if (used > room && from < end - 1) break;
      const before = ways[from];
      if (!before) continue;
      const penalty = end < widths.length ? (penalties[end - 1] ?? 0) : 0;
      const way = { lines: before.lines + 1, cost: before.cost + (room - used) ** 2 + penalty, from };
      if (way.lines < best.lines || (way.lines === best.lines && way.cost < best.cost)) best = way;
    }
    ways.push(best);
  }
  const lines: [number, number][] = [];
  for (let end = widths.length; end > 0; ) {
    const { from } = ways[end] ?? { from: 0 };
    lines.unshift([from, end]);
    end = from;
  }
  return lines;
}

/** Whether a text runs from right to left; undefined where it has no letters, and runs as what is around it. */
const directionOf = (text: string): boolean | undefined => (/\p{L}/u.test(text) ? isRightToLeft(text) : undefined);

/** Places the items of a line around `centre`: words of the other direction that follow each other keep their own order. */
function placeLine(
  items: readonly Item[],
  rightToLeft: boolean,
  size: number,
  space: number,
  centre: number,
  baseline: number,
): Placed[] {
  const own = items.map(({ text }) => directionOf(text));
  const near = (at: number, step: 1 | -1): boolean => {
    for (let to = at + step; to >= 0 && to < own.length; to += step) {
      const direction = own[to];
      if (direction !== undefined) return direction;
    }
    return rightToLeft;
  };
  // What has no direction of its own has that of both its neighbours, if they agree; else the line's.
  const directions = own.map((each, at) => each ?? (near(at, -1) === near(at, 1) ? near(at, -1) : rightToLeft));
  const runs: number[][] = [];
  directions.forEach((direction, at) => {
    if (at > 0 && direction === directions[at - 1]) runs.at(-1)?.push(at);
    else runs.push([at]);
  });
  const seen = (rightToLeft ? runs.reverse() : runs).flatMap((run) => (directions[run[0] ?? 0] ? run.reverse() : run));
  const runOf = new Map(runs.flatMap((run) => run.map((item) => [item, Math.min(...run)] as const)));
  // Between two neighbours there is a blank if the one that is read later has one before it; of two runs, the later one.
  const gapAfter = (at: number) => {
    const [one = 0, other = 0] = [seen[at], seen[at + 1]];
    const [run = 0, next = 0] = [runOf.get(one), runOf.get(other)];
    return items[run === next ? Math.max(one, other) : Math.max(run, next)]?.joined ? 0 : space;
  };
  const widthOf = (at: number) => (items[at]?.extent.width ?? 0) * size;
  const whole = seen.reduce((sum, item, at) => sum + widthOf(item) + (at < seen.length - 1 ? gapAfter(at) : 0), 0);
  let left = centre - whole / 2;
  const placed: Placed[] = [];
  for (const [at, item] of seen.entries()) {
    const { text = "", unit = 0 } = items[item] ?? {};
    placed[item] = {
      text,
      unit,
      rightToLeft: directions[item] ?? rightToLeft,
      left,
      right: left + widthOf(item),
      baseline,
    };
    left += widthOf(item) + gapAfter(at);
  }
  return placed;
}
