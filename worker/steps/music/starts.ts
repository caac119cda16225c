/** Where clips of a song may begin. Times are seconds. */
import type { SongAnalysis } from "../../../renderer/contract/song-analysis.ts";
import type { HeardSong } from "./heard-song.ts";

/**
 * What a start is: with a part of the song, with a bar, in the breath before a phrase, where the sound rises, before a
 * word, or none of these.
 */
export type Place = "section" | "downbeat" | "breath" | "rise" | "word" | "anywhere";

/** Nobody hears that a clip begins so much beside the beat. */
export const BEAT_TOLERANCE = 0.04;
/** A clip begins so much before the beat: the time in which it becomes audible. */
export const LEAD = 0.01;
/** How long before a phrase a clip begins. */
export const BREATH = { shortest: 0.08, longest: 0.4, best: 0.2, step: 0.04 } as const;
/** The fade-in covers so much of a word that is still being sung. */
export const MAX_TAIL = 0.05;
/** A song without beats is tried so often, where nothing is sung. */
const STEP_SECONDS = 0.5;
/** How much louder it gets where the sound rises, LU, and within how long to either side. */
const RISE_LU = 3;
const RISE_SECONDS = 0.5;

const isNear = (time: number, seconds: number): boolean => Math.abs(time - seconds) <= BEAT_TOLERANCE + 1e-6;

const isOnDownbeat = ({ grid }: SongAnalysis, seconds: number): boolean =>
  grid?.downbeats.some((time) => isNear(time, seconds)) ?? false;

/** Whether a clip that ends there ends on a bar, or where a part of the song does. */
export const isOnBar = ({ analysis }: HeardSong, seconds: number): boolean =>
  isOnDownbeat(analysis, seconds) || analysis.sections.some(({ end }) => isNear(end, seconds));

/** What a clip that begins there begins with. */
export function placeOf(song: HeardSong, seconds: number): Place {
  const { grid, sections } = song.analysis;
  if (sections.some(({ start }) => isNear(start, seconds))) return "section";
  if (isOnDownbeat(song.analysis, seconds)) return "downbeat";
  const next = song.wordFrom(seconds - 0.001);
  const word = song.words[next];
  if (word && song.tailAt(seconds) <= MAX_TAIL) {
    const breath = word.start - seconds;
    if (song.beginsPhrase(next) && breath >= BREATH.shortest - 1e-6 && breath <= BREATH.longest + 1e-6) return "breath";
    if (breath < BREATH.shortest) return "word";
  }
  return !grid && risesAt(song, seconds) ? "rise" : "anywhere";
}

const risesAt = (song: HeardSong, seconds: number): boolean =>
  song.lufsBetween(seconds, seconds + RISE_SECONDS) - song.lufsBetween(seconds - RISE_SECONDS, seconds) >= RISE_LU;

/** All starts that are worth a look, in order, none after `latest`. */
export function startsOf(song: HeardSong, latest: number): number[] {
  const { grid, sections } = song.analysis;
  const starts = [0, latest];
  for (const anchor of [...(grid?.downbeats ?? []), ...sections.map(({ start }) => start)]) {
    starts.push(besideWords(song, Math.max(0, anchor - LEAD)));
  }
  for (const { first } of song.phrases) {
    const word = song.words[first];
    if (!word) continue;
    const earliest = Math.max(word.start - BREATH.longest, song.endBefore(first) - MAX_TAIL);
    for (let start = word.start - BREATH.shortest; start >= earliest; start -= BREATH.step) starts.push(start);
  }
  for (const [place, word] of song.words.entries()) {
    starts.push(Math.min(word.start - LEAD, Math.max(song.endBefore(place), word.start - BREATH.shortest / 2)));
  }
  if (!grid) for (let start = 0; start < latest; start += STEP_SECONDS) starts.push(start);
  const inSong = starts.filter((start) => start >= 0 && start <= latest);
  return [...new Set(inSong.map((start) => Math.round(start * 1000) / 1000))].sort((a, b) => a - b);
}

/** The nearest time, as good as this one, at which no word is being sung; this one where there is none. */
function besideWords(song: HeardSong, seconds: number): number {
  const across = song.wordAcross(seconds);
  if (!across) return seconds;
  const nearby = [across.end, across.start - LEAD].filter(
    (edge) => Math.abs(edge - seconds) <= BEAT_TOLERANCE - LEAD && song.wordAcross(edge) === undefined,
  );
  return nearby.sort((a, b) => Math.abs(a - seconds) - Math.abs(b - seconds))[0] ?? seconds;
}
