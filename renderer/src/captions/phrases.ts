/**
 * Where phrases of Japanese end: a word with the particles and endings that belong to it, which no reader expects to be
 * broken. It has no blanks to tell by, and a dictionary's words are too small: 離さない would be three.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** As BudouX has it. */
interface Parser {
  /** The places, in UTF-16 units, at which a phrase ends and another one begins. */
  parseBoundaries(sentence: string): number[];
}

const require = createRequire(import.meta.url);
// By their files: its index loads a parser of HTML and 36 MB, which every program that we start would be forked from.
const BUDOUX = dirname(require.resolve("budoux"));
const { Parser } = require(join(BUDOUX, "parser.js")) as { Parser: new (model: unknown) => Parser };
const { model } = require(join(BUDOUX, "data", "models", "ja.js")) as { model: unknown };
const parser = new Parser(model);

/** Whether a text is Japanese: Chinese has no kana. */
const isJapanese = (text: string): boolean => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);

/** The places in a text, in UTF-16 units, at which phrases end, its own end among them. Undefined: it is not Japanese. */
export function phraseEnds(text: string): ReadonlySet<number> | undefined {
  if (!isJapanese(text)) return undefined;
  return new Set([...parser.parseBoundaries(text), text.length]);
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
