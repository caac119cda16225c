/** A stretch of a song as a clip: what of the wishes for it comes true, and how the rest is covered. Times are seconds. */
import type { Sounding } from "../../domain/moment.ts";
import type { Word } from "../step.ts";
import { type HeardSong, textOf } from "./heard-song.ts";
import { BEAT_TOLERANCE, isOnBar, LEAD, MAX_TAIL, type Place, placeOf } from "./starts.ts";

/** No fade is longer. */
const MAX_FADE = 0.3;
/** Enough for the ear not to hear a click. */
const MIN_FADE = 0.03;
/** The sound may end so much before the picture, if that leaves a word whole. */
const MAX_SILENCE_AT_END = 0.5;
/** Of a clip that can be heard at most this share is silent, and it is at least so loud. */
const SILENT_SHARE = 0.15;
const AUDIBLE_LUFS = -40;
/** A clip may begin with so much silence. */
const SILENT_START = 0.4;

export interface Stretch extends Sounding {
  startSeconds: number;
  place: Place;
  isAudible: boolean;
  /** How much of it is silent. */
  silentSeconds: number;
  /** How much of the word before is still sung at its start. */
  tail: number;
  /** The words that its start and its end break off. */
  brokenAtStart: Word | undefined;
  brokenAtEnd: Word | undefined;
  endsOnBar: boolean;
  /** Whether a clip as long as this can begin and end on bars: at most tempi eight seconds are no number of them. */
  isWholeBars: boolean;
  /** Whether it ends with a phrase, or after it. */
  endsPhrase: boolean;
  /** What is heard of the words. */
  words: Word[];
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The clip of so many seconds from there on; shorter where the song ends. */
export function stretchOf(song: HeardSong, startSeconds: number, seconds: number): Stretch {
  const end = Math.min(startSeconds + seconds, song.seconds);
  const place = placeOf(song, startSeconds);
  const tail = song.tailAt(startSeconds);
  const brokenAtStart = tail > MAX_TAIL + 1e-6 ? song.wordAcross(startSeconds) : undefined;
  const next = song.words[song.wordFrom(startSeconds)];
  const untilNext = Math.max(LEAD, next ? next.start - startSeconds : MAX_FADE);
  const ending = endOf(song, startSeconds, end);
  const words = song.wordsBetween(startSeconds, ending.soundEnd);
  const lastHeard = words.at(-1);
  return {
    startSeconds,
    place,
    silentSeconds: song.silentBetween(startSeconds, end),
    tail,
    isAudible: isAudible(song, startSeconds, end),
    brokenAtStart,
    brokenAtEnd: ending.broken,
    endsOnBar: song.analysis.grid === null || isOnBar(song, ending.soundEnd),
    isWholeBars: isWholeBars(song, seconds),
    endsPhrase: lastHeard === undefined || song.endsPhrase(lastHeard),
    words,
    soundSeconds: rounded(ending.soundEnd - startSeconds),
    // A fade is over when the next word begins, and does not soften the beat.
    fadeIn: rounded(Math.min(untilNext, fadeInOf(tail, place))),
    fadeOut: rounded(ending.fade),
  };
}

function isWholeBars({ analysis }: HeardSong, seconds: number): boolean {
  const downbeats = analysis.grid?.downbeats ?? [];
  const bar = ((downbeats.at(-1) ?? 0) - (downbeats[0] ?? 0)) / (downbeats.length - 1);
  return bar > 0 && Math.abs(seconds - Math.round(seconds / bar) * bar) <= BEAT_TOLERANCE;
}

const fadeInOf = (tail: number, place: Place): number => (tail > 0 ? MAX_FADE : place === "breath" ? MIN_FADE : LEAD);

/** Where the sound of a clip ends, over how long it fades until then, and which word is broken off nevertheless. */
function endOf(song: HeardSong, start: number, end: number): { soundEnd: number; fade: number; broken?: Word } {
  const broken = song.wordAcross(end);
  if (!broken) return { soundEnd: end, fade: isOnBar(song, end) ? MIN_FADE : MAX_FADE };
  if (end - broken.start > MAX_SILENCE_AT_END || broken.start <= start) {
    return { soundEnd: end, fade: MAX_FADE, broken };
  }
  const pause = broken.start - song.endBefore(song.wordFrom(broken.start));
  return { soundEnd: broken.start, fade: Math.min(MAX_FADE, Math.max(2 * MIN_FADE, pause)) };
}

function isAudible(song: HeardSong, start: number, end: number): boolean {
  const { silences } = song.analysis;
  const atStart = silences.find((silence) => silence.start <= start && silence.end > start);
  return (
    (atStart === undefined || atStart.end - start <= SILENT_START) &&
    song.silentBetween(start, end) <= SILENT_SHARE * (end - start) + 0.01 &&
    song.lufsBetween(start, end) >= AUDIBLE_LUFS
  );
}

/**
 * Why nobody would hear the clip that begins there, as a clause; undefined where it can be heard. A caller may want a
 * pause in it, so more of it may be silent than of one that is chosen.
 */
export function whyUnheard(song: HeardSong, startSeconds: number, seconds: number): string | undefined {
  const end = Math.min(startSeconds + seconds, song.seconds);
  const told = (time: number) => Number(time.toFixed(1));
  const silence = song.analysis.silences.find((each) => each.start <= startSeconds && each.end > startSeconds);
  if (silence && silence.end - startSeconds > SILENT_START) {
    return `it is silent from ${told(silence.start)} to ${told(silence.end)} s`;
  }
  const silent = song.silentBetween(startSeconds, end);
  if (silent > (end - startSeconds) / 2) return `${told(silent)} of its ${told(end - startSeconds)} s are silent`;
  const lufs = song.lufsBetween(startSeconds, end);
  return lufs < AUDIBLE_LUFS ? `it is too quiet there: ${told(lufs)} LUFS, less than ${AUDIBLE_LUFS}` : undefined;
}

/** What could not be had at its start, in sentences for people. */
export const startWarnings = ({ analysis }: HeardSong, { place, brokenAtStart }: Stretch): string[] => [
  ...(brokenAtStart ? [`The clip begins within the word ${quoted(brokenAtStart)}, and is faded in.`] : []),
  ...(analysis.grid && (place === "word" || place === "anywhere")
    ? ["The clip begins neither on a bar nor before a phrase."]
    : []),
];

/** The same of what follows, its end included. That no clip of its length could end on a bar is not worth a word. */
export const endWarnings = ({ endsOnBar, isWholeBars, brokenAtEnd, silentSeconds, isAudible }: Stretch): string[] => [
  ...(isAudible || silentSeconds < 1 ? [] : [`${silentSeconds.toFixed(1)} s of the clip are silent.`]),
  ...(brokenAtEnd ? [`The clip ends within the word ${quoted(brokenAtEnd)}, and is faded out.`] : []),
  ...(endsOnBar || brokenAtEnd || !isWholeBars ? [] : ["The clip does not end on a bar, and is faded out."]),
];

const quoted = (word: Word) => `“${textOf([word])}”`;
