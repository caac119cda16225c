/** Chooses a caption's place, its pages and its size, so that heads stay free and it can be read. Pure. */
import type { Part } from "../heads/faces.ts";
import { type Box, fitText, type Layout, type Measure, type Placement } from "./layout.ts";
import { pageCounts, paginate } from "./pages.ts";
import { type Frame, headBox, mouthBox, overlap, placesFor, withRoom } from "./place.ts";
import { DESIGN_WIDTH, type Style } from "./styles.ts";
import { shortened } from "./text.ts";

/** What a caption must get along with. */
export interface Around {
  /** How long it is seen, seconds; 0: it stays one page. */
  seconds: number;
  /** Heads that are seen meanwhile, in fractions of the picture. */
  heads: readonly Part[];
  /** Lips move in time with the sound: nothing may cover them. */
  lipsync: boolean;
}

export interface Wanted {
  placement: Placement;
  maxLines: number | undefined;
  /** Skip that many sizes, for when what was drawn came out larger than measured. */
  smaller: number;
}

export interface Arranged {
  pages: { text: string; layout: Layout }[];
  /** Whether the text had to be cut. */
  shortened: boolean;
  /** How much of heads it covers, square pixels; 0: none of any, and there is room around them. */
  covered: number;
}

/** Prices of what is given up, against each other: a place other than the one it is meant for, a page more, a smaller size. */
const ELSEWHERE = 0.15;
const PAGE_MORE = 0.1;
const SMALL = 2;
/** Of the largest size; below this a text is better divided. */
const COMFORTABLE_SIZE = 0.55;
/** How many numbers of pages are tried above the one that is wanted. */
const PAGES_TRIED = 4;

/** The arrangement; `"covers mouth"` when every one would, and must not; undefined when not even a shortened text fits. */
export function arrange(
  text: string,
  style: Style,
  frame: Frame,
  measure: Measure,
  wanted: Wanted,
  around: Around,
): Arranged | "covers mouth" | undefined {
  const heads = around.heads.map((head) => headBox(head, frame));
  const mouths = around.lipsync ? heads.map(mouthBox) : [];
  const roomy = heads.map((head) => withRoom(head, frame));
  const places = placesFor(wanted.placement, frame, roomy);
  const scale = frame.width / DESIGN_WIDTH;
  const sizes = style.sizes.map((size) => size * scale).slice(Math.min(wanted.smaller, style.sizes.length - 1));
  let coversMouth = false;

  /** All of `whole` on `count` pages in a place, all pages in one size, with its price; undefined where it does not fit. */
  function attempt(whole: string, count: number, place: Box): { arranged: Arranged; size: number } | undefined {
    const set = (page: string, among: readonly number[]) =>
      fitText(page, style, among, place, measure, wanted.maxLines);
    const texts = paginate(whole, count);
    let layouts = texts.map((page) => set(page, sizes));
    const size = Math.min(...layouts.map((layout) => layout?.size ?? 0));
    if (texts.length > 1)
      layouts = texts.map((page) =>
        set(
          page,
          sizes.filter((each) => each <= size),
        ),
      );
    const pages = texts.flatMap((page, at) => (layouts[at] ? [{ text: page, layout: layouts[at] }] : []));
    if (pages.length < texts.length) return undefined;
    const covers = pages.flatMap(({ layout }) => layout.lines.map((line) => line.covers));
    if (overlap(covers, mouths) > 0) {
      coversMouth = true;
      return undefined;
    }
    return { arranged: { pages, shortened: false, covered: overlap(covers, roomy) }, size };
  }

  function best(whole: string): Arranged | undefined {
    const { wanted: fewest, most } = pageCounts(whole, around.seconds);
    const counts = new Set([...Array.from({ length: PAGES_TRIED }, (_, more) => Math.min(most, fewest + more)), most]);
    let chosen: { arranged: Arranged; cost: number } | undefined;
    for (const count of counts) {
      const pageCost = PAGE_MORE * (count - fewest);
      // More pages cannot be worth more than they cost.
      if (chosen && chosen.arranged.covered === 0 && chosen.cost <= pageCost) break;
      for (const [at, place] of places.entries()) {
        // Without heads to leave free, another place is for what has no room in its own.
        if (at > 0 && heads.length === 0 && chosen) break;
        const tried = attempt(whole, count, place);
        if (!tried) continue;
        const size = tried.size / ((style.sizes[0] ?? 1) * scale);
        const cost = pageCost + (at > 0 ? ELSEWHERE : 0) + SMALL * Math.max(0, COMFORTABLE_SIZE - size);
        const less = tried.arranged.covered - (chosen?.arranged.covered ?? Number.POSITIVE_INFINITY);
        if (less < 0 || (less === 0 && cost < (chosen?.cost ?? 0))) chosen = { arranged: tried.arranged, cost };
      }
    }
    return chosen?.arranged;
  }

  const whole = best(text);
  if (whole) return whole;
  for (const versions of shortened(text)) {
    const cut = firstThatFits(versions, best);
    if (cut) return { ...cut, shortened: true };
  }
  return coversMouth ? "covers mouth" : undefined;
}

/**
 * The result for the first version that has one, by binary search: versions get shorter, and whatever is shorter than
 * one that fits also fits.
 */
function firstThatFits<Result>(
  versions: readonly string[],
  fit: (version: string) => Result | undefined,
): Result | undefined {
  let best: Result | undefined;
  for (let from = 0, to = versions.length; from < to; ) {
    const middle = (from + to) >> 1;
    const result = fit(versions[middle] ?? "");
    if (result) [best, to] = [result, middle];
    else from = middle + 1;
  }
  return best;
}
