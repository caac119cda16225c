/**
 * The Worker in workerd by itself: with the bindings, database and files that `wrangler dev` gives it, and without
 * wrangler's watcher, proxy and log, which take a third of the time of a test's request.
 *   --bundle <file> --config <wrangler.toml> --settings <file> --state <folder> --port <number>
 */
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions, type V4WorkerOptionsShape } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { readVars } from "./dev-vars.ts";
import { workerOrigin } from "./worker.ts";

const type = "string";
const { values } = parseArgs({
  options: { bundle: { type }, config: { type }, settings: { type }, state: { type }, port: { type } },
});
function required(name: keyof typeof values): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

const bundle = required("bundle");
const port = Number(required("port"));
// Rules for what is imported are the bundler's, which has done its work. Wrangler's type forgets the names of the rest.
const { modulesRules: _, ...options } = workerOptionsOf(required("config")).workerOptions as V4WorkerOptionsShape;
const worker: V4WorkerOptions = {
  ...options,
  modules: [{ type: "ESModule", path: bundle }],
  modulesRoot: dirname(bundle),
  bindings: { ...options.bindings, ...readVars(required("settings")) },
};
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    ...{ host: "localhost", port, publicUrl: workerOrigin(port) },
    resourcePersistencePath: join(required("state"), "v3"),
    // The sweeper calls for a cron trigger.
    unsafeTriggerHandlers: true,
    workers: [worker],
  }),
);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void miniflare.dispose().then(() => process.exit(0)));
}
await miniflare.ready;
