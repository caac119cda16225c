/** Text for a terminal. What others wrote (captions, titles, names) is shown as text, whatever is in it. */
import { stripVTControlCharacters, styleText } from "node:util";
import stringWidth from "string-width";

type Style = "bold" | "dim" | "green" | "red" | "yellow" | "cyan";

export interface Styled {
  text: string;
  style: Style;
}
/** Text from anywhere: nothing in it does anything. */
export type Part = string | Styled;
/** One line. */
export type Line = Part | Part[];

const styled =
  (style: Style) =>
  (text: string): Styled => ({ text, style });
export const [bold, dim, green, red, yellow, cyan] = (["bold", "dim", "green", "red", "yellow", "cyan"] as const).map(
  styled,
) as [Paint, Paint, Paint, Paint, Paint, Paint];
type Paint = (text: string) => Styled;

/** Line and paragraph separators; and what turns the direction of the text around it. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Without escape sequences, on one line, and with a sign in place of what cannot be seen. */
export const clean = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/\s*[\r\n\t]\s*/g, " ")
    .replaceAll(UNSEEN, "\ufffd");

/** As JSON, on lines of its own, in which nothing is left that a terminal would obey. It means the same. */
export const cleanJson = (value: unknown, indent = 2): string =>
  JSON.stringify(value, null, indent).replaceAll(UNSEEN, (character) =>
    // Its own line ends.
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const partsOf = (line: Line): Part[] => (Array.isArray(line) ? line : [line]);
const textOf = (part: Part): string => clean(typeof part === "string" ? part : part.text);

/** The line as it is written. `stream` says whether colours mean anything there; NO_COLOR is heeded. */
export const written = (line: Line, stream: NodeJS.WritableStream): string =>
  partsOf(line)
    .map((part) => (typeof part === "string" ? textOf(part) : styleText(part.style, textOf(part), { stream })))
    .join("");

export const widthOf = (line: Line): number => stringWidth(partsOf(line).map(textOf).join(""));

const graphemes = new Intl.Segmenter();

/** The text, cleaned, in at most so many columns of a terminal. */
export function shortened(text: string, columns: number): string {
  const whole = clean(text);
  if (stringWidth(whole) <= columns) return whole;
  let [short, used] = ["", 0];
  for (const { segment } of graphemes.segment(whole)) {
    used += stringWidth(segment);
    if (used > columns - 1) break;
    short += segment;
  }
  return `${short.trimEnd()}…`;
}

/**
 * Rows under a heading, in columns that are as wide as their contents. `columns`: of the terminal; the last cell of a row is
 * shortened to fit. Undefined: not a terminal, and nothing is shortened.
 */
export function table(heading: string[], rows: Part[][], columns: number | undefined): Line[] {
  if (rows.length === 0) return [];
  const all = [heading.map((each): Part => dim(each)), ...rows];
  const widths = heading.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ""))));
  const last = heading.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  return all.map((row) =>
    row.flatMap((cell, at): Part[] => {
      if (at < last) return [cell, " ".repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)) + 2)];
      const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(10, columns - before);
      return [typeof cell === "string" ? shortened(cell, room) : { ...cell, text: shortened(cell.text, room) }];
    }),
  );
}

/** Cents as dollars. */
export const dollars = (cents: number): string => `${(cents / 100).toFixed(2)} USD`;

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** "1 video", "2 videos". */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Seconds as minutes and seconds: 1:05. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** A point in time, to the minute, where the reader is. */
export const minute = (iso: string): string => {
  const at = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};
