/** `npm run deploy`: the Worker with its assets. Arguments are wrangler's. */
import { spawnSync } from "node:child_process";
import { copyDocsAssets } from "../local/docs-assets.ts";
import { ROOT } from "../local/stack.ts";
import { wranglerScript } from "../local/wrangler.ts";

copyDocsAssets(ROOT);
const { status } = spawnSync(process.execPath, [wranglerScript(ROOT), "deploy", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
