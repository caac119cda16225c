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

/** Words as the script of the text has them: Japanese and Thai put no spaces between theirs. */
export const countWords = (text: string): number =>
  [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length;

const characters = (text: string): number => [...text].length;

const sentencesOf = (text: string): string[] =>
  [...sentences.segment(text)].map(({ segment }) => segment.trim()).filter((sentence) => countWords(sentence) > 0);

/** The text without what models put around it: quotation marks, a label, markdown, stray line breaks. */
export function cleanCaption(text: string): string {
  return text
    .replace(/[\p{Cc}--\n]/gv, "")
    .trim()
    .replace(/^caption\s*:\s*/i, "")
    .replace(/\*\*|__|^#+\s/g, "")
    .replace(/^["“”«»„']+|["“”«»„']+$/g, "")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/[ \t]+/g, " ")
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
  const count2 = sentencesOf(text).length;
  if (count2 > bounds.mostSentences) return `it has ${count2} sentences, at most ${bounds.mostSentences} are allowed`;
  return undefined;
}

/** The longest run of whole sentences within the bounds; failing that, of whole words, with an ellipsis. */
export function trimCaption(text: string, length: CaptionLength): string {
  const { mostWords, mostCharacters, mostSentences } = CAPTION_BOUNDS[length];
  const fits = (candidate: string) => countWords(candidate) <= mostWords && characters(candidate) <= mostCharacters;
  const parts = sentencesOf(text);
  for (let count = Math.min(parts.length, mostSentences); count > 0; count--) {
    const candidate = parts.slice(0, count).join(" ");
    if (fits(candidate)) return candidate;
  }
  let trimmed = "";
  for (const { segment } of words.segment(text)) {
    if (!fits(`${trimmed}${segment}…`)) break;
    trimmed += segment;
  }
  return `${trimmed.replace(/[\s,;:.\-–—]+$/u, "")}…`;
}
