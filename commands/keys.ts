/**
 * `npm run keys -- --account "Night Shift Records"`: what only the operator can do. Creates the account when there is
 * none with that name, and gives it an API key; with limits, and with neither --name nor --expires, it only sets the
 * limits of an account that exists. Writes to the local stack's database, or with --remote to the deployed one.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { openLocalBindings } from "../local/bindings.ts";
import { ensureData } from "../local/data.ts";
import { sentenceOf } from "../local/disk-trouble.ts";
import { ROOT, STATE } from "../local/paths.ts";
import { whenUnlocked } from "../local/when-unlocked.ts";
import { wranglerEnv, wranglerScript } from "../local/wrangler.ts";
import { apiKeyPrefix, createApiKey } from "../worker/accounts/api-key.ts";
import { newId, sha256Hex } from "../worker/ids.ts";
import { type Statements, statementsFor } from "./keys/statements.ts";

/** What `wrangler d1 execute --json` prints: an entry for each statement. */
const answers = z.array(z.object({ results: z.array(z.unknown()) }));

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

const key = createApiKey();
const statements = statementsFor({
  account,
  limits,
  key: makesKey
    ? {
        ...{ id: newId("key"), name: values.name ?? "default", hash: await sha256Hex(key), prefix: apiKeyPrefix(key) },
        expiresAt,
      }
    : undefined,
  newAccountId: newId("acc"),
  now: Date.now(),
});

/** Runs the statements one after the other; says of each whether it gave a row. */
async function run(all: string[]): Promise<boolean[]> {
  if (values.remote) {
    const args = ["d1", "execute", "backline", "--remote", "--yes", "--json", "--command", `${all.join(";\n")};`];
    const answer = execFileSync(process.execPath, [wranglerScript(ROOT), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...wranglerEnv },
      stdio: ["ignore", "pipe", "inherit"],
    });
    return answers.parse(JSON.parse(answer.toString())).map(({ results }) => results.length > 0);
  }
  // In a fresh clone there is no database yet. A deployed one is migrated by whoever deploys.
  await ensureData(STATE, { onProgress: (what) => console.error(`… ${what}`) });
  const { env, dispose } = await openLocalBindings(ROOT, STATE);
  try {
    const done = await whenUnlocked(() => env.DB.batch(all.map((statement) => env.DB.prepare(statement))));
    return done.map(({ results }) => results.length > 0);
  } finally {
    await dispose();
  }
}

const names = Object.keys(statements);
let gaveRow: boolean[];
try {
  gaveRow = await run(Object.values(statements));
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
const gave = (name: keyof Statements) => gaveRow[names.indexOf(name)] === true;
if (limits.length > 0 && !gave("limits")) {
  console.error(`There is no account called "${account}", so no limit was set. With --name it is made, with a key.`);
  process.exit(1);
}
if (gave("account")) console.log(`${account} is a new account.`);
if (limits.length > 0) console.log(`The limits of ${account} are set: GET /api/account shows them.`);
if (makesKey) console.log(`A key for ${account}. It is shown this once:\n\n  ${key}`);
