/**
 * The lines of a song with the times at which they are sung, and how sure those are: what the artist wrote, found again
 * in what was heard.
 *
 * What a line says is judged by hearing alone: a forced alignment finds a place for any words. When it is sung is judged by
 * all sources together: the mean of two independent ones is closer than either, lines that come again are sung alike, and
 * lines stand in order and at regular distances. A line that anything speaks against is not shown word by word.
 */
import type { LyricLine, Timed, TimedWord, WrittenLine } from "../domain/lyrics.ts";
import { type GivenTimes, givenTimes } from "./given-times.ts";
import { inOrder, MIN_WORD_SECONDS } from "./in-order.ts";
import { doubtful, type Place } from "./neighbours.ts";
import { heardShare, heardUnits, type ObservedLine, observe } from "./observed.ts";
import { paceOf, type Starts } from "./pace.ts";
import { pooled } from "./repeats.ts";
import { likelyStarts, type Pace } from "./smoothing.ts";
import { areApart, areTogether, type Merged, merged, noiseOf, withoutStrays } from "./sources.ts";
import { withRepeats } from "./unwritten-repeats.ts";
import { plainForm, shownWords, weightOf } from "./words.ts";

/** What is known of a song besides its lyrics. Times in seconds. */
export interface HeardSong {
  durationSeconds: number;
  /** Words as they were transcribed. */
  heard: readonly TimedWord[];
  /** The lyrics' words as a forced alignment placed them. */
  forced?: readonly TimedWord[] | undefined;
  /** Momentary loudness, LUFS, one value for each `loudnessStep` seconds. */
  loudness: readonly number[];
  loudnessStep: number;
}

export interface AlignedLyrics {
  lines: LyricLine[];
  /** 0..1: the share of the lyrics that was heard. Below FITS_FROM they are of another song, or in another language. */
  fit: number;
}

/** Below this share, nothing of the lyrics is shown. */
export const FITS_FROM = 0.25;
/** From this confidence on a line is shown word by word, and from that one as a whole. */
export const WORDS_FROM = 0.5;
export const LINE_FROM = 0.3;
/** A line of which one of these is true can be shown as a whole at best. */
const IN_DOUBT = 0.45;
/** LUFS: what is sung can be heard. */
const SILENT_BELOW = -50;
/** Pauses within a line that are shorter than this are part of the word before them, seconds. */
const PAUSE_SECONDS = 0.3;
/** How far off times of one source alone are, where nothing tells, seconds. */
const SINGLE_NOISE = 0.03;

/** Finds lines in a song. */
export function alignLyrics(written: readonly WrittenLine[], song: HeardSong): AlignedLyrics {
  const units = heardUnits(song.heard);
  const sung = withRepeats(written, units);
  const lines = sung.map(({ number, text }) => ({ ...written[number - 1], text }));
  const words = lines.map(({ text }) => shownWords(text));
  const weights = words.map((line) => line.map(weightOf));
  const heardRaw = observe(words, units);
  const forcedRaw = song.forced && observe(words, heardUnits(song.forced));
  const firstPace = paceOf(heardRaw.map(startsOf), weights, 0);
  const steady = (line: ObservedLine, at: number) => withoutStrays(line, stepsOf(weights[at], firstPace));
  const heard = heardRaw.map(steady);
  const forced = forcedRaw?.map(steady);
  const shares = words.map((line, at) => heardShare(line, heard[at] ?? []));
  const fit = weightedMean(shares, weights);
  const given = givenTimes(lines, heard, shares, song.durationSeconds);
  const together = heard.map((line, at) => merged(line, forced?.[at]));
  const noise = forced && noiseOf(heard, forced);
  const settled = together.map((line, at) => settledStarts(line, heard[at] ?? [], given[at]));
  const pool = pooled(
    words.map((line) => line.map(plainForm).join(" ")),
    settled,
    noise,
  );
  const pace = paceOf(pool.lines, weights, pool.noise ?? 0);
  const placed = pool.lines.map((starts, at) =>
    placedStarts(starts, together[at]?.sources ?? [], weights[at] ?? [], pace, { noise, given: given[at] }),
  );
  const places = placed.map((starts): Place => (starts ? { start: starts[0] ?? 0, last: starts.at(-1) ?? 0 } : null));
  const doubts = doubtful(places, together.map(areTogether));
  const result = words.map((line, at): LyricLine => {
    const { number, text } = sung[at] ?? { number: at + 1, text: "" };
    const starts = placed[at];
    if (!starts || fit < FITS_FROM) return { number, text, words: [], confidence: 0, timed: "none" };
    const isOff = doubts[at] || (together[at] && areApart(together[at])) || given[at]?.isApart;
    const found = certainty(shares[at] ?? 0, fit, { isOff: isOff === true, given: given[at] });
    const confidence = loudnessBetween(song, starts[0] ?? 0, starts.at(-1) ?? 0) < SILENT_BELOW ? 0 : found;
    const timed = timedBy(confidence);
    const ends = together[at]?.ends ?? [];
    return {
      number,
      text,
      words: timed === "none" ? [] : timedWords(line, starts, ends, weights[at] ?? [], pace),
      confidence,
      timed,
    };
  });
  return { lines: inOrder(result, song.durationSeconds), fit: rounded(fit) };
}

