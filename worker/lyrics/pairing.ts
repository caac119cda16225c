/** Which written word is which heard one: a global alignment (Needleman and Wunsch) over words that are much alike. */
import { similarities } from "./similarity.ts";

/** For each written word: the heard one, and how alike the two are; null: none. */
export type Pairing = ({ at: number; alike: number } | null)[];

/** What a word costs that has no counterpart. Less than a poor likeness gives, so that gaps win over guesses. */
const GAP = 0.25;
/** What a pair gains that directly follows another one on both sides: what is sung together stays together. */
const FOLLOWS = 0.35;
const DIAGONAL = 1;
const UP = 2;
const LEFT = 3;

/**
 * Pairs as many words as possible, in order. Where as many written as heard words lie between two pairs, they are paired
 * by position, with no likeness: one was heard wrong. Time and memory grow with the product of the two lengths.
 */
export function pairWords(written: readonly string[], heard: readonly string[]): Pairing {
  const alike = similarities(written, heard);
  const width = heard.length + 1;
  const ways = new Uint8Array((written.length + 1) * width);
  let above = Float32Array.from({ length: width }, (_, j) => -GAP * j);
  ways.fill(LEFT, 1, width);
  for (let i = 1; i <= written.length; i++) {
    const row = new Float32Array(width);
    row[0] = -GAP * i;
    ways[i * width] = UP;
    for (let j = 1; j < width; j++) {
      const likeness = alike(i - 1, j - 1);
      const follows = ways[(i - 1) * width + j - 1] === DIAGONAL ? FOLLOWS : 0;
      const pair = likeness > 0.5 ? (above[j - 1] ?? 0) + likeness + follows : Number.NEGATIVE_INFINITY;
      const up = (above[j] ?? 0) - GAP;
      const left = (row[j - 1] ?? 0) - GAP;
      const best = Math.max(pair, up, left);
      row[j] = best;
      ways[i * width + j] = best === pair ? DIAGONAL : best === up ? UP : LEFT;
    }
    above = row;
  }
  const pairing: Pairing = new Array(written.length).fill(null);
  for (let [i, j] = [written.length, heard.length]; i > 0 || j > 0; ) {
    const way = ways[i * width + j];
    if (way === DIAGONAL) {
      pairing[i - 1] = { at: j - 1, alike: alike(i - 1, j - 1) };
      i -= 1;
      j -= 1;
    } else if (way === UP) i -= 1;
    else j -= 1;
  }
  return fillBetween(pairing);
}

/** At most so many words between two pairs are paired by position. */
const MAX_BETWEEN = 2;

function fillBetween(pairing: Pairing): Pairing {
  const filled = [...pairing];
  let last: { index: number; at: number } | undefined;
  for (const [index, pair] of pairing.entries()) {
    if (!pair) continue;
    const between = index - (last?.index ?? index) - 1;
    if (last && between > 0 && between <= MAX_BETWEEN && pair.at - last.at - 1 === between) {
      for (let k = 1; k <= between; k++) filled[last.index + k] = { at: last.at + k, alike: 0 };
    }
    last = { index, at: pair.at };
  }
  return filled;
}
