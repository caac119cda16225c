/**
 * The Worker in workerd by itself: with the bindings, database and files that `wrangler dev` gives it, and without
 * wrangler's watcher, proxy and log, which take a third of the time of a test's request.
 *   --bundle <file> --settings <file> --state <folder> --port <number> [--inspector-port <number>]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readVars } from "./dev-vars.ts";
import { startWorkerInMiniflare } from "./worker-in-miniflare.ts";

const type = "string";
const { values } = parseArgs({
  options: { bundle: { type }, settings: { type }, state: { type }, port: { type }, "inspector-port": { type } },
});
function required(name: keyof typeof values): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

const miniflare = startWorkerInMiniflare({
  ...{ bundle: required("bundle"), settings: readVars(required("settings")) },
  ...{ persistence: join(required("state"), "v3"), port: Number(required("port")) },
  ...(values["inspector-port"] === undefined ? {} : { inspectorPort: Number(values["inspector-port"]) }),
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void miniflare.dispose().then(() => process.exit(0)));
}
await miniflare.ready;
