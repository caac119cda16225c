/** Tries again what failed in passing. Only for work that changes nothing more when it is done twice. */

const TRIES = 3;

/** At most three tries, some 200 and 800 ms apart, with jitter. Throws what the last one, or one not `isPassing`, threw. */
export async function again<Result>(
  work: () => PromiseLike<Result>,
  isPassing: (error: unknown) => boolean = () => true,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** attempt * (0.5 + Math.random())));
    }
  }
}
