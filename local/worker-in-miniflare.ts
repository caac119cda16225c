/** A Worker in a Miniflare of this process, with what wrangler.toml binds. */
import { dirname } from "node:path";
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions, type V4WorkerOptionsShape } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import type { Vars } from "./dev-vars.ts";

export interface MiniflareWorker {
  /** The file that holds all its code (local/bundle.ts). */
  bundle: string;
  /** A wrangler.toml. */
  config: string;
  settings: Vars;
  /** Where its databases, objects and files are kept; in memory by default. */
  persistence?: string;
  /** Where it listens on localhost; any free port by default. */
  port?: number;
}

export function startWorkerInMiniflare({ bundle, config, settings, persistence, port }: MiniflareWorker): Miniflare {
  // Rules for what is imported are the bundler's, which has done its work. Wrangler's type forgets the names of the rest.
  const { modulesRules: _, ...options } = workerOptionsOf(config).workerOptions as V4WorkerOptionsShape;
  const worker: V4WorkerOptions = {
    ...options,
    modules: [{ type: "ESModule", path: bundle }],
    modulesRoot: dirname(bundle),
    bindings: { ...options.bindings, ...settings },
  };
  return new Miniflare(
    convertV4MiniflareOptions({
      ...(port === undefined ? {} : { host: "localhost", port, publicUrl: `http://localhost:${port}` }),
      ...(persistence === undefined ? {} : { resourcePersistencePath: persistence }),
      // The sweeper calls for a cron trigger.
      unsafeTriggerHandlers: true,
      workers: [worker],
    }),
  );
}
