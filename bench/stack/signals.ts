/** The services of a stack end with the process that started them when it exits, which a signal by itself is not. */
let isHeard = false;

/** From now on SIGINT and SIGTERM have this process exit. */
export function exitOnSignals(): void {
  if (isHeard) return;
  isHeard = true;
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
}
