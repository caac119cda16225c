/** The Worker's code as a deployment would upload it, made by wrangler as for one. */
import { execFile } from "node:child_process";
import { join, parse } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./paths.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

const execute = promisify(execFile);

/**
 * Writes the module that `script` and all it imports become to `folder`, and returns its path. `config`: the
 * wrangler.toml that it is made with. Throws with what wrangler says when the code cannot be bundled.
 */
export async function bundleWorker(script: string, config: string, folder: string): Promise<string> {
  const args = ["deploy", script, "--config", config, "--dry-run", "--outdir", folder, "--containers-rollout=none"];
  await execute(process.execPath, [wranglerScript(ROOT), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...wranglerEnv },
  });
  return join(folder, `${parse(script).name}.js`);
}
