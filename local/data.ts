/** The database and files that a stack begins with. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSeed, type SeedExtent } from "../seed/build.ts";
import { claimState, isClaimed } from "./claim.ts";
import { type LocalDatabase, type SeedAccount, seedDatabase } from "./database.ts";
import { checkWritable } from "./disk-trouble.ts";
import { migrate } from "./migrations.ts";
import { ROOT, SEED } from "./paths.ts";
import { whenUnlocked } from "./when-unlocked.ts";

/** The seed's accounts, written when the database is ready. */
const accountsIn = (state: string) => join(state, "accounts.json");

export interface DataOptions {
  onProgress?: ((what: string) => void) | undefined;
  /** Writes more rows into a new database, before anything runs. */
  addToSeed?: ((db: LocalDatabase) => Promise<void>) | undefined;
  /** How much of the seed a new database gets; all of it by default. */
  seedExtent?: SeedExtent | undefined;
  /**
   * A folder that this was done in before: where there is no data yet, a copy of that is had. It is as `addToSeed` and
   * `seedExtent` made it then.
   */
  prepared?: string | undefined;
}

/**
 * Makes the seed's files if they are missing, migrates the database in `state`, and seeds it if it is new. Returns the
 * seed's accounts with their API keys, which are kept only here: the database knows their hashes. The Worker must not
 * be running yet. Throws a sentence when there is no room, or no right, to write.
 */
export async function prepareData(state: string, options: DataOptions = {}): Promise<SeedAccount[]> {
  const { onProgress = () => {}, addToSeed, seedExtent, prepared } = options;
  for (const folder of [SEED, state]) checkWritable(folder);
  const accountsFile = accountsIn(state);
  if (prepared !== undefined) {
    if (!existsSync(accountsFile)) {
      cpSync(join(prepared, "v3"), join(state, "v3"), { recursive: true });
      cpSync(accountsIn(prepared), accountsFile);
    }
    return readAccounts(accountsFile);
  }
  const seed = await buildSeed(SEED, onProgress, seedExtent);
  onProgress("preparing the database");
  // Written last: if it is missing, an earlier start was interrupted, and what that left is of no use.
  if (!existsSync(accountsFile)) rmSync(join(state, "v3"), { recursive: true, force: true });
  // Here, because a copy needs no Miniflare, which takes half a second to load.
  const { openLocalBindings } = await import("./bindings.ts");
  const bindings = await openLocalBindings(ROOT, state);
  try {
    await whenUnlocked(() => migrate(bindings.env.DB, join(ROOT, "drizzle")));
    if (existsSync(accountsFile)) return readAccounts(accountsFile);
    const accounts = await seedDatabase(bindings.env, seed, addToSeed);
    writeFileSync(accountsFile, JSON.stringify(accounts, null, 2), { mode: 0o600 });
    return accounts;
  } finally {
    await bindings.dispose();
  }
}

/** What `prepareData` wrote. */
const readAccounts = (file: string) => JSON.parse(readFileSync(file, "utf8")) as SeedAccount[];

/** How long another program may take to prepare the data, milliseconds. */
const PREPARED_MS = 120_000;

/**
 * Makes sure that there is a database in `state`, for a program that may run beside a stack: whoever has claimed the
 * folder prepares it, and is only waited for. Throws as `prepareData` does.
 */
export async function ensureData(state: string, options: DataOptions = {}): Promise<void> {
  let release: () => void;
  try {
    release = claimState(state);
  } catch (error) {
    if (!(error instanceof Error && isClaimed(error.cause))) throw error;
    const giveUpAt = Date.now() + PREPARED_MS;
    while (!existsSync(accountsIn(state))) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return;
  }
  try {
    await prepareData(state, options);
  } finally {
    release();
  }
}
