/** `npm run deploy`: the Worker with its assets, and the renderer's image. Arguments are wrangler's. */
import { spawnSync } from "node:child_process";
import { ROOT } from "../local/paths.ts";
import { wranglerScript } from "../local/wrangler.ts";

const { status } = spawnSync(process.execPath, [wranglerScript(ROOT), "deploy", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
