/** Which words are shown together, and from which frame to which. Pure. */
import { endPhrases } from "../captions/phrases.ts";
import { fewestFrames, lengthOf, type SungLine, spaced, type Timeline, type Unit } from "./words.ts";

/** What is shown at a time. Nothing in it moves until the next. */
export interface Page {
  units: Unit[];
  rightToLeft: boolean;
  /** Whether its units are shown as they are sung. */
  timed: boolean;
  from: number;
  to: number;
}

/** A page that is followed by the next this soon stays until then; else it goes this long after its last word. */
const BRIDGED_SECONDS = 0.7;
const LINGERS_SECONDS = 0.35;

export interface Paged {
  pages: Page[];
  /** How many words are not shown because the next line is sung over them. */
  sungOver: number;
}

/** Divides lines into pages: of whole lines, of groups of three to five words, or of single words. */
export function paginate(lines: readonly SungLine[], unit: "line" | "group" | "word", timeline: Timeline): Paged {
  const inOrder = [...lines].sort((one, other) => startOf(one) - startOf(other));
  let sungOver = 0;
  const pages = inOrder.flatMap((line, at) => {
    // Two lines at once could not be read: the next one ends this, whatever of it is still to come.
    const next = inOrder.slice(at + 1).find((later) => startOf(later) > startOf(line));
    const [kept, over] = partition(pagesOf(line, unit, timeline), ({ from }) => !next || from < startOf(next));
    sungOver += wordsIn(over);
    return kept;
  });
  const turns = inTurn(pages, timeline);
  return { ...turns, sungOver: sungOver + turns.sungOver };
}

const startOf = ({ units }: SungLine): number => units[0]?.from ?? 0;

const wordsIn = (pages: readonly Page[]): number => pages.reduce((sum, { units }) => sum + units.length, 0);

const partition = <Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] => [
  items.filter(isFirst),
  items.filter((item) => !isFirst(item)),
];

function pagesOf(line: SungLine, unit: "line" | "group" | "word", timeline: Timeline): Page[] {
  const { units, rightToLeft, timed } = line;
  const groups =
    unit === "line" || !timed ? [units] : unit === "word" ? units.map((one) => [one]) : groupsOf(units, timeline);
  return groups.map((group) => ({
    units: group,
    rightToLeft,
    timed,
    from: group[0]?.from ?? 0,
    to: Math.max(...group.map(({ to }) => to)),
  }));
}

/** One after the other: the next page ends the one before, and whatever of that was still to come. */
function inTurn(pages: readonly Page[], { rate, frames }: Timeline): Paged {
  const fewest = fewestFrames(rate);
  const [bridged, lingers] = [BRIDGED_SECONDS, LINGERS_SECONDS].map((seconds) => (seconds * rate[0]) / rate[1]) as [
    number,
    number,
  ];
  const shown: Page[] = [];
  let sungOver = 0;
  for (const [at, page] of pages.entries()) {
    const until = Math.min(frames, pages[at + 1]?.from ?? frames);
    if (until - page.from < fewest) {
      sungOver += page.units.length;
      continue;
    }
    const units: Unit[] = [];
    for (const one of page.units) {
      const last = units.at(-1);
      if (until - one.from >= fewest || !last)
        units.push({ ...one, pieces: [...one.pieces], to: Math.min(one.to, until) });
      else last.pieces.push(...one.pieces);
    }
    const over = Math.max(...units.map(({ to }) => to), page.timed ? 0 : page.to);
    const to = until - over <= bridged ? until : Math.round(over + lingers);
    shown.push({ ...page, units, to: Math.min(to, until, frames) });
  }
  return { pages: shown, sungOver };
}

/** How a text ends at which a reader pauses. */
export const PAUSE = /[,.;:!?…、。，！？；：،؛؟।]["'”’»」』)\]]*$/u;
/** How many characters of a script without blanks weigh as much as a word: from word to word they have no blank. */
const CHARACTERS_OF_A_WORD = 2.5;

/** How much a unit adds to a group: a word counts one. */
const weightOf = ({ pieces }: Unit): number =>
  pieces.reduce((sum, { text, joined }) => sum + (joined ? Math.min(1, lengthOf(text) / CHARACTERS_OF_A_WORD) : 1), 0);

const MIN_GROUP_SECONDS = 0.8;
const MAX_PAUSE_SECONDS = 1;

/** The best division of a line into groups: of three to five words, ending where the voice or the text pauses. */
function groupsOf(units: readonly Unit[], { rate }: Timeline): Unit[][] {
  const seconds = (frames: number) => (frames * rate[1]) / rate[0];
  const weights = units.map(weightOf);
  const phrases = endPhrases(units.map(({ pieces }) => pieces.map(spaced).join("")));
  const pauseAfter = (at: number) => seconds((units[at + 1]?.from ?? 0) - (units[at]?.to ?? 0));
  /** ways[end]: the best way to divide the units before it. */
  const ways: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= units.length; end++) {
    let best = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    let [weight, inside] = [0, 0];
    for (let from = end - 1; from >= 0; from--) {
      weight += weights[from] ?? 0;
      if (from < end - 1 && pauseAfter(from) > MAX_PAUSE_SECONDS) inside += 6;
      if (weight > 9 && from < end - 1) break;
      const isLast = end === units.length;
      const lasts = isLast ? MIN_GROUP_SECONDS : seconds((units[end]?.from ?? 0) - (units[from]?.from ?? 0));
      const text = units[end - 1]?.pieces.at(-1)?.text ?? "";
      const cost =
        (ways[from]?.cost ?? 0) +
        (weight < 3 ? (3 - weight) ** 2 * 0.7 : 0) +
        (weight > 5 ? (weight - 5) ** 2 : 0) +
        0.05 * (weight - 4) ** 2 +
        (lasts < MIN_GROUP_SECONDS ? (1 - lasts / MIN_GROUP_SECONDS) * 8 : 0) +
        (isLast || PAUSE.test(text) || pauseAfter(end - 1) > 0.3 ? 0 : 0.4) +
        (phrases?.[end - 1] === false ? 1 : 0) +
        inside;
      if (cost < best.cost) best = { cost, from };
    }
    ways.push(best);
  }
  const groups: Unit[][] = [];
  for (let end = units.length; end > 0; ) {
    const { from } = ways[end] ?? { from: 0 };
    groups.unshift(units.slice(from, end));
    end = from;
  }
  return groups;
}
