/** How long places are taken, as far as that is known by now, and so how long a line before them takes. Pure. */

/** How much a new time counts against all before it. */
const NEWS = 0.2;

/** The mean time that a place is taken, the latest times counting most. */
export class Pace {
  #meanMs: number;
  readonly #since = new Map<string, number>();

  /** `firstMs`: what is expected before anything is known. */
  constructor(firstMs: number) {
    this.#meanMs = firstMs;
  }

  /** One has a place from now on. */
  begin(id: string, now: number): void {
    if (!this.#since.has(id)) this.#since.set(id, now);
  }

  /** It gives it back. */
  end(id: string, now: number): void {
    const since = this.#since.get(id);
    if (since === undefined) return;
    this.#since.delete(id);
    this.#meanMs += NEWS * (now - since - this.#meanMs);
  }

  /** Milliseconds until one gets a place who has `ahead` before it; null without any places. */
  waitMs(ahead: number, places: number): number | null {
    return places > 0 ? Math.round(((ahead + 1) / places) * this.#meanMs) : null;
  }
}
