/** The Worker's code as a deployment would upload it, made by wrangler as for one. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, parse } from "node:path";
import { promisify } from "node:util";
import type { V4WorkerOptionsShape } from "miniflare";
import { ROOT } from "./paths.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

const execute = promisify(execFile);

/** What wrangler.toml binds to the Worker, as Miniflare takes it, beside its module. */
const optionsBeside = (bundle: string) => join(dirname(bundle), "miniflare-options.json");

/**
 * Writes the module that `script` and all it imports become to `folder`, and returns its path. `config`: the
 * wrangler.toml that it is made with, and whose bindings it is to have. Throws with what wrangler says when the code
 * cannot be bundled.
 */
export async function bundleWorker(script: string, config: string, folder: string): Promise<string> {
  const args = ["deploy", script, "--config", config, "--dry-run", "--outdir", folder, "--containers-rollout=none"];
  await execute(process.execPath, [wranglerScript(ROOT), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...wranglerEnv },
  });
  const bundle = join(folder, `${parse(script).name}.js`);
  // Loaded here alone: it takes longer than starting the Worker does.
  const { unstable_getMiniflareWorkerOptions: optionsOf } = await import("wrangler");
  await writeFile(optionsBeside(bundle), JSON.stringify(optionsOf(config).workerOptions));
  return bundle;
}

/** What `bundleWorker` noted beside the module that it wrote. */
export const readWorkerOptions = (bundle: string): V4WorkerOptionsShape =>
  JSON.parse(readFileSync(optionsBeside(bundle), "utf8")) as V4WorkerOptionsShape;