const startsOf = (line: ObservedLine): Starts => line.map((word) => word?.start ?? null);

const stepsOf = (weights: readonly number[] | undefined, { secondsPerWeight }: Pace): number[] =>
  (weights ?? []).slice(0, -1).map((weight) => weight * secondsPerWeight);

function weightedMean(values: readonly number[], weights: readonly (readonly number[])[]): number {
  let [sum, all] = [0, 0];
  for (const [at, value] of values.entries()) {
    const weight = (weights[at] ?? []).reduce((total, each) => total + each, 0);
    sum += value * weight;
    all += weight;
  }
  return all === 0 ? 0 : sum / all;
}

/** What of a line's times is to be believed. */
function settledStarts(line: Merged, heard: ObservedLine, given: GivenTimes | undefined): Starts {
  if (given?.wordStarts) return given.wordStarts;
  // Which of two that are far apart is right, the line's neighbours may tell: the one that was heard is taken to them.
  if (areApart(line)) return startsOf(heard);
  return line.starts;
}

/** The starts of all words of a line; undefined where too little is known of it. */
function placedStarts(
  starts: Starts,
  sources: readonly number[],
  weights: readonly number[],
  pace: Pace,
  { noise, given }: { noise: number | undefined; given: GivenTimes | undefined },
): number[] | undefined {
  const known = starts.filter((start) => start !== null).length;
  const steps = stepsOf(weights, pace);
  if (given && (known * 2 < starts.length || given.isApart)) {
    return [
      given.start,
      ...steps.map((_, at) => given.start + steps.slice(0, at + 1).reduce((sum, step) => sum + step, 0)),
    ];
  }
  if (known === 0 || known * 3 < starts.length) return undefined;
  const exact = given?.wordStarts !== undefined;
  const sdOf = (at: number) =>
    exact ? 0.01 : noise === undefined ? SINGLE_NOISE : noise * (sources[at] === 1 ? Math.SQRT2 : 1) + 0.005;
  const measured = starts.map((start, at) => (start === null ? null : { time: start, sd: sdOf(at) }));
  return likelyStarts(measured, steps, pace.stepSd);
}

function certainty(
  share: number,
  fit: number,
  { isOff, given }: { isOff: boolean; given: GivenTimes | undefined },
): number {
  // What the artist's own file says of a line counts where it agrees with what was heard of the others.
  const backed = given ? Math.max(share, given.wordStarts ? 0.6 : IN_DOUBT) : share;
  // Among lyrics that are sung otherwise, a line that was heard poorly is more likely there than among others.
  const likely = Math.min(1, backed * (0.85 + 0.15 * Math.min(1, fit / 0.8)));
  return rounded(isOff ? Math.min(likely, IN_DOUBT) : likely);
}

const timedBy = (confidence: number): Timed =>
  confidence >= WORDS_FROM ? "words" : confidence >= LINE_FROM ? "line" : "none";

function loudnessBetween({ loudness, loudnessStep }: HeardSong, start: number, end: number): number {
  const heard = loudness.slice(Math.max(0, Math.floor(start / loudnessStep)), Math.floor(end / loudnessStep) + 1);
  return heard.length === 0 ? 0 : Math.max(...heard);
}

/** A line's words with their ends: until the next one, unless there is a pause. */
function timedWords(
  words: readonly string[],
  starts: readonly number[],
  ends: Starts,
  weights: readonly number[],
  { secondsPerWeight }: Pace,
): TimedWord[] {
  let last = Number.NEGATIVE_INFINITY;
  const ordered = starts.map((start) => {
    last = Math.max(start, last + MIN_WORD_SECONDS);
    return last;
  });
  return words.map((text, at) => {
    const start = ordered[at] ?? 0;
    const next = ordered[at + 1] ?? Number.POSITIVE_INFINITY;
    const end = Math.max(ends[at] ?? start + 1.5 * (weights[at] ?? 1) * secondsPerWeight, start + MIN_WORD_SECONDS);
    return { text, start, end: next - end < PAUSE_SECONDS ? next : end };
  });
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
