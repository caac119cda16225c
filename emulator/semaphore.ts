/** Lets a limited number through at once; the rest wait in line. */

/** A semaphore: so many at once, first come, first served. A `key` finds who waits. */
export class Semaphore<Key = unknown> {
  #limit: number;
  #inside = 0;
  #line: { key: Key; enter: () => void }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
    this.#admit();
  }

  /** How many wait before `key`; 0 when it is next or not waiting. */
  position(key: Key): number {
    return Math.max(
      0,
      this.#line.findIndex((waiting) => waiting.key === key),
    );
  }

  /** Waits for a place and returns the function that gives it back. Rejects with the signal's reason when aborted. */
  async enter(key: Key, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const waiting = { key, enter: resolve };
      this.#line.push(waiting);
      signal?.addEventListener(
        "abort",
        () => {
          const place = this.#line.indexOf(waiting);
          if (place >= 0) this.#line.splice(place, 1);
          reject(signal.reason);
        },
        { once: true },
      );
      this.#admit();
    });
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside -= 1;
      this.#admit();
    };
  }

  #admit(): void {
    while (this.#inside < this.#limit) {
      const next = this.#line.shift();
      if (!next) return;
      this.#inside += 1;
      next.enter();
    }
  }
}
