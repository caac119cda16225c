/** Chance that comes out the same on every machine. */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** White noise from -1 to 1. Long enough that nobody hears it repeat. */
export const NOISE: Float32Array = (() => {
  const random = seededRandom(20260401);
  return Float32Array.from({ length: 1 << 17 }, () => random() * 2 - 1);
})();

export const NOISE_MASK = NOISE.length - 1;
