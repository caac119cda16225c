/** Combining two lists so that combinations do not come again soon. */

/**
 * Draws pairs, of which none comes again before every one has come. Both lists go round and round, so their items come
 * equally often. Whenever they are about to meet as before, the second list begins its round one item later.
 */
export function pairs<First, Second>(firsts: readonly First[], seconds: readonly Second[]): () => [First, Second] {
  const meetAgain = leastCommonMultiple(firsts.length, seconds.length);
  let drawn = 0;
  return () => {
    const second = (drawn + Math.floor(drawn / meetAgain)) % seconds.length;
    // Both lists have an item at every remainder of their lengths.
    const pair = [firsts[drawn % firsts.length], seconds[second]] as [First, Second];
    drawn += 1;
    return pair;
  };
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}
