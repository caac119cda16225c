/** The time, for what tells how long something still takes. */
import { signal } from "@preact/signals";

/** Unix milliseconds; moves on once a second. */
export const now = signal(Date.now());

export function startClock(): () => void {
  const timer = setInterval(() => {
    if (!document.hidden) now.value = Date.now();
  }, 1000);
  return () => clearInterval(timer);
}
