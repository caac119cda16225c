/** Seeded randomness: the same words always roll the same numbers. */
import { createHash } from "node:crypto";

export interface Dice {
  /** A number in [0, 1). */
  roll(): number;
  /** A number in [from, to). */
  between(from: number, to: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  pick<T>(from: readonly T[]): T | undefined;
  /** `count` different ones, in random order; all of them when there are fewer. */
  draw<T>(from: readonly T[], count: number): T[];
}

/** Dice whose rolls depend on nothing but `words`. The generator is mulberry32. */
export function dice(...words: (string | number)[]): Dice {
  let state = createHash("sha256").update(words.join("\n")).digest().readUInt32LE(0);
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(roll() * from.length)];
  return {
    roll,
    between: (from, to) => from + (to - from) * roll(),
    // The first overload promises a value because its list is not empty.
    pick: pick as Dice["pick"],
    draw: (from, count) => {
      const left = [...from];
      const drawn: (typeof left)[number][] = [];
      while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(roll() * left.length), 1));
      return drawn;
    },
  };
}
