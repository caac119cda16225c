/** Seeded randomness: the same seed makes the same choices, on every machine. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** A generator for one purpose: different `purpose`s of the same seed are independent. */
export function seeded(seed: number, purpose: string): RandomGenerator {
  let hash = seed | 0;
  for (const character of purpose)
    hash = (Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) + 0x9e3779b9) | 0;
  return xoroshiro128plus(mixed(hash));
}

/**
 * MurmurHash3's finalizer: every output bit depends on every input bit. Without it, the low bits of two purposes'
 * hashes are correlated, whatever the seed, and half of all pairs of choices never come up.
 */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) | 0;
}

/** A whole number in [0, 2^31): fits every model's seed field. */
export const seedFrom = (seed: number, purpose: string): number => uniformInt(seeded(seed, purpose), 0, 0x7fffffff);

/** The items in a random order (Fisher-Yates). */
export function shuffled<Item>(items: readonly Item[], random: RandomGenerator): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    // Both indexes are below the length.
    [result[last], result[other]] = [result[other] as Item, result[last] as Item];
  }
  return result;
}
