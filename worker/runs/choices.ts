/**
 * What makes one run of a batch different from the next: reference image, song, clip, mood, movement. Drawn once, at
 * admission, from the batch's seed, without replacement: a pool starts over only when it is used up, so that thirty
 * runs are not thirty near-copies.
 */
import type { RunChoices } from "../domain/run.ts";
import { seeded, shuffled } from "../random.ts";

export interface Pools {
  references: number;
  songIds: readonly string[];
  moods: readonly string[];
  movements: readonly string[];
}

/** Items in a random order, then in another one, and so on. */
function cycles<Item>(items: readonly Item[], seed: number, purpose: string): () => Item {
  const random = seeded(seed, purpose);
  let left: Item[] = [];
  return () => {
    if (left.length === 0) left = shuffled(items, random);
    const item = left.pop();
    if (item === undefined) throw new Error(`Nothing to draw a ${purpose} from`);
    return item;
  };
}

/** Choices for `count` runs. No two share reference, mood and movement while the pools allow it. */
export function drawChoices(seed: number, count: number, pools: Pools): RunChoices[] {
  const nextReference = cycles([...Array(pools.references).keys()], seed, "reference");
  const nextSong = cycles(pools.songIds, seed, "song");
  const nextMood = cycles(pools.moods, seed, "mood");
  const nextMovement = cycles(pools.movements, seed, "movement");
  const songUses = new Map<string, number>();
  const looks = new Set<string>();
  return Array.from({ length: count }, () => {
    const reference = nextReference();
    const songId = nextSong();
    const mood = nextMood();
    let movement = nextMovement();
    for (let tries = 0; looks.has(`${reference}/${mood}/${movement}`) && tries < pools.movements.length; tries++) {
      movement = nextMovement();
    }
    looks.add(`${reference}/${mood}/${movement}`);
    const clip = songUses.get(songId) ?? 0;
    songUses.set(songId, clip + 1);
    return { reference, songId, clip, clipSeed: seed, mood, movement };
  });
}
