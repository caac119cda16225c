/** Of what begins at some time, the ones that are worth most together and lie apart: weighted interval scheduling. */

/**
 * Those that are worth most together, of which no two begin within `apart` seconds. `items`: in the order of their
 * starts, each worth more than nothing.
 */
export function bestApart<Item extends { startSeconds: number }>(
  items: readonly Item[],
  apart: number,
  worthOf: (item: Item) => number,
): Item[] {
  /** By the number of items that are looked at: what the best of them are worth, and whether the last one is among them. */
  const best = [{ worth: 0, isTaken: false, before: 0 }];
  let before = 0;
  for (const [place, item] of items.entries()) {
    while ((items[before]?.startSeconds ?? 0) <= item.startSeconds - apart + 1e-6) before++;
    const without = best[place]?.worth ?? 0;
    const withIt = (best[before]?.worth ?? 0) + worthOf(item);
    const isTaken = withIt > without;
    best.push(isTaken ? { worth: withIt, isTaken, before } : { worth: without, isTaken, before: place });
  }
  const chosen: Item[] = [];
  for (let looked = items.length; looked > 0; ) {
    const last = best[looked];
    const item = items[looked - 1];
    if (!last || !item) break;
    if (last.isTaken) chosen.push(item);
    looked = last.before;
  }
  return chosen.reverse();
}
