/** When calls that go unanswered say that whoever is called is down. Pure; times in milliseconds. */

/**
 * So many calls in a row, for so many different things, or for all that there are. One bad answer in ten, which is a bad
 * day, comes to that once in a hundred thousand calls; in an outage a single thing that is asked about again and again
 * makes as many within a minute.
 */
const CALLS = 5;
const DIFFERENT = 3;

/** Calls in a row that were not answered, as far as anybody told. */
export class Unanswered {
  #calls = 0;
  #about = new Set<string>();
  #last = 0;
  #since: number | undefined;
  readonly #inARowMs: number;

  /** `inARowMs`: two that lie further apart are not in a row. */
  constructor(inARowMs: number) {
    this.#inARowMs = inARowMs;
  }

  /** The first of those in a row; undefined when there are none. */
  get since(): number | undefined {
    return this.#since;
  }

  /** Counts a call about `id`. `out`: how many things there are to ask about. Whether these were enough. */
  count(id: string, out: number, now: number): boolean {
    if (now - this.#last > this.#inARowMs) this.forget();
    this.#since ??= now;
    this.#calls += 1;
    this.#last = now;
    if (this.#about.size < DIFFERENT) this.#about.add(id);
    return this.#calls >= CALLS && this.#about.size >= Math.min(DIFFERENT, Math.max(1, out));
  }

  /** One was answered. */
  forget(): void {
    this.#calls = 0;
    this.#about = new Set();
    this.#since = undefined;
  }
}
