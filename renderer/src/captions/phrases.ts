/**
 * Where phrases of Japanese end: a word with the particles and endings that belong to it, which no reader expects to be
 * broken. It has no blanks to tell by, and a dictionary's words are too small: 離さない would be three. The weights are those
 * of BudouX (budoux/, Apache-2.0), a model of Google's; its package brings 65 others along for a command line.
 */
import model from "./budoux/ja.json" with { type: "json" };

/** By what is looked at, how much speaks for a phrase's end before a character: which ones are near it. */
type Weights = Readonly<Record<string, number>>;

/** Each look: its weights, and from and to which character, counted from the one that would begin the phrase. */
const LOOKS: readonly (readonly [weights: Weights, from: number, to: number])[] = [
  [model.UW1, -3, -2],
  [model.UW2, -2, -1],
  [model.UW3, -1, 0],
  [model.UW4, 0, 1],
  [model.UW5, 1, 2],
  [model.UW6, 2, 3],
  [model.BW1, -2, 0],
  [model.BW2, -1, 1],
  [model.BW3, 0, 2],
  [model.TW1, -3, 0],
  [model.TW2, -2, 1],
  [model.TW3, -1, 2],
  [model.TW4, 0, 3],
];
const THRESHOLD =
  LOOKS.reduce((sum, [weights]) => sum + Object.values(weights).reduce((all, each) => all + each, 0), 0) / 2;

/** Whether a text is Japanese: Chinese has no kana. */
const isJapanese = (text: string): boolean => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);

/** The places in a text, in UTF-16 units, at which phrases end, its own end among them. Undefined: it is not Japanese. */
export function phraseEnds(text: string): ReadonlySet<number> | undefined {
  if (!isJapanese(text)) return undefined;
  const ends = new Set([text.length]);
  for (let at = 1; at < text.length; at++) {
    let sum = 0;
    for (const [weights, from, to] of LOOKS)
      sum += weights[text.slice(Math.max(0, at + from), Math.max(0, at + to))] ?? 0;
    if (sum > THRESHOLD) ends.add(at);
  }
  return ends;
}

/** For each of these pieces of one text, in order and with their blanks, whether a phrase ends with it. Undefined: as above. */
export function endPhrases(pieces: readonly string[]): boolean[] | undefined {
  const ends = phraseEnds(pieces.join(""));
  let end = 0;
  return (
    ends &&
    pieces.map(({ length }) => {
      end += length;
      return ends.has(end);
    })
  );
}
