/** Moments of a song: where a clip may begin, and how long it may be from there. Times are seconds. */
import type { Duration } from "./run.ts";

/** A start in a song that is worth hearing, with the lengths of a video that it is good for. */
export interface Moment {
  /** Names it among the moments of its song: its start in milliseconds, such as "m12350". */
  id: string;
  startSeconds: number;
  /** From the shortest on. */
  lengths: MomentLength[];
  /** Why people stop for it, in a few words. */
  reason: string;
  /** What speaks for it in the music and the words, each in a few words. */
  why: string[];
  /** 0..1: how loud it is, 1 as the loudest stretch of the song. */
  energy: number;
  mood: string;
  /** Whether something is sung in its shortest clip. */
  hasLyrics: boolean;
  /** From 1, which only the singer has felt, to 10, which everybody has. */
  relatability: number;
  /** 0..1: moments are ranked by it. */
  score: number;
  /** What could not be had at its start, each a sentence. */
  warnings: string[];
}

/** A clip that begins at a moment. */
export interface MomentLength extends Sounding {
  seconds: Duration;
  /** What could not be had at its end, each a sentence. */
  warnings: string[];
}

/** How a clip is heard. */
export interface Sounding {
  /** How much of it is heard: the rest is silent, so that no word is broken off. */
  soundSeconds: number;
  /** Over which its beginning becomes audible, and its end fades away. */
  fadeIn: number;
  fadeOut: number;
}

/** The id of the moment that begins there. */
export const momentId = (startSeconds: number): string => `m${Math.round(startSeconds * 1000)}`;
