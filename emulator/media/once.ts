const made = new Map<string, Promise<unknown>>();

/** What `make` made the first time it was asked for under this key, by anyone in the process. */
export function once<Made>(key: string, make: () => Promise<Made>): Promise<Made> {
  let making = made.get(key) as Promise<Made> | undefined; // A key names one kind of thing.
  if (!making) {
    making = make();
    made.set(key, making);
    // A failure is not kept.
    making.catch(() => made.delete(key));
  }
  return making;
}
