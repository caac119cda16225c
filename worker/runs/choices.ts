/**
 * What makes one run of a batch different from the next: reference image, song, clip, mood, movement. Drawn once, at
 * admission, from the batch's seed, without replacement: a pool starts over only when it is used up, so that thirty
 * runs are not thirty near-copies.
 */
import { pairs } from "../domain/pairs.ts";
import type { RunChoices } from "../domain/run.ts";
import { seeded, shuffled } from "../random.ts";

export interface Pools {
  references: number;
  songIds: readonly string[];
  moods: readonly string[];
  movements: readonly string[];
}

/** Shuffles the items anew at each call. Throws when there are none. */
function shuffler<Item>(items: readonly Item[], seed: number, purpose: string) {
  if (items.length === 0) throw new Error(`Nothing to draw a ${purpose} from`);
  const random = seeded(seed, purpose);
  return () => shuffled(items, random);
}

/**
 * Draws items in a random order, then in another one, and so on. Of those whose turn it may be, one that `suits` is
 * drawn first, if there is one. The others keep their places, so every item is drawn once before any is drawn again.
 */
function cycles<Item>(
  items: readonly Item[],
  seed: number,
  purpose: string,
): (suits?: (item: Item) => boolean) => Item {
  const shuffle = shuffler(items, seed, purpose);
  let left: Item[] = [];
  return (suits = () => true) => {
    if (left.length === 0) left = shuffle();
    const [item] = left.splice(Math.max(0, left.findIndex(suits)), 1);
    return item as Item; // The pool is not empty, so neither was what is left of it.
  };
}

/**
 * Choices for `count` runs. Every pool is used evenly. No two runs share mood and movement while the pools allow it;
 * those that must share them have different references if that leaves the references evenly used. Throws when a pool is
 * empty.
 */
export function drawChoices(seed: number, count: number, pools: Pools): RunChoices[] {
  const nextReference = cycles([...Array(pools.references).keys()], seed, "reference");
  const nextSong = cycles(pools.songIds, seed, "song");
  const nextMoodAndMovement = pairs(
    shuffler(pools.moods, seed, "mood")(),
    shuffler(pools.movements, seed, "movement")(),
  );
  const songUses = new Map<string, number>();
  const looks = new Set<string>();
  return Array.from({ length: count }, () => {
    const [mood, movement] = nextMoodAndMovement();
    const look = (reference: number) => `${reference}/${mood}/${movement}`;
    const reference = nextReference((candidate) => !looks.has(look(candidate)));
    looks.add(look(reference));
    const songId = nextSong();
    const clip = songUses.get(songId) ?? 0;
    songUses.set(songId, clip + 1);
    return { reference, songId, clip, clipSeed: seed, mood, movement };
  });
}
