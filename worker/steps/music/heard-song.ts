/** A song as it is heard: what is sung in it, how loud it is, where it is silent. Times are seconds. */
import type { SongAnalysis } from "../../../renderer/contract/song-analysis.ts";
import type { Word } from "../step.ts";

/** Times of words are no better than this. */
const WORD_TOLERANCE = 0.01;
/** A pause between phrases is longer than those between their words, and within these. */
const MIN_PAUSE = 0.04;
const MAX_PAUSE = 0.4;
/** The share of a word that has to be heard for it to count as heard. */
const HEARD_SHARE = 0.5;

/** The loudness scale's floor. */
const FLOOR_LUFS = -70;
/** What is quieter is heard by nobody on a phone, though it be no silence. */
const UNHEARD_LUFS = -50;
/** Values of loudness in a second. */
const PER_SECOND = 10;

/** Words that are sung without a pause, by their places among the song's. */
export interface Phrase {
  first: number;
  /** The place after its last word. */
  end: number;
}

/** The words that can be heard: models hear some in silence, too. */
export const heardWords = (words: readonly Word[], { silences }: Pick<SongAnalysis, "silences">): Word[] =>
  words
    .filter(({ start, end }) => {
      const middle = (start + end) / 2;
      return !silences.some((silence) => silence.start <= middle && middle <= silence.end);
    })
    .sort((a, b) => a.start - b.start);

/** A song, ready to be asked what is heard at any of its seconds. */
export class HeardSong {
  readonly analysis: SongAnalysis;
  /** Those that can be heard, in the order of their starts. */
  readonly words: readonly Word[];
  readonly phrases: readonly Phrase[];
  readonly #firstPlaces: ReadonlySet<number>;
  readonly #lastWords: ReadonlySet<Word | undefined>;
  /** By the place of a word: the latest end of any until there. */
  readonly #ends: number[] = [];
  /** Sums of power until each tenth of a second, and the number of those that nobody hears. */
  readonly #power: number[] = [0];
  readonly #unheard: number[] = [0];

  constructor(analysis: SongAnalysis, words: readonly Word[]) {
    this.analysis = analysis;
    this.words = heardWords(words, analysis);
    for (const { end } of this.words) this.#ends.push(Math.max(end, this.#ends.at(-1) ?? 0));
    this.phrases = this.#phrases();
    this.#firstPlaces = new Set(this.phrases.map(({ first }) => first));
    this.#lastWords = new Set(this.phrases.map(({ end }) => this.words[end - 1]));
    for (const lufs of analysis.loudness) {
      this.#power.push((this.#power.at(-1) ?? 0) + 10 ** (lufs / 10));
      this.#unheard.push((this.#unheard.at(-1) ?? 0) + (lufs < UNHEARD_LUFS ? 1 : 0));
    }
  }

  get seconds(): number {
    return this.analysis.durationSeconds;
  }

  #phrases(): Phrase[] {
    const pauses = this.words.slice(1).map(({ start }, place) => Math.max(0, start - (this.#ends[place] ?? 0)));
    const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
    const least = Math.min(MAX_PAUSE, Math.max(MIN_PAUSE, 3 * usual));
    const phrases: Phrase[] = [];
    for (const place of this.words.keys()) {
      const phrase = phrases.at(-1);
      if (phrase && (pauses[place - 1] ?? 0) < least - 1e-6) phrase.end = place + 1;
      else phrases.push({ first: place, end: place + 1 });
    }
    return phrases;
  }

  /** The place of the first word that begins at or after `seconds`: the number of words where there is none. */
  wordFrom(seconds: number): number {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.words[middle]?.start ?? 0) < seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a phrase begins with the word at this place. */
  beginsPhrase(place: number): boolean {
    return this.#firstPlaces.has(place);
  }

  /** Whether a phrase ends with this word of the song. */
  endsPhrase(word: Word): boolean {
    return this.#lastWords.has(word);
  }

  /** When the words before this place are over; 0 where there are none. */
  endBefore(place: number): number {
    return this.#ends[place - 1] ?? 0;
  }

  /** A word that is being sung at that time, begun before it and ended after it. */
  wordAcross(seconds: number): Word | undefined {
    for (let place = this.wordFrom(seconds - WORD_TOLERANCE) - 1; place >= 0; place--) {
      if ((this.#ends[place] ?? 0) <= seconds + WORD_TOLERANCE) return undefined;
      const word = this.words[place];
      if (word && word.end > seconds + WORD_TOLERANCE) return word;
    }
    return undefined;
  }

  /** How much longer a word is sung that is being sung at that time; 0: none is. */
  tailAt(seconds: number): number {
    const word = this.wordAcross(seconds);
    return word ? word.end - seconds : 0;
  }

  /** The words that are heard between two times. */
  wordsBetween(from: number, to: number): Word[] {
    const heard: Word[] = [];
    for (let place = this.wordFrom(from - WORD_TOLERANCE); place < this.words.length; place++) {
      const word = this.words[place];
      if (!word || word.start >= to) break;
      const share = Math.min(word.end, to) - Math.max(word.start, from);
      if (share >= HEARD_SHARE * (word.end - word.start)) heard.push(word);
    }
    return heard;
  }

  /** The mean loudness between two times, LUFS: power is averaged, as the ear does. */
  lufsBetween(from: number, to: number): number {
    const [begin, end] = this.#tenths(from, to);
    if (end <= begin) return FLOOR_LUFS;
    const power = ((this.#power[end] ?? 0) - (this.#power[begin] ?? 0)) / (end - begin);
    return power > 0 ? Math.max(FLOOR_LUFS, 10 * Math.log10(power)) : FLOOR_LUFS;
  }

  #tenths(from: number, to: number): [number, number] {
    const last = this.#power.length - 1;
    return [
      Math.min(last, Math.max(0, Math.round(from * PER_SECOND))),
      Math.min(last, Math.max(0, Math.round(to * PER_SECOND))),
    ];
  }

  /** How much between two times is silent, or so quiet that nobody hears it. */
  silentBetween(from: number, to: number): number {
    const silent = this.analysis.silences.reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    );
    const [begin, end] = this.#tenths(from, to);
    return Math.max(silent, ((this.#unheard[end] ?? 0) - (this.#unheard[begin] ?? 0)) / PER_SECOND);
  }
}

/** Words as a text. */
export const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(" ");
