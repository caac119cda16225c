/** What speaks for a stretch of a song, besides that it can be cut out well. */
import { DURATIONS } from "../../domain/run.ts";
import type { Word } from "../step.ts";
import type { HeardSong } from "./heard-song.ts";
import type { Stretch } from "./stretch.ts";

const [SHORTEST] = DURATIONS;
/** So much quieter than the loudest stretch, and its energy is 0. LU. */
const ENERGY_RANGE_LU = 20;
/** Words in a row that make a line known again. */
const LINE_WORDS = 3;
/** How much each counts; together 1. */
const WEIGHTS = { energy: 0.35, part: 0.2, returns: 0.2, sung: 0.1, phraseBegins: 0.08, phraseEnds: 0.07 } as const;
/** A part that changes so much is worth a word. */
const MUCH_CHANGE = 0.3;
const LOUD = 0.95;
/** A start's first word comes at least so soon, or the clip begins without voice. Seconds. */
const SOON_SECONDS = 1;

export interface Taste {
  /** 0..1. */
  value: number;
  /** 0..1. */
  energy: number;
  /** 0..1: where a new part begins, how loud that is; half of it where the sound only rises. */
  hook: number;
  /** In a few words each. */
  why: string[];
}

/** Judges stretches of the song. */
export function tasteOf(song: HeardSong): (stretch: Stretch) => Taste {
  const loudest = loudestOf(song);
  const linesOf = lineNumbers(song.words);
  const lines = new Map<number, number>();
  for (const line of linesOf(song.words)) lines.set(line, (lines.get(line) ?? 0) + 1);
  return ({ startSeconds, soundSeconds, place, words, endsPhrase }) => {
    const lufs = song.lufsBetween(startSeconds, startSeconds + soundSeconds);
    const energy = Math.min(1, Math.max(0, 1 - (loudest - lufs) / ENERGY_RANGE_LU));
    const part = song.analysis.sections.find(
      ({ start }) => start >= startSeconds - SOON_SECONDS / 10 && start <= startSeconds + SOON_SECONDS,
    );
    const change = part && part.start > 0 ? part.change : 0;
    const known = linesOf(words);
    const returns = known.length === 0 ? 0 : known.filter((line) => (lines.get(line) ?? 0) > 1).length / known.length;
    const first = song.wordFrom(startSeconds);
    const word = song.words[first];
    const beginsPhrase = word !== undefined && song.beginsPhrase(first) && word.start - startSeconds <= SOON_SECONDS;
    const sung = words.reduce((sum, { start, end }) => sum + end - start, 0) / Math.max(1, soundSeconds);
    const value =
      WEIGHTS.energy * energy +
      WEIGHTS.part * change +
      WEIGHTS.returns * returns +
      WEIGHTS.sung * Math.min(1, sung) +
      (beginsPhrase ? WEIGHTS.phraseBegins : 0) +
      (endsPhrase ? WEIGHTS.phraseEnds : 0);
    const hook = change >= MUCH_CHANGE ? energy : place === "rise" ? energy / 2 : 0;
    const why = [
      ...(change >= MUCH_CHANGE ? ["a new part begins"] : []),
      ...(returns > 0.5 ? ["a line that comes back"] : []),
      ...(energy >= LOUD ? ["one of the loudest stretches"] : []),
      ...(beginsPhrase && endsPhrase ? ["whole lines"] : []),
      ...(beginsPhrase && !endsPhrase ? ["begins with a line"] : []),
    ];
    return { value: Math.min(1, value), energy, hook, why };
  };
}

function loudestOf(song: HeardSong): number {
  let loudest = Number.NEGATIVE_INFINITY;
  for (let start = 0; start === 0 || start + SHORTEST <= song.seconds; start++) {
    loudest = Math.max(loudest, song.lufsBetween(start, start + SHORTEST));
  }
  return loudest;
}

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Numbers the lines that these words make, every few in a row: two that read the same have the same number. Each word is
 * read once, however many stretches it is heard in.
 */
function lineNumbers(words: readonly Word[]): (heard: readonly Word[]) => number[] {
  const texts = new Map<string, number>();
  const textNumbers = new Map<Word, number>();
  for (const word of words) {
    const text = plain(word.text);
    const number = texts.get(text) ?? texts.size;
    texts.set(text, number);
    textNumbers.set(word, number);
  }
  return (heard) => {
    const numbers = heard.map((word) => textNumbers.get(word) ?? 0);
    return numbers
      .slice(LINE_WORDS - 1)
      .map((_, place) => numbers.slice(place, place + LINE_WORDS).reduce((line, text) => line * texts.size + text, 0));
  };
}
