/** A Worker in a Miniflare of this process, with what wrangler.toml binds. */
import { dirname } from "node:path";
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from "miniflare";
import { readWorkerOptions } from "./bundle.ts";
import type { Vars } from "./dev-vars.ts";

export interface MiniflareWorker {
  /** The file that holds all its code (local/bundle.ts). */
  bundle: string;
  settings: Vars;
  /** Where its databases, objects and files are kept; in memory by default. */
  persistence?: string;
  /** Where it listens on localhost; any free port by default. */
  port?: number;
  /** Where its isolate can be looked into, by V8's inspector protocol; nowhere by default. */
  inspectorPort?: number;
}

export function startWorkerInMiniflare({
  bundle,
  settings,
  persistence,
  port,
  inspectorPort,
}: MiniflareWorker): Miniflare {
  // Rules for what is imported are the bundler's, which has done its work.
  const { modulesRules: _, ...options } = readWorkerOptions(bundle);
  const worker: V4WorkerOptions = {
    ...options,
    modules: [{ type: "ESModule", path: bundle }],
    modulesRoot: dirname(bundle),
    bindings: { ...options.bindings, ...settings },
  };
  return new Miniflare(
    convertV4MiniflareOptions({
      ...(port === undefined ? {} : { host: "localhost", port, publicUrl: `http://localhost:${port}` }),
      ...(inspectorPort === undefined ? {} : { inspectorHost: "127.0.0.1", inspectorPort }),
      ...(persistence === undefined ? {} : { resourcePersistencePath: persistence }),
      // The sweeper calls for a cron trigger.
      unsafeTriggerHandlers: true,
      workers: [worker],
    }),
  );
}
