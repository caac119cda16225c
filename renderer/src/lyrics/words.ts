/**
 * Sung words on the frames of a clip: what is outside it is left out, text without blanks is told apart into words, and
 * words too short to be seen are sung together with the one before. Pure.
 */
import type { z } from "zod";
import type { renderJob } from "../../contract/job.ts";
import { isRightToLeft } from "../captions/text.ts";
import type { Rate } from "../probe.ts";

export type Lyrics = NonNullable<z.output<typeof renderJob>["lyrics"]>;
type JobLine = Lyrics["lines"][number];

/** A stretch of text that stays on one line. */
export interface Piece {
  text: string;
  /** Whether it follows the piece before it without a blank. */
  joined: boolean;
}

/** A piece with the blank before it. */
export const spaced = ({ text, joined }: Piece): string => (joined ? text : ` ${text}`);

/** What is sung at a time: a word, nearly always. */
export interface Unit {
  pieces: Piece[];
  /** The frame on which it begins, and that on which it is over. */
  from: number;
  to: number;
}

export interface SungLine {
  units: Unit[];
  rightToLeft: boolean;
  /** Whether each unit is shown as it is sung. */
  timed: boolean;
}

export interface Timeline {
  rate: Rate;
  /** Of the clip. */
  frames: number;
}

/** A word that is shown more briefly is not seen. */
const MIN_SECONDS = 0.08;

/** The fewest frames that a word is shown for. */
export const fewestFrames = ([over, under]: Rate): number => Math.ceil((MIN_SECONDS * over) / under - 0.001);

const frameAt = (seconds: number, [over, under]: Rate) => Math.round((seconds * over) / under);

/** The lines of a job on the frames of its clip. Lines of which nothing is left are left out. */
export function onFrames(lines: readonly JobLine[], timeline: Timeline): SungLine[] {
  return lines.flatMap((line): SungLine[] => {
    const units = line.timed === "words" ? wordUnits(line, timeline) : wholeUnit(line, timeline);
    if (units.length === 0) return [];
    const rightToLeft = isRightToLeft(line.words.map(({ text }) => text).join(" "));
    return [{ units, rightToLeft, timed: line.timed === "words" }];
  });
}

function wholeUnit({ words, start, end }: JobLine, { rate, frames }: Timeline): Unit[] {
  const from = Math.max(0, frameAt(start, rate));
  const to = Math.min(frames, Math.max(frameAt(end, rate), from + fewestFrames(rate)));
  if (end <= 0 || to - from < fewestFrames(rate)) return [];
  const pieces = words.flatMap(({ text }) => piecesOf(text));
  return pieces.length > 0 ? [{ pieces: joinUp(pieces), from, to }] : [];
}

function wordUnits({ words }: JobLine, { rate, frames }: Timeline): Unit[] {
  const fewest = fewestFrames(rate);
  const units: Unit[] = [];
  let before: Piece | undefined;
  for (const { text, start, end: over } of words.flatMap(apart)) {
    const from = Math.max(0, frameAt(start, rate));
    if (over < 0 || (over === 0 && start < 0) || from >= frames) continue;
    const pieces = joinUp(piecesOf(text), before);
    if (pieces.length === 0) continue;
    before = pieces.at(-1);
    const to = Math.min(frames, Math.max(frameAt(over, rate), from + fewest));
    const last = units.at(-1);
    const isSeen = to - from >= fewest;
    const isPunctuation = /^[\p{P}\s]+$/u.test(text);
    const end = last?.pieces.at(-1);
    if (end && isPunctuation) {
      end.text += text.trim();
    } else if (last && (!isSeen || from - last.from < fewest)) {
      last.pieces.push(...pieces);
      last.to = Math.max(last.to, to);
    } else if (isSeen) {
      units.push({ pieces, from, to });
    }
  }
  return units;
}

const piecesOf = (text: string): Piece[] =>
  text
    .split(/\s+/u)
    .filter((part) => part !== "")
    .flatMap((part) => languageWords(part).map((piece, at) => ({ text: piece, joined: at > 0 })));

/** Scripts that have no blanks between words, and their punctuation. */
const WITHOUT_BLANKS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\u30fc\uff00-\uff65]/u;

/** Marks each piece that has no blank before it: between two of a script without blanks there is none. */
function joinUp(pieces: Piece[], before?: Piece): Piece[] {
  const isJoined = (one: Piece | undefined, { text }: Piece) =>
    one !== undefined &&
    WITHOUT_BLANKS.test(Array.from(one.text).at(-1) ?? "") &&
    WITHOUT_BLANKS.test(Array.from(text)[0] ?? "");
  return pieces.map((piece, at) => ({ ...piece, joined: piece.joined || isJoined(pieces[at - 1] ?? before, piece) }));
}

const segmenter = new Intl.Segmenter("und", { granularity: "word" });
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** How many characters a reader sees. */
export const lengthOf = (text: string): number => [...graphemes.segment(text)].length;

/** The words of a text without blanks, punctuation with the word before it; where its script has blanks, the text. */
function languageWords(text: string): string[] {
  if (!WITHOUT_BLANKS.test(text)) return [text];
  const found: string[] = [];
  let opening = "";
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) {
      found.push(opening + segment);
      opening = "";
    } else if (/^[\p{Ps}\p{Pi}]/u.test(segment) || found.length === 0) {
      opening += segment;
    } else {
      found.push(`${found.pop() ?? ""}${segment}`);
    }
  }
  if (opening !== "") found.push(`${found.pop() ?? ""}${opening}`);
  return found;
}

/** From here on, a "word" of a script without blanks is a whole phrase, of which only the phrase's time is known. */
const PHRASE_WORDS = 3;

/** A phrase of a script without blanks as its words, each sung for as long as it is of it. */
function apart(word: JobLine["words"][number]): JobLine["words"] {
  const parts = languageWords(word.text);
  if (parts.length < PHRASE_WORDS) return [word];
  const whole = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  let sung = 0;
  return parts.map((text) => {
    const start = word.start + ((word.end - word.start) * sung) / whole;
    sung += lengthOf(text);
    return { text, start, end: word.start + ((word.end - word.start) * sung) / whole };
  });
}
