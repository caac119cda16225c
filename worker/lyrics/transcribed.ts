/** Lines from what was heard alone, where the artist gave none. */
import type { LyricLine, TimedWord } from "../domain/lyrics.ts";
import { LINE_FROM, WORDS_FROM } from "./align.ts";
import { inOrder } from "./in-order.ts";
import { plainForm, shownWords, weightOf } from "./words.ts";

/** A pause from which on a new line begins, seconds. */
const PAUSE_SECONDS = 0.6;
const MAX_WORDS = 10;
const MAX_SECONDS = 6;
/** How sure a line is that nothing speaks against: of sung words, some are always heard wrong. */
const USUAL = 0.7;
/** LUFS: what is sung can be heard. In silence, transcribers hear words that are not there. */
const SILENT_BELOW = -50;
/** Letters a second, more than which nobody sings; and seconds for one word, longer than which it is no word. */
const MAX_LETTERS_A_SECOND = 40;
const MAX_WORD_SECONDS = 6;

/** What is known of a song besides. `loudness`: LUFS, a value for each `loudnessStep` seconds. */
export interface HeardAlone {
  heard: readonly TimedWord[];
  loudness: readonly number[];
  loudnessStep: number;
  durationSeconds: number;
}

/** The lines of a transcript, broken where the singer pauses. */
export function transcribedLines(song: HeardAlone): LyricLine[] {
  const lines: TimedWord[][] = [];
  for (const word of song.heard.flatMap(asShown)) {
    const line = lines.at(-1);
    const [first, last] = [line?.[0], line?.at(-1)];
    const goesOn = first && last && word.start - last.end < PAUSE_SECONDS && word.start - first.start < MAX_SECONDS;
    if (line && goesOn && line.length < MAX_WORDS) line.push(word);
    else lines.push([word]);
  }
  const found = lines.map((words, at): LyricLine => {
    const confidence = certainty(words, song);
    const timed = confidence >= WORDS_FROM ? "words" : confidence >= LINE_FROM ? "line" : "none";
    const text = words.map((word) => word.text).join(isJoined(words) ? "" : " ");
    return { number: at + 1, text, words: timed === "none" ? [] : words, confidence, timed };
  });
  return inOrder(found, song.durationSeconds);
}

/** A heard word as words that are shown, with their shares of its time. */
function asShown({ text, start, end }: TimedWord): TimedWord[] {
  const words = shownWords(text).filter((word) => plainForm(word) !== "");
  const all = words.reduce((sum, word) => sum + weightOf(word), 0);
  let at = start;
  return words.map((word) => {
    const from = at;
    at += ((end - start) * weightOf(word)) / all;
    return { text: word, start: from, end: at };
  });
}

const isJoined = (words: readonly TimedWord[]): boolean =>
  words.every(({ text }) =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
      text,
    ),
  );

function certainty(words: readonly TimedWord[], { loudness, loudnessStep }: HeardAlone): number {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return 0;
  const heard = loudness.slice(Math.floor(first.start / loudnessStep), Math.floor(last.end / loudnessStep) + 1);
  if (heard.length > 0 && Math.max(...heard) < SILENT_BELOW) return 0;
  const isPossible = ({ text, start, end }: TimedWord) =>
    end - start <= MAX_WORD_SECONDS && plainForm(text).length <= MAX_LETTERS_A_SECOND * Math.max(end - start, 0.05);
  const share = words.filter(isPossible).length / words.length;
  return Math.round(USUAL * share ** 2 * 100) / 100;
}
