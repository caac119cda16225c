/**
 * Cron does not fire locally. This stands in for it, and runs far more often, because local queues forget their
 * messages.
 */
const EVERY_MS = 5000;

export interface Sweeper {
  /** Sweeps now. Throws when the Worker cannot be reached, or its sweep ends in an error. */
  sweep(): Promise<void>;
  stop(): void;
}

export function startSweeper(workerOrigin: string, everyMs = EVERY_MS): Sweeper {
  const sweep = async () => {
    const answer = await fetch(`${workerOrigin}/cdn-cgi/local/scheduled`, { signal: AbortSignal.timeout(30_000) });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`A sweep was answered ${answer.status}`);
  };
  // A sweep that fails means that the Worker is not up, or is restarting: the next one will do.
  const timer = setInterval(() => void sweep().catch(() => {}), everyMs);
  return { sweep, stop: () => clearInterval(timer) };
}
