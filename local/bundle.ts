/** The Worker's code as a deployment would upload it, made by wrangler as for one. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, parse } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { V4WorkerOptionsShape } from "miniflare";
import { ROOT } from "./paths.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

const execute = promisify(execFile);

/** What wrangler.toml binds to the Worker, as Miniflare takes it, beside its module. */
const optionsBeside = (bundle: string) => join(dirname(bundle), "miniflare-options.json");
/** What the module was made of, as esbuild tells it. */
const metafileIn = (folder: string) => join(folder, "metafile.json");

/**
 * Writes the module that `script` and all it imports become to `folder`, and returns its path. `config`: the
 * wrangler.toml that it is made with, and whose bindings it is to have. Throws with what wrangler says when the code
 * cannot be bundled.
 */
export async function bundleWorker(script: string, config: string, folder: string): Promise<string> {
  const args = ["deploy", script, "--config", config, "--dry-run", "--outdir", folder, "--containers-rollout=none"];
  await execute(process.execPath, [wranglerScript(ROOT), ...args, "--metafile", metafileIn(folder)], {
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

/** Bytes that a deployment uploads, and what is left of them compressed: Cloudflare's limit is of that. */
export function sizeOf(bundle: string): { bytes: number; gzipBytes: number } {
  const code = readFileSync(bundle);
  return { bytes: code.byteLength, gzipBytes: gzipSync(code).byteLength };
}

/** Bytes of a bundle by the file that they come from. Paths are relative to the folder of its wrangler.toml. */
export function bytesByFile(bundle: string): Map<string, number> {
  const { outputs } = JSON.parse(readFileSync(metafileIn(dirname(bundle)), "utf8")) as Metafile;
  const inputs = Object.values(outputs).find(({ entryPoint }) => entryPoint !== undefined)?.inputs ?? {};
  return new Map(Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]));
}

/** As far as it is read here; https://esbuild.github.io/api/#metafile describes the rest. */
interface Metafile {
  outputs: Record<string, { entryPoint?: string; inputs: Record<string, { bytesInOutput: number }> }>;
}
