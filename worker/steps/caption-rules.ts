/** How long a caption may be, and what is done about one that breaks the rules. */
import type { CaptionLength } from "../domain/run.ts";

interface Bounds {
  minWords: number;
  maxWords: number;
  maxCharacters: number;
  maxSentences: number;
  /** Lines on the picture, as far as a legible size allows. */
  maxLines?: number;
  /** What it should be like otherwise, in words and without figures. */
  manner: string;
}

/**
 * The only place where the bounds are written down: the prompt's sentence, the check and the trimming all come from
 * here.
 */
export const CAPTION_BOUNDS: Record<CaptionLength, Bounds> = {
  short: { minWords: 1, maxWords: 10, maxCharacters: 60, maxSentences: 2, maxLines: 2, manner: "punchy" },
  medium: { minWords: 15, maxWords: 30, maxCharacters: 240, maxSentences: 2, manner: "plainly said" },
  long: {
    minWords: 40,
    maxWords: 80,
    maxCharacters: 600,
    maxSentences: 20,
    manner: "one paragraph, a stream of consciousness",
  },
};

/** The bounds as a sentence for a prompt. */
export function lengthRule(length: CaptionLength): string {
  const { minWords, maxWords, maxCharacters, maxSentences, maxLines, manner } = CAPTION_BOUNDS[length];
  return [
    minWords > 1 ? `${minWords} to ${maxWords} words` : `at most ${maxWords} words`,
    `at most ${maxCharacters} characters`,
    `at most ${maxSentences} sentences`,
    ...(maxLines === undefined ? [] : [`at most ${maxLines} lines`]),
    `${manner}.`,
  ].join(", ");
}

const words = new Intl.Segmenter(undefined, { granularity: "word" });
const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Counts words as the script of the text separates them: Japanese and Thai put no spaces between theirs. */
export const countWords = (text: string): number =>
  [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length;

const characters = (text: string): number => [...text].length;

/**
 * Sentences, each with the blanks that follow it. By Unicode's rules, a full stop before a lower-case letter does not
 * end a sentence, but captions are often in lower case. So here it does, unless it may belong to an abbreviation (a.m.)
 * or to an ellipsis.
 */
const sentencesOf = (text: string): string[] =>
  [...sentences.segment(text)].flatMap(({ segment }) => segment.split(/(?<=[\p{L}\p{N}]{2}\.["'”’)\]]*\s+)(?=\S)/u));

const countSentences = (parts: readonly string[]): number => parts.filter((part) => countWords(part) > 0).length;

const QUOTES = ['""', "''", "“”", "‘’", "«»", "»«", "„“", "「」", "『』"];

/** The text without one pair of quotation marks around all of it. */
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
    // Emphasis marks stand around words; the asterisk in a word that is not spelled out does not.
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
  if (count > bounds.maxWords) return `it has ${count} words, at most ${bounds.maxWords} are allowed`;
  if (count < bounds.minWords) return `it has ${count} words, at least ${bounds.minWords} are needed`;
  if (characters(text) > bounds.maxCharacters) {
    return `it has ${characters(text)} characters, at most ${bounds.maxCharacters} are allowed`;
  }
  const sentenceCount = countSentences(sentencesOf(text));
  if (sentenceCount > bounds.maxSentences) {
    return `it has ${sentenceCount} sentences or lines, at most ${bounds.maxSentences} are allowed`;
  }
  return undefined;
}

/**
 * As many whole sentences as the bounds allow; failing that, whole words and an ellipsis; failing that, characters and
 * an ellipsis.
 */
export function trimCaption(text: string, length: CaptionLength): string {
  const { maxWords, maxCharacters, maxSentences } = CAPTION_BOUNDS[length];
  const fits = (candidate: string) => countWords(candidate) <= maxWords && characters(candidate) <= maxCharacters;
  let [whole, sentenceCount] = ["", 0];
  let best: string | undefined;
  for (const sentence of sentencesOf(text)) {
    whole += sentence;
    if (countWords(sentence) > 0) sentenceCount += 1;
    if (sentenceCount > maxSentences || !fits(whole.trim())) break;
    if (sentenceCount > 0) best = whole.trim();
  }
  if (best !== undefined) return best;
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
