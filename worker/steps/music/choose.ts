/** Chooses the moments of a song: as many as there is place for, and of those the ones that keep most of the wishes. */

import { type Moment, type MomentLength, momentId } from "../../domain/moment.ts";
import { DURATIONS } from "../../domain/run.ts";
import type { Chosen } from "../step.ts";
import type { HeardSong } from "./heard-song.ts";
import { startsOf } from "./starts.ts";
import { endWarnings, type Stretch, startWarnings, stretchOf } from "./stretch.ts";
import { type Taste, tasteOf } from "./taste.ts";

const [SHORTEST] = DURATIONS;
/** Two moments share at most a third of the shortest clip. */
const APART = (SHORTEST * 2) / 3;
/** A song has no more of them. */
export const MAX_MOMENTS = 40;
/** Further starts are at least so far from all others: enough to be another clip. */
const FURTHER_APART = 1.5;

/**
 * What a clip is worth, and what each wish that does not come true costs it: so much that no number of lesser ones makes up
 * for it, and so little that a song has more moments rather than flawless ones. Taste decides between those that are alike.
 */
const WORTH = 100;
const COSTS = { startWord: 97, endWord: 85, place: 80, tail: 15, loose: 45, bar: 4 } as const;
const MOST_TASTE = 20;
/** Where a loud part begins is worth so much that the moments around it make room. */
const HOOK = 120;
/** What costs as much is a flaw: moments have one only where a song has fewer than this else. */
const FLAW = 80;
const SECONDS_PER_MOMENT = 12;

interface Candidate {
  stretch: Stretch;
  taste: Taste;
  cost: number;
  worth: number;
}

/** The moments of a song, and further starts; none where nothing can be heard. */
export function chooseMoments(song: HeardSong): Chosen {
  const latest = Math.max(0, song.seconds - SHORTEST);
  const judge = tasteOf(song);
  const candidates = startsOf(song, latest).flatMap((start): Candidate[] => {
    const stretch = stretchOf(song, start, SHORTEST);
    if (!stretch.isAudible) return [];
    const taste = judge(stretch);
    const cost = costOf(song, stretch);
    return [{ stretch, taste, cost, worth: WORTH - cost + MOST_TASTE * taste.value + HOOK * taste.hook }];
  });
  const flawless = bestApart(candidates.filter(({ cost }) => cost < FLAW));
  const isEnough = flawless.length >= song.seconds / SECONDS_PER_MOMENT;
  const best = byWorth(isEnough ? flawless : bestApart(candidates)).slice(0, MAX_MOMENTS);
  const further: Candidate[] = [];
  for (const candidate of byWorth(candidates)) {
    if (best.length + further.length >= MAX_MOMENTS) break;
    const { startSeconds } = candidate.stretch;
    if ([...best, ...further].every(({ stretch }) => Math.abs(stretch.startSeconds - startSeconds) >= FURTHER_APART)) {
      further.push(candidate);
    }
  }
  return {
    moments: best.map((candidate) => momentOf(song, candidate)),
    further: further.map((candidate) => momentOf(song, candidate)),
  };
}

const byWorth = (candidates: readonly Candidate[]): Candidate[] => candidates.toSorted((a, b) => b.worth - a.worth);

function costOf(song: HeardSong, { brokenAtStart, brokenAtEnd, place, tail, endsOnBar }: Stretch): number {
  // Where there are no beats, nobody misses them.
  const isLost = song.analysis.grid !== null && (place === "word" || place === "anywhere");
  const isLoose = song.analysis.grid === null && place === "anywhere";
  return (
    (brokenAtStart ? COSTS.startWord : 0) +
    (brokenAtEnd ? COSTS.endWord : 0) +
    (isLost ? COSTS.place : 0) +
    (isLoose ? COSTS.loose : 0) +
    (tail > 0 && !brokenAtStart ? COSTS.tail : 0) +
    (endsOnBar ? 0 : COSTS.bar)
  );
}

/** Those that are worth most together, of which no two are too near each other. `candidates`: in the order of their starts. */
function bestApart(candidates: readonly Candidate[]): Candidate[] {
  /** By the number of candidates that are looked at: what they are worth, and the last one taken. */
  const best: { worth: number; taken: number | undefined; before: number }[] = [
    { worth: 0, taken: undefined, before: 0 },
  ];
  let before = 0;
  for (const [place, { stretch, worth }] of candidates.entries()) {
    while ((candidates[before]?.stretch.startSeconds ?? 0) <= stretch.startSeconds - APART + 1e-6) before++;
    const without = best[place]?.worth ?? 0;
    const withIt = (best[before]?.worth ?? 0) + worth;
    best.push(
      withIt > without ? { worth: withIt, taken: place, before } : { worth: without, taken: undefined, before: place },
    );
  }
  const chosen: Candidate[] = [];
  for (let place = candidates.length; place > 0; ) {
    const { taken, before: next } = best[place] ?? { taken: undefined, before: 0 };
    const candidate = taken === undefined ? undefined : candidates[taken];
    if (candidate) chosen.push(candidate);
    place = next;
  }
  return chosen;
}

function momentOf(song: HeardSong, { stretch, taste, cost }: Candidate): Moment {
  const { startSeconds, words } = stretch;
  const [reason = "a stretch that stands on its own"] = taste.why;
  return {
    id: momentId(startSeconds),
    startSeconds,
    lengths: lengthsAt(song, startSeconds),
    reason,
    why: taste.why,
    energy: Math.round(taste.energy * 100) / 100,
    mood: moodOf(taste.energy),
    hasLyrics: words.length > 0,
    relatability: 5,
    score: Math.round(Math.max(0, taste.value * (1 - cost / WORTH)) * 1000) / 1000,
    warnings: startWarnings(song, stretch),
  };
}

const moodOf = (energy: number): string =>
  energy >= 0.8 ? "the song at full height" : energy >= 0.5 ? "driving" : "quiet";

/** The lengths that a clip which begins there may have; at least the shortest. */
function lengthsAt(song: HeardSong, startSeconds: number): MomentLength[] {
  return DURATIONS.flatMap((seconds): MomentLength[] => {
    if (seconds > SHORTEST && startSeconds + seconds > song.seconds) return [];
    const stretch = stretchOf(song, startSeconds, seconds);
    if (seconds > SHORTEST && !stretch.isAudible) return [];
    const { soundSeconds, fadeIn, fadeOut } = stretch;
    return [{ seconds, soundSeconds, fadeIn, fadeOut, warnings: endWarnings(stretch) }];
  });
}
