/** So many, and then it forgets all: an isolate has little memory, and what is remembered here can be asked for again. */
const MAX_REMEMBERED = 5_000;

/** What an isolate remembers of API keys, by their hashes or by names that begin with these, each for a while. */
export class ShortMemory<Value> {
  readonly #remembered = new Map<string, { value: Value; until: number }>();

  /** Undefined where nothing is remembered at `time`, Unix milliseconds. */
  recall(name: string, time: number): Value | undefined {
    const known = this.#remembered.get(name);
    return known && known.until > time ? known.value : undefined;
  }

  /** Remembers it until then, Unix milliseconds. */
  remember(name: string, value: Value, until: number): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(name, { value, until });
  }

  forget(name: string): void {
    this.#remembered.delete(name);
  }
}
