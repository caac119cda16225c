/** Text as words that are shown one by one, and as units that can be compared with what was heard. */

/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const wordSegments = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether the text is in a script that puts no spaces between words. */
export const isUnspaced = (text: string): boolean => UNSPACED.test(text);

/**
 * The words of a line as they are shown, punctuation with the word it stands at. Where a script has no spaces, they are
 * that language's words.
 */
export const shownWords = (line: string): string[] =>
  line
    .split(/\s+/u)
    .filter((piece) => piece !== "")
    .flatMap((piece) => (isUnspaced(piece) ? unspacedWords(piece) : [piece]))
    .flatMap((word) => (word.length > MAX_WORD_LENGTH ? chopped(word) : [word]));

/** Characters of a word: a longer one is shown in parts. */
const MAX_WORD_LENGTH = 60;

function chopped(word: string): string[] {
  const parts = [""];
  for (const { segment } of graphemes.segment(word)) {
    if ((parts.at(-1) ?? "").length + segment.length > MAX_WORD_LENGTH) parts.push("");
    parts[parts.length - 1] += segment;
  }
  return parts;
}

function unspacedWords(piece: string): string[] {
  const words: string[] = [];
  let opening = "";
  for (const { segment, isWordLike } of wordSegments.segment(piece)) {
    if (isWordLike) {
      words.push(opening + segment);
      opening = "";
      // Brackets and quotation marks open what follows; all else closes what was before.
    } else if (words.length === 0 || /^[\p{Ps}\p{Pi}]/u.test(segment)) opening += segment;
    else words[words.length - 1] += segment;
  }
  if (opening !== "") words.push(opening);
  return words;
}

/** Marks that writers may leave out: accents, vowel points. In other scripts marks are letters. */
const OPTIONAL_MARKS =
  /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]\p{M}*)\p{M}/gu;

/** A word without what does not change how it sounds: case, accents, punctuation; katakana as hiragana. */
export const plainForm = (word: string): string =>
  word
    .normalize("NFKD")
    .replace(OPTIONAL_MARKS, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, "")
    .replace(/[ァ-ヶ]/gu, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60));

/** What is compared of a word: the word, or its characters where words are not told apart by spaces. May be nothing. */
export function unitsOf(word: string): string[] {
  const plain = plainForm(word);
  if (plain === "") return [];
  return isUnspaced(plain) ? [...graphemes.segment(plain)].map(({ segment }) => segment) : [plain];
}

/** About how long a word is sung, in letters: for sharing out time between words. */
export const weightOf = (word: string): number => {
  const count = [...graphemes.segment(plainForm(word))].length;
  return isUnspaced(word) ? 1 + 2 * count : 2 + count;
};
