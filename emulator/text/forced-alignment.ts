/** Places words of a text in what is sung: those that are sung where they are, all others in between. */
import type { Transcript } from "./transcripts.ts";

export interface PlacedWord {
  text: string;
  start: number;
  end: number;
  isHeard: boolean;
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Gives every word a time within `seconds`, in order. */
export function placeWords(words: readonly string[], sung: Transcript["words"], seconds: number): PlacedWord[] {
  const found = commonInOrder(
    words.map(plain),
    sung.map(({ text }) => plain(text)),
  );
  const placed: PlacedWord[] = [];
  for (let at = 0; at < words.length; ) {
    const heard = sung[found[at] ?? -1];
    if (heard) {
      placed.push({ text: words[at] ?? "", start: heard.start, end: heard.end, isHeard: true });
      at += 1;
      continue;
    }
    const next = found.findIndex((match, index) => index > at && match !== undefined);
    const until = next === -1 ? words.length : next;
    const from = placed.at(-1)?.end ?? 0;
    const to = Math.max(from, sung[found[until] ?? -1]?.start ?? Math.min(seconds, from + 0.4 * (until - at)));
    const each = (to - from) / (until - at);
    for (let nth = 0; at < until; nth++, at++) {
      placed.push({ text: words[at] ?? "", start: from + nth * each, end: from + (nth + 0.9) * each, isHeard: false });
    }
  }
  return placed;
}

/** For each word, which of the sung ones it is: the longest sequence that both have in common. */
function commonInOrder(words: readonly string[], sung: readonly string[]): (number | undefined)[] {
  const longest = Array.from({ length: words.length + 1 }, () => new Uint16Array(sung.length + 1));
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = words.length - 1; i >= 0; i--) {
    const row = longest[i] as Uint16Array;
    for (let j = sung.length - 1; j >= 0; j--) {
      row[j] = words[i] === sung[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: (number | undefined)[] = [];
  let j = 0;
  for (let i = 0; i < words.length; i++) {
    while (j < sung.length && words[i] !== sung[j] && at(i, j + 1) >= at(i + 1, j)) j++;
    found.push(words[i] === sung[j] && j < sung.length ? j++ : undefined);
  }
  return found;
}
