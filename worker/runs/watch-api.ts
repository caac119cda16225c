/** The object that looks after runs, and after what waits for listeners, for all streams, as a stream sees it. */
import type { Env } from "../env.ts";
import type { FoundRun } from "./read-runs.ts";

export interface WatchApi {
  /** Answers when there is something to tell, and after a while in any case. */
  next(watch: Watch): Promise<Seen>;
}

export interface Watch {
  /** Of the API key that the stream was opened with. */
  keyHash: string;
  /** The runs, all of the key's account, each with the version that the reader has; 0: none. */
  versions: [runId: string, version: number][];
  /**
   * A listener's webhook of the same account: the stream is told when a message waits for it. Of several, the one that began
   * last (`since`, Unix milliseconds) is: the others may have been left, which nobody has noticed yet.
   */
  listensTo?: { webhookId: string; since: number } | undefined;
}

export type Seen =
  /** Those that the reader has an older version of. */
  | { kind: "changed"; runs: FoundRun[] }
  | { kind: "unchanged" }
  /** A message waits for the listener. */
  | { kind: "waiting" }
  /** The listener's webhook was deleted, or disabled. */
  | { kind: "webhook_ended" }
  /** It was revoked, or has expired. */
  | { kind: "key_ended" };

/** There is one, for the whole deployment. wrangler.toml binds its class, whose methods are these. */
export const watcherOf = ({ RUN_WATCHER }: Pick<Env, "RUN_WATCHER">): WatchApi =>
  RUN_WATCHER.get(RUN_WATCHER.idFromName("watcher")) as unknown as WatchApi;
