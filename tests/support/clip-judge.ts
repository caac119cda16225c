/** Holds a clip against what is true of its song: where words, bars and parts begin. Times are seconds. */
import type { Word } from "../../worker/steps/step.ts";

export interface Truth {
  words: readonly Word[];
  downbeats: readonly number[];
  /** Where parts begin. */
  sections: readonly number[];
}

export interface Judged {
  /** Milliseconds from the nearest bar or part. */
  "start beside bar, ms": number;
  /** Milliseconds until the next word, if that begins soon. */
  "breath, ms": number | null;
  "starts inside": string | null;
  "ends inside": string | null;
  "end beside bar, ms": number;
  /** Whether it begins within 40 ms of a bar or a part, or 80 to 400 ms before a phrase with nothing sung in between. */
  isHook: boolean;
}

const SOON = 0.45;
const BESIDE_BAR = 0.04;
/** What analysis and rounding may add to each. */
const TOLERANCE = 0.0005;
/** Times of words are told to a hundredth. */
const WORD_TOLERANCE = 0.011;
/** The fade-in covers so much of a word's end. */
const COVERED = 0.051;

const nearest = (times: readonly number[], time: number): number =>
  Math.min(...times.map((each) => Math.abs(each - time)), 99);
const ms = (seconds: number): number => Math.round(seconds * 1000);

export function judge({ words, downbeats, sections }: Truth, start: number, soundEnd: number): Judged {
  const inside = (time: number) =>
    words.find((word) => word.start < time - WORD_TOLERANCE && word.end > time + COVERED)?.text ?? null;
  const next = words.find((word) => word.start >= start - TOLERANCE);
  const before = words.filter((word) => word.start < start - TOLERANCE).at(-1);
  const breath = next && next.start - start <= SOON ? next.start - start : null;
  const besideBar = nearest([...downbeats, ...sections], start);
  const isBreath =
    breath !== null && breath >= 0.08 - TOLERANCE && breath <= 0.4 + TOLERANCE && (before?.end ?? 0) <= start + COVERED;
  return {
    "start beside bar, ms": ms(besideBar),
    "breath, ms": breath === null ? null : ms(breath),
    "starts inside": inside(start),
    "ends inside": inside(soundEnd),
    "end beside bar, ms": ms(nearest([...downbeats, ...sections], soundEnd)),
    isHook: besideBar <= BESIDE_BAR + TOLERANCE || isBreath,
  };
}
