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

/**
 * Draws items in a random order, then in another one, and so on. An item that `suits` is drawn before one whose turn it
 * is; the others keep their places, so that every item is drawn once before any is drawn again.
 */
function cycles<Item>(
  items: readonly Item[],
  seed: number,
  purpose: string,
): (suits?: (item: Item) => boolean) => Item {
  const random = seeded(seed, purpose);
  const left: Item[] = [];
  return (suits = () => true) => {
    if (!left.some(suits)) left.push(...shuffled(items, random));
    const [item] = left.splice(Math.max(0, left.findIndex(suits)), 1);
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
    const look = (movement: string) => `${reference}/${mood}/${movement}`;
    const movement = nextMovement((candidate) => !looks.has(look(candidate)));
    looks.add(look(movement));
    const clip = songUses.get(songId) ?? 0;
    songUses.set(songId, clip + 1);
    return { reference, songId, clip, clipSeed: seed, mood, movement };
  });
}
