/**
 * The local D1 and R2 without a Worker: in a Miniflare inside this process, which lays out files as `wrangler dev`
 * does, and starts in a tenth of the time that wrangler takes.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Miniflare, type MiniflareOptions } from "miniflare";
import { parse } from "smol-toml";
import { z } from "zod";
import { BINDINGS_WORKER, d1OverHttp, r2OverHttp } from "./bindings-over-http.ts";

export interface LocalBindings {
  DB: D1Database;
  LIBRARY: R2Bucket;
  MEDIA: R2Bucket;
}

/** A D1 by its id, or an R2 bucket by its name. */
export type LocalBinding = { type: "d1"; id: string } | { type: "r2"; name: string };

/** What local files depend on: databases are stored by id, and buckets by name. */
const wranglerToml = z.object({
  compatibility_date: z.iso.date(),
  d1_databases: z.array(z.object({ binding: z.string(), database_id: z.string() })),
  r2_buckets: z.array(z.object({ binding: z.string(), bucket_name: z.string() })),
});

/**
 * Starts a Miniflare with these bindings. `persistence`: a folder; undefined: in memory. `script`: the module of a Worker
 * with these bindings, which does nothing by default.
 */
export function startMiniflare(
  env: Record<string, LocalBinding>,
  compatibilityDate: string,
  persistence?: string,
  script = "export default {}",
) {
  const main = "worker.mjs";
  const manifest = {
    mainModule: main,
    modulesRoot: "/",
    modules: { [main]: { type: "esm" as const, contents: script } },
  };
  const options: MiniflareOptions = {
    ...(persistence === undefined ? {} : { resourcePersistencePath: persistence }),
    workers: [
      {
        config: { name: "backline-bindings", compatibilityDate, manifest, env, exports: {} },
        // To the Worker itself: what Miniflare has before it unpacks, logs and compresses.
        dev: { rootPath: import.meta.dirname, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] },
      },
    ],
  };
  return new Miniflare(options);
}

/** wrangler.toml's compatibility date, and its database and buckets by the names of their bindings. */
export function readBindings(root: string): { compatibilityDate: string; env: Record<string, LocalBinding> } {
  const toml = wranglerToml.parse(parse(readFileSync(join(root, "wrangler.toml"), "utf8")));
  return {
    compatibilityDate: toml.compatibility_date,
    env: Object.fromEntries([
      ...toml.d1_databases.map(({ binding, database_id: id }) => [binding, { type: "d1", id }] as const),
      ...toml.r2_buckets.map(({ binding, bucket_name: name }) => [binding, { type: "r2", name }] as const),
    ]),
  };
}

/** The database and buckets in `state`, while no Worker has them open. Dispose of them before the Worker starts. */
export async function openLocalBindings(root: string, state: string) {
  const { compatibilityDate, env } = readBindings(root);
  const miniflare = startMiniflare(env, compatibilityDate, join(state, "v3"), BINDINGS_WORKER);
  await miniflare.ready;
  return {
    env: {
      DB: d1OverHttp(miniflare, "DB"),
      LIBRARY: r2OverHttp(miniflare, "LIBRARY"),
      MEDIA: r2OverHttp(miniflare, "MEDIA"),
    } satisfies LocalBindings,
    dispose: () => miniflare.dispose(),
  };
}
