/**
 * `npm run keys -- --account "Night Shift Records"`: what only the operator can do. Creates the account when there is
 * none with that name, and gives it an API key; with limits, and with neither --name nor --expires, it only sets the limits. Writes to the
 * local stack's database, or with --remote to the deployed one.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { prepareData } from "../local/data.ts";
import { ROOT, STATE } from "../local/paths.ts";
import { wranglerEnv, wranglerScript } from "../local/wrangler.ts";
import { apiKeyPrefix, createApiKey } from "../worker/accounts/api-key.ts";
import { newId, sha256Hex } from "../worker/ids.ts";

const USAGE = `npm run keys -- --account "Night Shift Records" [options]
  --name laptop           name of the new key ("default" if omitted)
  --expires 2027-12-31    when the new key stops working
  --monthly-limit 50      US dollars that the runs of a month may cost; none: no limit
  --active-runs 200       runs under way at once
  --rate-limit 1200       requests a minute and key; none: as RATE_LIMIT has it
  --remote                the deployed database instead of the local one`;

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        account: { type: "string" },
        name: { type: "string" },
        expires: { type: "string" },
        "monthly-limit": { type: "string" },
        "active-runs": { type: "string" },
        "rate-limit": { type: "string" },
        remote: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** A number of at least `least`, as SQL; NULL for "none" where there may be no limit. */
function limit(
  name: string,
  text: string,
  { least, whole, optional }: Record<"whole" | "optional", boolean> & { least: number },
) {
  if (optional && text === "none") return "NULL";
  const value = Number(text);
  if (text.trim() === "" || !(value >= least) || value > 1e9 || (whole && !Number.isInteger(value))) {
    fail(`--${name} is not ${text}`);
  }
  return String(whole ? value : Math.round(value * 1e6));
}

const values = options();
const account = values.account?.trim();
if (!account) fail("Name the account.");
const { "monthly-limit": monthly, "active-runs": active, "rate-limit": rate } = values;
const limits = [
  monthly === undefined
    ? []
    : [`monthly_limit_micros = ${limit("monthly-limit", monthly, { least: 0, whole: false, optional: true })}`],
  active === undefined
    ? []
    : [`max_active_runs = ${limit("active-runs", active, { least: 0, whole: true, optional: false })}`],
  rate === undefined
    ? []
    : [`requests_per_minute = ${limit("rate-limit", rate, { least: 1, whole: true, optional: true })}`],
].flat();
const expiresAt = values.expires === undefined ? null : Date.parse(values.expires);
if (expiresAt !== null && !(expiresAt > Date.now())) fail(`--expires is not a time to come: ${values.expires}`);
const makesKey = limits.length === 0 || values.name !== undefined || expiresAt !== null;

const now = Date.now();
/** SQLite has one escape in a string: a quote is doubled. */
const text = (value: string) => `'${value.replaceAll("'", "''").replaceAll("\0", "")}'`;
/** Names are not unique: the first account with this name. */
const found = `(SELECT id FROM accounts WHERE name = ${text(account)} ORDER BY created_at, id LIMIT 1)`;
const key = createApiKey();
const sql = [
  `INSERT INTO accounts (id, name, created_at) SELECT ${text(newId("acc"))}, ${text(account)}, ${now}
     WHERE ${found} IS NULL;`,
  ...(limits.length > 0 ? [`UPDATE accounts SET ${limits.join(", ")} WHERE id = ${found};`] : []),
  ...(makesKey
    ? [
        `INSERT INTO api_keys (id, account_id, name, hash, prefix, created_at, expires_at)
           VALUES (${text(newId("key"))}, ${found}, ${text(values.name ?? "default")}, ${text(await sha256Hex(key))},
             ${text(apiKeyPrefix(key))}, ${now}, ${expiresAt ?? "NULL"});`,
      ]
    : []),
].join("\n");

// In a fresh clone there is no database yet. A deployed one is migrated by whoever deploys.
if (!values.remote) await prepareData(STATE, { onProgress: (what) => console.error(`… ${what}`) });
const place = values.remote ? ["--remote"] : ["--local", "--persist-to", STATE];
execFileSync(
  process.execPath,
  [wranglerScript(ROOT), "d1", "execute", "backline", ...place, "--yes", "--command", sql],
  {
    cwd: ROOT,
    env: { ...process.env, ...wranglerEnv },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
if (limits.length > 0) console.log(`The limits of ${account} are set: GET /api/account shows them.`);
if (makesKey) console.log(`A key for ${account}. It is shown this once:\n\n  ${key}`);
