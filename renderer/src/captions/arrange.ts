/** Chooses a caption's place, its pages and its size, so that heads stay free and it can be read. Pure. */
import type { Part } from "../heads/faces.ts";
import type { Frame } from "../picture.ts";
import { type Box, fitText, type Layout, type Measure, type Placement } from "./layout.ts";
import { pageCounts, paginate } from "./pages.ts";
import { headBox, mouthBox, overlap, placesFor, withRoom } from "./place.ts";
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
  /** The row of the picture above which it ends, where less than the safe zone is its own. */
  bottom?: number | undefined;
  /** Skip that many sizes, for when what was drawn came out larger than measured. */
  smaller: number;
}

export interface Arranged {
  pages: { text: string; layout: Layout }[];
  /** Whether the text had to be cut. */
  shortened: boolean;
  /** How much of heads it covers, square pixels. */
  covered: number;
}

/**
 * Prices of what is given up, against each other: the room around a head, a place other than the one it is meant for, a
 * page more, a smaller size.
 */
const NEAR = 0.5;
const ELSEWHERE = 0.15;
const PAGE_MORE = 0.1;
const SMALL = 2;
/** Of the largest size; below this a text is better divided. */
const COMFORTABLE_SIZE = 0.6;
/** A text is rather cut than that it covers a face, where so many of its characters are left, or half of them. */
const ENOUGH = 60;
/** How many numbers of pages are tried above the one that is wanted. */
const PAGES_TRIED = 4;

interface Attempt {
  arranged: Arranged;
  size: number;
  /** Whether it comes closer to a head than it should. */
  near: boolean;
}

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
  const { bottom = frame.height } = wanted;
  const places = [...placesFor(wanted.placement, frame, roomy), ...placesFor(wanted.placement, frame, heads).slice(1)]
    .map((place) => ({ ...place, bottom: Math.min(place.bottom, bottom) }))
    .filter((place) => place.bottom > place.top);
  const scale = frame.width / DESIGN_WIDTH;
  const sizes = style.sizes.map((size) => size * scale).slice(Math.min(wanted.smaller, style.sizes.length - 1));
  let coversMouth = false;

  /** Pages in a place, all of them in one size; undefined where they do not fit. */
  function attempt(texts: readonly string[], place: Box): Attempt | undefined {
    const set = (page: string, among: readonly number[]) =>
      fitText(page, style, among, place, measure, wanted.maxLines);
    const largest = texts.map((page) => set(page, sizes));
    const size = Math.min(...largest.map((layout) => layout?.size ?? 0));
    const smaller = sizes.filter((each) => each <= size);
    const layouts = largest.map((layout, at) =>
      layout === undefined || layout.size === size ? layout : set(texts[at] ?? "", smaller),
    );
    const pages = texts.flatMap((page, at) => (layouts[at] ? [{ text: page, layout: layouts[at] }] : []));
    if (pages.length < texts.length) return undefined;
    const covers = pages.flatMap(({ layout }) => layout.lines.map((line) => line.covers));
    if (overlap(covers, mouths) > 0) {
      coversMouth = true;
      return undefined;
    }
    const arranged = { pages, shortened: false, covered: overlap(covers, heads) };
    return { arranged, size, near: overlap(covers, roomy) > 0 };
  }

  function best(whole: string): Arranged | undefined {
    const { wanted: fewest, most } = pageCounts(whole, around.seconds);
    const counts = new Set([...Array.from({ length: PAGES_TRIED }, (_, more) => Math.min(most, fewest + more)), most]);
    let chosen: { arranged: Arranged; cost: number } | undefined;
    for (const count of counts) {
      const pageCost = PAGE_MORE * (count - fewest);
      // More pages cannot be worth more than they cost.
      if (chosen && chosen.arranged.covered === 0 && chosen.cost <= pageCost) break;
      const texts = paginate(whole, count);
      for (const [at, place] of places.entries()) {
        // Without heads to leave free, another place is for what has no room in its own.
        if (at > 0 && heads.length === 0 && chosen) break;
        const tried = attempt(texts, place);
        if (!tried) continue;
        const size = tried.size / ((style.sizes[0] ?? 1) * scale);
        const cost =
          pageCost + (at > 0 ? ELSEWHERE : 0) + (tried.near ? NEAR : 0) + SMALL * Math.max(0, COMFORTABLE_SIZE - size);
        const less = tried.arranged.covered - (chosen?.arranged.covered ?? Number.POSITIVE_INFINITY);
        if (less < 0 || (less === 0 && cost < (chosen?.cost ?? 0))) chosen = { arranged: tried.arranged, cost };
      }
    }
    return chosen?.arranged;
  }

  const whole = best(text);
  if (whole?.covered === 0) return whole;
  const isEnough = (version: string) => version.length >= Math.min(ENOUGH, text.length / 2);
  const all = shortened(text);
  for (const versions of all) {
    const free = firstThatFits(versions.filter(isEnough), (version) => {
      const arranged = best(version);
      return arranged?.covered === 0 ? arranged : undefined;
    });
    if (free) return { ...free, shortened: true };
  }
  for (const versions of whole ? [] : all) {
    const cut = firstThatFits(versions, best);
    if (cut) return { ...cut, shortened: true };
  }
  return whole ?? (coversMouth ? "covers mouth" : undefined);
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
