/** Retries transient errors. Only for idempotent work. */

const MAX_ATTEMPTS = 3;

/**
 * Runs `work` at most three times, some 200 and 800 ms apart, with jitter. Throws its last error, or the first that is
 * not `isTransient`.
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
