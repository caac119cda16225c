/** Contenders take turns, so that whatever else the machine does meanwhile strikes them alike. */
import { seeded, shuffled } from "../worker/random.ts";

/** Does its work once, and gives the figure, or the figures, that it is judged by. */
type Contender<Figure> = () => Promise<Figure>;

/**
 * Has each contender go once in every round, in an order drawn anew for each round from `seed`; one after the other. Gives
 * their figures by round. `before` is done before each round, and does not count.
 */
export async function interleaved<Name extends string, Figure>(
  contenders: Record<Name, Contender<Figure>>,
  { rounds, seed = 1, before }: { rounds: number; seed?: number; before?: (round: number) => Promise<void> },
): Promise<Record<Name, Figure[]>> {
  // The keys of a record are its names.
  const names = Object.keys(contenders) as Name[];
  const random = seeded(seed, "turns");
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as Record<Name, Figure[]>;
  for (let round = 0; round < rounds; round++) {
    await before?.(round);
    for (const name of shuffled(names, random)) figures[name].push(await contenders[name]());
  }
  return figures;
}
