/** Long captions as pages, each of which can be read while it stands: where a text is divided, and when pages change. Pure. */
import { pieces } from "./lines.ts";

/** What people read from a moving picture. */
const WORDS_PER_SECOND = 3;
/** Faster than this, nobody reads. */
const TOO_FAST = 4;
/** A caption with more words is divided, even where all of it has room. */
const MAX_WORDS_AT_ONCE = 30;
/** Words of a page, where the time allows. */
const COMFORTABLE = 12;
/** The shortest that a page stands, seconds. */
const MIN_SECONDS = 1.2;
/** A page may have this many times the words of an even one. */
const UNEVEN = 2.4;

const words = new Intl.Segmenter("und", { granularity: "word" });

/** Words as the script of the text separates them; an emoji, or a sign, that stands alone counts as one. */
export const countWords = (text: string): number => {
  const count = [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length;
  return count === 0 && text.trim() !== "" ? 1 : count;
};

/** How many pages a text should have, and the most that the time allows. At least one each. */
export function pageCounts(text: string, seconds: number): { wanted: number; most: number } {
  const count = countWords(text);
  const most = Math.max(1, Math.floor(seconds / MIN_SECONDS + 1e-6));
  return { wanted: Math.min(most, count > MAX_WORDS_AT_ONCE ? Math.ceil(count / COMFORTABLE) : 1), most };
}

/** A sentence for whoever is told that a text cannot be read in the time; undefined when it can. */
export function readingWarning(text: string, seconds: number): string | undefined {
  const count = countWords(text);
  if (seconds <= 0 || count <= seconds * TOO_FAST) return undefined;
  const needed = Math.ceil(count / WORDS_PER_SECOND);
  return `The caption has ${count} words, which take about ${needed} s to read; the video lasts ${Math.round(seconds * 10) / 10} s.`;
}

const SENTENCE_END = /[.!?…。！？؟।]["'”’)\]」』]*\s*$/u;
const PHRASE_END = /[,;:—–、，；：،؛]["'”’)\]」』]*\s*$/u;

interface Stretch {
  text: string;
  words: number;
  /** How bad it is to turn the page after it. */
  penalty: number;
}

/** The text in stretches that stay on one page. A line break of the text's own ends a phrase. */
function stretches(text: string): Stretch[] {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const parts = pieces(line);
    const isLast = at === lines.length - 1;
    return parts.map(({ text: part, penalty }, index): Stretch => {
      const endsLine = index === parts.length - 1;
      const bad =
        SENTENCE_END.test(part) || (endsLine && !isLast)
          ? 0
          : PHRASE_END.test(part)
            ? 0.1
            : 0.6 + Math.max(0, penalty) * 2;
      return { text: endsLine && !isLast ? `${part}\n` : part, words: wordsOf(part), penalty: bad };
    });
  });
}

/** Of a stretch alone a sign is no word: it stands with its neighbours. */
const wordsOf = (part: string) => [...words.segment(part)].filter(({ isWordLike }) => isWordLike).length;

/**
 * Divides a text into `count` pages with about as many words each, after sentences or phrases where that leaves them
 * even enough. Fewer pages, where there is less to divide.
 */
export function paginate(text: string, count: number): string[] {
  const parts = stretches(text);
  const total = Math.max(
    1,
    parts.reduce((sum, part) => sum + part.words, 0),
  );
  const pages = Math.min(count, parts.length, total);
  if (pages <= 1) return [text];
  const even = total / pages;
  interface Way {
    cost: number;
    from: number;
  }
  // ways[page][end]: the best way to set the first `end` stretches on `page` pages.
  let before: (Way | undefined)[] = [{ cost: 0, from: 0 }];
  const ways = [before];
  for (let page = 1; page <= pages; page++) {
    const row: (Way | undefined)[] = [];
    for (let from = 0; from < parts.length; from++) {
      const base = before[from];
      if (!base) continue;
      let own = 0;
      for (let to = from; to < parts.length; to++) {
        own += parts[to]?.words ?? 0;
        if (own > even * UNEVEN && to > from) break;
        if (own === 0) continue;
        const away = own / even - 1;
        const last = to === parts.length - 1;
        const cost = base.cost + away * away + (last ? 0 : (parts[to]?.penalty ?? 0));
        const known = row[to + 1];
        if (!known || cost < known.cost) row[to + 1] = { cost, from };
      }
    }
    ways.push(row);
    before = row;
  }
  const set: string[] = [];
  for (let page = pages, end = parts.length; page > 0; page--) {
    const way = ways[page]?.[end];
    // No way of so many pages: what has no words stands at an end, or one stretch has most of them.
    if (!way) return paginate(text, count - 1);
    const own = parts.slice(way.from, end).map((part) => part.text);
    set.unshift(own.join("").trim());
    end = way.from;
  }
  return set;
}

/** When each page comes, seconds: each stands for a while, and longer the more words it has. */
export function pageTimes(pages: readonly string[], seconds: number): number[] {
  const counts = pages.map(countWords);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shortest = Math.min(MIN_SECONDS, seconds / Math.max(1, pages.length));
  const spare = seconds - shortest * pages.length;
  let at = 0;
  return counts.map((count) => {
    const from = at;
    at += shortest + spare * (count / total);
    return from;
  });
}
