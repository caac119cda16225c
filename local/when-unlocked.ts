/** Waiting for the lock of a local database, which workerd does not do by itself. */

const EVERY_MS = 50;
const PATIENCE_MS = 30_000;

const isLocked = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause)
    if (/SQLITE_BUSY|database is locked/.test(at.message)) return true;
  return false;
};

/**
 * Does `work`, and does it again for as long as another program has the database's lock, which leaves nothing done.
 * Throws a sentence after half a minute, or what `work` throws otherwise.
 */
export async function whenUnlocked<Result>(work: () => Promise<Result>, patienceMs = PATIENCE_MS): Promise<Result> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (!isLocked(cause)) throw cause;
      if (Date.now() > giveUpAt) {
        throw new Error("Another program has had the local database locked all the while: stop it, or try again.", {
          cause,
        });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
