/**
 * `npm run keys -- --account "Night Shift Records" [--name laptop] [--remote]`: a key to an account, which is made
 * when there is none of that name. Writes to the local stack's database, or with --remote to the deployed one.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { newId, sha256Hex } from "../worker/ids.ts";
import { createKey, keyPrefix } from "../worker/keys.ts";
import { ROOT } from "./stack/stack.ts";
import { wranglerEnv, wranglerScript } from "./stack/wrangler.ts";

const { values } = parseArgs({
  options: {
    account: { type: "string" },
    name: { type: "string", default: "default" },
    remote: { type: "boolean", default: false },
  },
});
const account = values.account?.trim();
if (!account) {
  console.error('Name the account: npm run keys -- --account "Night Shift Records" [--name laptop] [--remote]');
  process.exit(2);
}

const key = createKey();
const now = Date.now();
/** SQLite knows one escape in a string: a quote is doubled. */
const text = (value: string) => `'${value.replaceAll("'", "''").replaceAll("\0", "")}'`;
const sql = [
  `INSERT INTO accounts (id, name, created_at) SELECT ${text(newId("acc"))}, ${text(account)}, ${now}
     WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE name = ${text(account)});`,
  `INSERT INTO api_keys (id, account_id, name, hash, prefix, created_at)
     SELECT ${text(newId("key"))}, id, ${text(values.name)}, ${text(await sha256Hex(key))}, ${text(keyPrefix(key))}, ${now}
     FROM accounts WHERE name = ${text(account)} LIMIT 1;`,
].join("\n");
const place = values.remote ? ["--remote"] : ["--local", "--persist-to", join(ROOT, ".backline", "state")];
execFileSync(
  process.execPath,
  [wranglerScript(ROOT), "d1", "execute", "backline", ...place, "--yes", "--command", sql],
  {
    cwd: ROOT,
    env: { ...process.env, ...wranglerEnv },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
console.log(`A key for ${account}. It is shown this once:\n\n  ${key}`);
