/** Retries transient errors. Only for idempotent work: whatever is done twice must change nothing more. */

const MAX_ATTEMPTS = 3;

/**
 * At most three tries, some 200 and 800 ms apart, with jitter. Throws what the last one, or one not `isTransient`,
 * threw.
 */
export async function retry<Result>(
  work: () => PromiseLike<Result>,
  isTransient: (error: unknown) => boolean = () => true,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * 4 ** attempt * (0.5 + Math.random())));
    }
  }
}
