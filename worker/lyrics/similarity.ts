/** How alike two words are, in plain form. */

/** 0..1: one minus the share of letters that differ; 0 for words that are not alike at all. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  const most = Math.floor(longest * 0.45);
  if (longest - Math.min(a.length, b.length) > most) return 0;
  const distance = editDistance(a, b);
  return distance > most ? 0 : 1 - distance / longest;
}

/** Letters to add, take away or replace, of words of at most some dozen letters. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? longestOf(a, b);
}

const longestOf = (a: string, b: string) => Math.max(a.length, b.length);

/** Which letters a word has, as bits; words that share few cannot be alike. */
const lettersOf = (word: string): number => {
  let bits = 0;
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) % 31);
  return bits;
};

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/**
 * Similarities of all words of one list with all of another, computed once per pair of different words. A song repeats
 * most of its words.
 */
export function similarities(
  left: readonly string[],
  right: readonly string[],
): (leftAt: number, rightAt: number) => number {
  const [lefts, rights] = [numbered(left), numbered(right)];
  const letters = rights.different.map(lettersOf);
  const table = lefts.different.map((a) => {
    const own = lettersOf(a);
    return Float32Array.from(rights.different, (b, at) => {
      if (a === b) return 1;
      // Every letter that only one of them has is at least half an edit.
      const unshared = bitCount(own ^ (letters[at] ?? 0));
      return unshared / 2 > Math.max(a.length, b.length) * 0.45 ? 0 : similarity(a, b);
    });
  });
  return (leftAt, rightAt) => table[lefts.numbers[leftAt] ?? -1]?.[rights.numbers[rightAt] ?? -1] ?? 0;
}

function numbered(words: readonly string[]): { numbers: number[]; different: string[] } {
  const numberOf = new Map<string, number>();
  const numbers = words.map((word) => {
    const known = numberOf.get(word) ?? numberOf.size;
    numberOf.set(word, known);
    return known;
  });
  return { numbers, different: [...numberOf.keys()] };
}
