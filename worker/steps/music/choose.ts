/** Chooses the moments of a song: as many as there is place for, and of those the ones that keep most of the wishes. */

import { type Moment, type MomentLength, momentId } from "../../domain/moment.ts";
import { DURATIONS } from "../../domain/run.ts";
import type { Chosen } from "../step.ts";
import { bestApart } from "./apart.ts";
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
 * What a clip is worth, and what each wish that does not come true costs it: so much that lesser ones do not make up for
 * it. Taste decides between those that are alike.
 */
const WORTH = 100;
const COSTS = { startWord: 97, endWord: 85, place: 80, tail: 15, silentSecond: 40, loose: 45, bar: 4 } as const;
const MAX_TASTE = 20;
/** Where a loud part begins is worth so much that the moments around it make room, as long as enough are left. */
const HOOK = 120;
const HOOK_AMONG_MANY = 30;
/** What costs as much is a flaw. */
const FLAW = 80;
/**
 * A song should have a moment in so many seconds; with so many, broken ends included, it has enough; it has one in so many,
 * whatever their flaws.
 */
const SECONDS_PER_MOMENT = { good: 6.8, enough: 7.5, least: 12 } as const;

interface Candidate {
  startSeconds: number;
  stretch: Stretch;
  taste: Taste;
  cost: number;
  worth: number;
}

/** By song: whoever asks a model about its moments chooses them again with every answer. */
const chosen = new WeakMap<HeardSong, Chosen>();

/** The moments of a song, and further starts; none where nothing can be heard. The same object for the same song. */
export function chooseMoments(song: HeardSong): Chosen {
  const known = chosen.get(song) ?? choose(song);
  chosen.set(song, known);
  return known;
}

function choose(song: HeardSong): Chosen {
  const judge = tasteOf(song);
  const candidates = startsOf(song, Math.max(0, song.seconds - SHORTEST)).flatMap((startSeconds): Candidate[] => {
    const stretch = stretchOf(song, startSeconds, SHORTEST);
    if (!stretch.isAudible) return [];
    const taste = judge(stretch);
    const cost = costOf(song, stretch);
    return [{ startSeconds, stretch, taste, cost, worth: WORTH - cost + MAX_TASTE * taste.value }];
  });
  const best = byWorth(bestOf(candidates, song.seconds)).slice(0, MAX_MOMENTS);
  const further: Candidate[] = [];
  for (const candidate of byWorth(candidates)) {
    if (best.length + further.length >= MAX_MOMENTS) break;
    const { startSeconds } = candidate;
    if ([...best, ...further].every((other) => Math.abs(other.startSeconds - startSeconds) >= FURTHER_APART)) {
      further.push(candidate);
    }
  }
  return {
    moments: best.map((candidate) => momentOf(song, candidate)),
    further: further.map((candidate) => momentOf(song, candidate)),
  };
}

const byWorth = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.toSorted((one, other) => other.worth - one.worth);

/**
 * Those that are to be moments. Where there are too few without a flaw, some that break off a word at their end join
 * them; any other flaw is taken only by a song that has next to nothing else.
 */
function bestOf(candidates: readonly Candidate[], seconds: number): Candidate[] {
  const good = Math.round(seconds / SECONDS_PER_MOMENT.good);
  const enough = Math.round(seconds / SECONDS_PER_MOMENT.enough);
  const chooseFrom = (from: readonly Candidate[], hook: number) =>
    bestApart(from, APART, ({ worth, taste }) => Math.max(1, worth + hook * taste.hook));
  const flawless = candidates.filter(({ cost }) => cost < FLAW);
  const withHooks = chooseFrom(flawless, HOOK);
  if (withHooks.length >= good) return withHooks;
  const many = chooseFrom(flawless, HOOK_AMONG_MANY);
  if (many.length >= enough) return many;
  const brokenAtEnd = candidates.filter(
    ({ cost, stretch }) => cost < (stretch.brokenAtEnd ? FLAW + COSTS.endWord : FLAW),
  );
  for (const from of [brokenAtEnd, candidates]) {
    const chosen = chooseFrom(from, HOOK_AMONG_MANY);
    const isFlawless = ({ cost }: Candidate) => cost < FLAW;
    const flawed = byWorth(chosen.filter((each) => !isFlawless(each)));
    const kept = [...chosen.filter(isFlawless), ...flawed].slice(0, enough);
    if (from === candidates || kept.length >= seconds / SECONDS_PER_MOMENT.least) return kept;
  }
  return [];
}

function costOf(
  song: HeardSong,
  { brokenAtStart, brokenAtEnd, place, tail, silentSeconds, endsOnBar }: Stretch,
): number {
  // Where there are no beats, nobody misses them.
  const isLost = song.analysis.grid !== null && (place === "word" || place === "anywhere");
  const isLoose = song.analysis.grid === null && place === "anywhere";
  return (
    (brokenAtStart ? COSTS.startWord : 0) +
    (brokenAtEnd ? COSTS.endWord : 0) +
    (isLost ? COSTS.place : 0) +
    (isLoose ? COSTS.loose : 0) +
    silentSeconds * COSTS.silentSecond +
    (tail > 0 && !brokenAtStart ? COSTS.tail : 0) +
    (endsOnBar ? 0 : COSTS.bar)
  );
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
