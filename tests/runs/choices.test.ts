import { describe, expect, test } from "vitest";
import { drawChoices, type Pools } from "../../worker/runs/choices.ts";
import { chooseMoment } from "../../worker/steps/clip.ts";
import { BUILT_IN } from "../../worker/templates/index.ts";
import { momentAt } from "../steps/made-moments.ts";

const SEEDS = Array.from({ length: 300 }, (_, at) => (at * 2_654_435_761) >>> 0);
const songIds = ["song_a", "song_b", "song_c"];

const poolsOf = (template: (typeof BUILT_IN)[number]): Pools => ({
  references: template.references.length,
  songIds,
  moods: template.moods.map(({ name }) => name),
  movements: template.movements.map(({ name }) => name),
});
const [bedroom] = BUILT_IN.map(poolsOf);
if (!bedroom) throw new Error("There are no templates");

/** How often each item was drawn, those that never were included. */
const uses = <Item>(drawn: Item[], pool: readonly Item[]) =>
  pool.map((item) => drawn.filter((other) => other === item).length);

describe.each(BUILT_IN)("a batch of thirty: $name", (template) => {
  const pools = poolsOf(template);
  const batches = SEEDS.map((seed) => drawChoices(seed, 30, pools));

  test("has no two runs with the same reference, mood and movement", () => {
    for (const batch of batches) {
      const looks = batch.map(({ reference, mood, movement }) => `${reference}/${mood}/${movement}`);
      expect(new Set(looks).size).toBe(30);
    }
  });

  test("draws nothing twice before its pool is used up", () => {
    for (const batch of batches) {
      const references = batch.slice(0, pools.references).map(({ reference }) => reference);
      expect(new Set(references).size).toBe(pools.references);
      const [songs, moods, movements] = [pools.songIds, pools.moods, pools.movements].map(({ length }) => length);
      expect(new Set(batch.slice(0, songs).map(({ songId }) => songId)).size).toBe(songs);
      expect(new Set(batch.slice(0, moods).map(({ mood }) => mood)).size).toBe(moods);
      expect(new Set(batch.slice(0, movements).map(({ movement }) => movement)).size).toBe(movements);
    }
  });

  test("uses the items of a pool as often as each other", () => {
    for (const batch of batches) {
      for (const counts of [
        uses(
          batch.map(({ reference }) => reference),
          [...Array(pools.references).keys()],
        ),
        uses(
          batch.map(({ songId }) => songId),
          pools.songIds,
        ),
        uses(
          batch.map(({ mood }) => mood),
          pools.moods,
        ),
        uses(
          batch.map(({ movement }) => movement),
          pools.movements,
        ),
      ]) {
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
  });

  test("hears every moment of every song before any moment twice", () => {
    const chosen = { moments: [5, 15, 25].map((start) => momentAt(start)), further: [] };
    const wanted = { seconds: 8, preferSung: false } as const;
    for (const batch of batches) {
      const heard = batch.map((choices) => `${choices.songId}@${chooseMoment(chosen, wanted, choices).startSeconds}`);
      expect(new Set(heard.slice(0, 9)).size).toBe(9);
      const counts = uses(heard, [...new Set(heard)]);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});

test("the same seed draws the same, another seed something else", () => {
  for (const seed of SEEDS) expect(drawChoices(seed, 30, bedroom)).toEqual(drawChoices(seed, 30, bedroom));
  const first = SEEDS.map((seed) => JSON.stringify({ ...drawChoices(seed, 1, bedroom)[0], clipSeed: 0 }));
  expect(new Set(first).size).toBeGreaterThan(SEEDS.length * 0.8);
});

test("a smaller batch of the same seed is the beginning of a larger one", () => {
  for (const seed of SEEDS.slice(0, 50)) {
    expect(drawChoices(seed, 7, bedroom)).toEqual(drawChoices(seed, 30, bedroom).slice(0, 7));
  }
});

test("what a seed draws from one pool says nothing about what it draws from another", () => {
  const firsts = Array.from({ length: 4000 }, (_, seed) => drawChoices(seed, 1, bedroom)[0]);
  const pairs = new Set(firsts.map((choices) => `${choices?.mood}/${choices?.movement}`));
  expect(pairs.size).toBe(bedroom.moods.length * bedroom.movements.length);
  const songsOfReferences = new Set(firsts.map((choices) => `${choices?.reference}/${choices?.songId}`));
  expect(songsOfReferences.size).toBe(bedroom.references * songIds.length);
});

test("every item of every pool comes first for some seed", () => {
  const firsts = SEEDS.map((seed) => drawChoices(seed, 1, bedroom)[0]);
  expect(new Set(firsts.map((choices) => choices?.reference)).size).toBe(bedroom.references);
  expect(new Set(firsts.map((choices) => choices?.songId)).size).toBe(3);
  expect(new Set(firsts.map((choices) => choices?.mood)).size).toBe(bedroom.moods.length);
  expect(new Set(firsts.map((choices) => choices?.movement)).size).toBe(bedroom.movements.length);
});

test.each([
  [1, 5, 6],
  [1, 6, 6],
  [2, 4, 4],
  [2, 2, 2],
  [3, 3, 3],
  [50, 30, 1],
])(
  "with %i references, %i moods and %i movements every mood meets every movement before any meets one again",
  (...sizes) => {
    const [references, moods, movements] = sizes;
    const named = (name: string, length: number) => Array.from({ length }, (_, at) => `${name} ${at}`);
    const pools: Pools = { references, songIds, moods: named("mood", moods), movements: named("movement", movements) };
    for (const seed of SEEDS) {
      const batch = drawChoices(seed, 30, pools);
      const met = batch.slice(0, moods * movements).map(({ mood, movement }) => `${mood}/${movement}`);
      expect(new Set(met).size).toBe(met.length);
      for (const counts of [
        uses(
          batch.map(({ mood }) => mood),
          pools.moods,
        ),
        uses(
          batch.map(({ movement }) => movement),
          pools.movements,
        ),
      ]) {
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
  },
);

test("pools that are too small for thirty different runs still give thirty runs", () => {
  const small: Pools = { references: 1, songIds: ["only"], moods: ["calm"], movements: ["still"] };
  const batch = drawChoices(1, 30, small);
  expect(batch).toHaveLength(30);
  expect(batch.map(({ clip }) => clip)).toEqual([...Array(30).keys()]);
});

test("without a song there is nothing to draw", () => {
  expect(() => drawChoices(1, 1, { ...bedroom, songIds: [] })).toThrow("song");
});
