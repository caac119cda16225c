/** What the counting Worker and whoever asks it agree on. */

/**
 * What sent a statement: a request, a message, the sweeper, or an object (the pool, the gate; the
 * watcher of runs by itself).
 */
export type Source = "fetch" | "queue" | "scheduled" | "objects" | "watcher";

/** Statements sent to the database since the Worker began. */
export type Counts = Record<Source, number>;

/** Where it is told to have its objects begin anew. */
export const DEPLOY_PATH = "/outages/deploy";

/** Where the counting Worker tells its counts. */
export const COUNTS_PATH = "/outages/counts";
