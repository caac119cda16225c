/** Long computations give way: whoever else waits for the event loop has a turn every now and then. */
import { setImmediate } from "node:timers/promises";

/** Milliseconds at a stretch: a request that waits for so long is answered as if at once. */
const STRETCH_MS = 15;

/** The turns of one computation, which are passed on by time: how far it gets in a turn depends on the machine. */
export class Turns {
  #begun = performance.now();

  /** Whether the turn is over. Cheap enough to be asked thousands of times a second. */
  get isOver(): boolean {
    return performance.now() - this.#begun >= STRETCH_MS;
  }

  /** Lets the others have theirs. */
  async pass(): Promise<void> {
    await setImmediate();
    this.#begun = performance.now();
  }
}
