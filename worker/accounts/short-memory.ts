/** So many, and then it forgets all: an isolate has little memory, and what is remembered here can be asked for again. */
const MAX_REMEMBERED = 5_000;

/** What an isolate remembers of API keys, by their hashes, each for a while. */
export class ShortMemory<Value> {
  readonly #remembered = new Map<string, { value: Value; until: number }>();

  /** Undefined where nothing is remembered at `time`, Unix milliseconds. */
  recall(hash: string, time: number): Value | undefined {
    const known = this.#remembered.get(hash);
    return known && known.until > time ? known.value : undefined;
  }

  /** Remembers it until then, Unix milliseconds. */
  remember(hash: string, value: Value, until: number): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(hash, { value, until });
  }

  forget(hash: string): void {
    this.#remembered.delete(hash);
  }
}
