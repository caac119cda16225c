/** Cleans a caption's text before it is set: what nobody can see, or could mean, is removed. Pure. */

/** Marks stacked on one letter beyond this many are noise ("zalgo"): they run over the neighbouring lines. */
const MAX_MARKS = 4;

/**
 * The text to set: Unicode composed, line ends as `\n`, runs of blanks as one, without control characters,
 * bidirectional overrides or broken surrogates. Joiners, variation selectors and the tags of flag emoji stay.
 */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(/\r\n?|\u2028|\u2029|\u0085|\v|\f/g, "\n")
    .replace(/[\p{Cc}\p{Cf}\ufffd]/gu, (character) =>
      character === "\n" || KEPT.test(character) ? character : character === "\t" ? " " : "",
    )
    .replace(new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, "gu"), "$1")
    .split("\n")
    .map((line) => line.replace(/[^\S\u00a0\u202f\u3000]+/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");
}

/** Format characters that change how text looks: joiners, marks of direction, zero-width space, tags. */
const KEPT = /^[\u200b-\u200f\u061c\u{e0020}-\u{e007f}]$/u;

/** Whether a paragraph runs from right to left: its first letter decides (UAX 9, P2). */
export function isRightToLeft(paragraph: string): boolean {
  const [first = ""] = /\p{L}/u.exec(paragraph) ?? [];
  return /^[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]$/u.test(first);
}

/**
 * Shorter versions of `text`, each ending in an ellipsis, grouped by how they are cut: after sentences; then, within
 * the first sentence, after words; then after letters. In each group, longest first.
 */
export function shortened(text: string): string[][] {
  const ends = (granularity: "sentence" | "word" | "grapheme", within: string) =>
    [...new Intl.Segmenter("und", { granularity }).segment(within)].map(({ index, segment }) => index + segment.length);
  const first = text.slice(0, ends("sentence", text)[0] ?? text.length);
  const cut = (within: string, places: readonly number[]) => {
    const versions = places
      .filter((end) => end < text.length)
      .map((end) => `${within.slice(0, end).replace(/[\s.,;:…。、，–—-]+$/u, "")}…`)
      .filter((version) => version !== "…");
    return [...new Set(versions)].reverse();
  };
  return [cut(text, ends("sentence", text)), cut(first, ends("word", first)), cut(first, ends("grapheme", first))];
}
