/** How long a caption may be, and what is done about one that is not. */
import type { CaptionLength } from "../domain/run.ts";

interface Bounds {
  /** For the prompt. */
  words: string;
  fewestWords: number;
  mostWords: number;
  mostCharacters: number;
  mostSentences: number;
}

export const CAPTION_BOUNDS: Record<CaptionLength, Bounds> = {
  short: {
    words: "at most 10 words and 60 characters, one or two lines, punchy",
    fewestWords: 1,
    mostWords: 10,
    mostCharacters: 60,
    mostSentences: 2,
  },
  medium: {
    words: "one or two sentences, 15 to 30 words",
    fewestWords: 15,
    mostWords: 30,
    mostCharacters: 240,
    mostSentences: 2,
  },
  long: {
    words: "one paragraph, a stream of consciousness, 40 to 80 words",
    fewestWords: 40,
    mostWords: 80,
    mostCharacters: 600,
    mostSentences: 20,
  },
};

const words = new Intl.Segmenter(undefined, { granularity: "word" });
const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Words as the script of the text has them: Japanese and Thai put no spaces between theirs. */
export const countWords = (text: string): number =>
  [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length;

const characters = (text: string): number => [...text].length;

/**
 * Sentences, each with what stands between it and the next. By Unicode's rules a full stop before lower case ends
 * none, and captions are lower case: here it does, unless it may be an abbreviation's (a.m.) or one of several.
 */
const sentencesOf = (text: string): string[] =>
  [...sentences.segment(text)].flatMap(({ segment }) => segment.split(/(?<=[\p{L}\p{N}]{2}\.["'”’)\]]*\s+)(?=\S)/u));

const countSentences = (parts: readonly string[]): number => parts.filter((part) => countWords(part) > 0).length;

const QUOTES = ['""', "''", "“”", "‘’", "«»", "»«", "„“", "「」", "『』"];

/** The text without one pair of quotation marks around the whole of it. */
function unquoted(text: string): string {
  const pair = QUOTES.find(
    ([open = "", close = ""]) => text.length > 1 && text.startsWith(open) && text.endsWith(close),
  );
  if (pair === undefined) return text;
  const inner = text.slice(1, -1);
  // In `"stay" or "go"` the first mark is closed before the end. An apostrophe within a word closes nothing.
  const marks = inner.replace(/(?<=\p{L})['’](?=\p{L})/gu, "");
  return [...pair].some((mark) => marks.includes(mark)) ? text : inner.trim();
}

/** The text without what models put around it: a code fence, markdown, a label, quotation marks, stray line breaks. */
export function cleanCaption(text: string): string {
  const plain = text
    .replace(/[\p{Cc}--[\n\t]]/gv, "")
    .trim()
    .replace(/^```\w*\n|\n```$/g, "")
    .replace(/^#+\s+/, "")
    // Emphasis stands around words; the star in a word that is not spelled out does not.
    .replace(/(?<![\p{L}\p{N}*_])(\*{1,3}|__)(?=[^\s*_])([^*]*?[^\s*])\1(?![\p{L}\p{N}*_])/gu, "$2");
  return unquoted(unquoted(plain.trim()).replace(/^caption\s*:\s*/i, ""))
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\s*\n\s*/g, "\n")
    .trim();
}

/** The first rule the text breaks, in words the model can act on; undefined when it keeps them all. */
export function brokenRule(text: string, length: CaptionLength): string | undefined {
  const bounds = CAPTION_BOUNDS[length];
  const count = countWords(text);
  if (count === 0) return "it has no words";
  if (count > bounds.mostWords) return `it has ${count} words, at most ${bounds.mostWords} are allowed`;
  if (count < bounds.fewestWords) return `it has ${count} words, at least ${bounds.fewestWords} are needed`;
  if (characters(text) > bounds.mostCharacters) {
    return `it has ${characters(text)} characters, at most ${bounds.mostCharacters} are allowed`;
  }
  const sentenceCount = countSentences(sentencesOf(text));
  if (sentenceCount > bounds.mostSentences) {
    return `it has ${sentenceCount} sentences or lines, at most ${bounds.mostSentences} are allowed`;
  }
  return undefined;
}

/** As many whole sentences as the bounds allow; failing that, whole words, failing that, characters, and an ellipsis. */
export function trimCaption(text: string, length: CaptionLength): string {
  const { mostWords, mostCharacters, mostSentences } = CAPTION_BOUNDS[length];
  const fits = (candidate: string) => countWords(candidate) <= mostWords && characters(candidate) <= mostCharacters;
  const parts = sentencesOf(text);
  for (let count = parts.length; count > 0; count--) {
    const kept = parts.slice(0, count);
    const candidate = kept.join("").trim();
    if (countWords(candidate) > 0 && countSentences(kept) <= mostSentences && fits(candidate)) return candidate;
  }
  const cut = (segments: Intl.Segments): string => {
    let kept = "";
    for (const { segment } of segments) {
      if (!fits(`${kept}${segment}…`)) break;
      kept += segment;
    }
    return kept.replace(/[\s,;:.\-–—]+$/u, "");
  };
  const byWords = cut(words.segment(text));
  return `${countWords(byWords) > 0 ? byWords : cut(graphemes.segment(text))}…`;
}
