/** The object that counts the requests of an API key, as those who ask it see it. */
export interface LimiterApi {
  /** Counts a request. `saveEvery`: after how many of them the count must not be forgotten. */
  count(windowMs: number, saveEvery: number): Promise<Counted>;
  /** The key is being shown what is in the database as of this bookmark. */
  showed(bookmark: string): Promise<void>;
}

export interface Counted {
  /** Requests of the window so far, this one included, and those that were refused. */
  used: number;
  /** When the window ends. */
  endsInMs: number;
  /** The latest state of the database that the key was shown, if that is not long ago. */
  bookmark: string | null;
}
