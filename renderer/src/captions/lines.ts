/**
 * Where lines break. Unicode's rules (UAX 14) say where a line may end; for Thai and its neighbours, dictionaries do.
 * The lines are then chosen to be even in length, because a caption with one word on its last line looks like a
 * mistake. Pure: widths come from a function.
 */
import { Rules } from "@cto.af/linebreak";
import { phraseEnds } from "./phrases.ts";

const rules = new Rules();
const words = new Intl.Segmenter("und", { granularity: "word" });
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Scripts written without spaces whose words only a dictionary knows (line breaking class SA). */
const DICTIONARY_SCRIPT = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Scripts that may break nearly anywhere, where a break inside a word or a phrase is allowed but ugly. */
const IDEOGRAPHIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Closing punctuation of any script: the best place to end a line. */
const PAUSE = /[,.;:!?…、。，！？；：،؛؟।)\]」』”]\s*$/u;

/** A stretch of text that stays on one line. */
export interface Piece {
  text: string;
  /** How bad it is to end a line after it; below zero where that is welcome. */
  penalty: number;
}

/** Of the paragraphs of the last few captions: each is set in one size after the other, and in one place after the other. */
const known = new Map<string, readonly Piece[]>();
const MAX_KNOWN = 100;

/**
 * The pieces of a paragraph (without newlines) between which a line may end. Blanks belong to the piece before them.
 */
export function pieces(paragraph: string): readonly Piece[] {
  let found = known.get(paragraph);
  if (!found) {
    if (known.size >= MAX_KNOWN) known.clear();
    found = findPieces(paragraph);
    known.set(paragraph, found);
  }
  return found;
}

function findPieces(paragraph: string): Piece[] {
  const ends = new Set<number>();
  // The rules work on code points; what a reader sees as one character (joined emoji) is never cut.
  const whole = new Set([...graphemes.segment(paragraph)].map(({ index }) => index));
  for (const { position } of rules.breaks(paragraph)) {
    // Korean has spaces between its words, so its syllables stay together, as in good typography.
    const insideWord = /\p{Script=Hangul}{2}/u.test(paragraph.slice(position - 1, position + 1));
    if (whole.has(position) && !insideWord) ends.add(position);
  }
  const wordEnds = new Set<number>();
  for (const { index, segment } of words.segment(paragraph)) {
    const end = index + segment.length;
    wordEnds.add(end);
    const next = paragraph.slice(end, end + 1);
    if (DICTIONARY_SCRIPT.test(segment) && DICTIONARY_SCRIPT.test(next)) ends.add(end);
  }
  ends.add(paragraph.length);
  const wanted = phraseEnds(paragraph) ?? wordEnds;
  let start = 0;
  return [...ends]
    .sort((one, other) => one - other)
    .filter((end) => end > 0)
    .map((end) => {
      const text = paragraph.slice(start, end);
      start = end;
      const splits = !wanted.has(end) && IDEOGRAPHIC.test(text);
      return { text, penalty: PAUSE.test(text) ? -0.06 : splits ? 0.25 : IDEOGRAPHIC.test(text) ? 0.03 : 0 };
    });
}

/** Cuts pieces that are wider than a line, at graphemes. */
function fitPieces(all: readonly Piece[], width: number, measure: (text: string) => number): Piece[] {
  return all.flatMap((piece) => {
    if (measure(piece.text.trimEnd()) <= width) return [piece];
    const cut: Piece[] = [];
    let text = "";
    for (const { segment } of graphemes.segment(piece.text)) {
      if (text !== "" && measure(text + segment.trimEnd()) > width) {
        cut.push({ text, penalty: 0.1 });
        text = "";
      }
      text += segment;
    }
    if (text !== "") cut.push({ text, penalty: piece.penalty });
    return cut;
  });
}

export interface Broken {
  lines: string[];
  /** How uneven the lines are, plus the penalty of every unwelcome break, per line; 0 for a single line. */
  cost: number;
}

/**
 * Breaks a paragraph into as few lines as `width` allows, of lengths as even as possible, ending where the reader
 * pauses if that costs little. A lone short word on the last line is avoided. Blanks at line ends are dropped.
 */
export function breakLines(paragraph: string, width: number, measure: (text: string) => number): Broken {
  if (paragraph.trim() === "") return { lines: [""], cost: 0 };
  const parts = fitPieces(pieces(paragraph), width, measure);
  const visible = parts.map(({ text }) => measure(text.trimEnd()));
  const full = parts.map(({ text }) => measure(text));
  const count = countLines(visible, full, width);
  if (count === 1) return { lines: [joined(parts)], cost: 0 };
  const ideal = full.reduce((sum, one) => sum + one, 0) / count;
  const { lines, cost } = balance(parts, visible, full, width, count, ideal);
  return { lines: lines.map(joined), cost };
}

const joined = (line: readonly Piece[]) =>
  line
    .map(({ text }) => text)
    .join("")
    .trimEnd();

function countLines(visible: readonly number[], full: readonly number[], width: number): number {
  let lines = 1;
  let used = 0;
  visible.forEach((own, at) => {
    if (used > 0 && used + own > width) {
      lines += 1;
      used = 0;
    }
    used += full[at] ?? 0;
  });
  return lines;
}

/** A last line shorter than this share of the others looks lost. */
const ORPHAN_SHARE = 0.35;

/**
 * The cheapest way to set all pieces in exactly `count` lines of at most `width`: squared distance from `ideal`, plus
 * penalties.
 */
function balance(
  parts: readonly Piece[],
  visible: readonly number[],
  full: readonly number[],
  width: number,
  count: number,
  ideal: number,
): { lines: Piece[][]; cost: number } {
  interface Way {
    cost: number;
    from: number;
  }
  // ways[line][end]: the best way to set the first `end` pieces in `line` lines.
  const ways: (Way | undefined)[][] = [[{ cost: 0, from: 0 }]];
  for (let line = 1; line <= count; line++) {
    const row: (Way | undefined)[] = [];
    const before = ways[line - 1] ?? [];
    for (let from = 0; from < parts.length; from++) {
      const base = before[from];
      if (!base) continue;
      let used = 0;
      for (let to = from; to < parts.length; to++) {
        const own = used + (visible[to] ?? 0);
        if (own > width && to > from) break;
        used += full[to] ?? 0;
        const last = to === parts.length - 1;
        const away = (own - ideal) / width;
        const lost = last && line > 1 && (from === to || own < ideal * ORPHAN_SHARE) && parts.length > count;
        const cost = base.cost + away * away + (last ? 0 : (parts[to]?.penalty ?? 0)) + (lost ? 0.3 : 0);
        const known = row[to + 1];
        if (!known || cost < known.cost) row[to + 1] = { cost, from };
      }
    }
    ways.push(row);
  }
  const lines: Piece[][] = [];
  for (let line = count, end = parts.length; line > 0; line--) {
    const way = ways[line]?.[end];
    if (!way) break;
    lines.unshift(parts.slice(way.from, end));
    end = way.from;
  }
  return { lines, cost: (ways[count]?.[parts.length]?.cost ?? 0) / count };
}
