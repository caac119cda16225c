/** Filled databases, made once for each choice of parameters, and kept in .backline/bench. */
import { createHash } from "node:crypto";
import {
  constants,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { LOCAL, ROOT } from "../../local/paths.ts";
import { archiveAll } from "./archived.ts";
import { type Filling, fill } from "./fill.ts";
import { makeSource, type Owner } from "./source.ts";

const KEPT = join(LOCAL, "bench", "filled");
const FINISHED = "owner.json";

export interface KeptDatabase {
  /** A stack's folder. Whoever starts a stack on it copies it first. */
  state: string;
  owner: Owner;
}

/** Changes with every change of the tables: what was written before then is of no use. */
function version(): string {
  const hash = createHash("sha256");
  for (const file of globSync("drizzle/*.sql", { cwd: ROOT }).toSorted()) hash.update(readFileSync(join(ROOT, file)));
  return hash.digest("hex").slice(0, 12);
}

async function kept(name: string, make: (state: string) => Promise<Owner>): Promise<KeptDatabase> {
  const state = join(KEPT, version(), name);
  if (!existsSync(join(state, FINISHED))) {
    // What an interrupted bench has left is of no use.
    const making = `${state}.making`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    const owner = await make(making);
    writeFileSync(join(making, FINISHED), JSON.stringify(owner));
    renameSync(making, state);
  }
  return { state, owner: JSON.parse(readFileSync(join(state, FINISHED), "utf8")) as Owner };
}

/** What the product itself has written: a few dozen runs. */
const sourceDatabase = (): Promise<KeptDatabase> => kept("source", makeSource);

/** The same, when all that is over was archived. */
async function archivedDatabase(): Promise<KeptDatabase> {
  const source = await sourceDatabase();
  return kept("archived", async (making) => {
    copyDatabase(source, making);
    await archiveAll(making, databaseFile(making));
    return source.owner;
  });
}

/** How often it is told how many runs are stored. */
const TOLD_EVERY = 10_000;

/** Of what is over for so long, only what archiving leaves is stored; undefined: nothing is archived. */
export type Wanted = Omit<Filling, "older"> & { archivedAfterDays?: number | undefined };

/** The same with many copies of all that. */
export async function filledDatabase(filling: Wanted): Promise<KeptDatabase> {
  const source = await sourceDatabase();
  const { runs, seed, accounts, days, uncleaned, archivedAfterDays } = filling;
  const archived = archivedAfterDays === undefined ? "" : `-archived-after-${archivedAfterDays}`;
  const name = `${runs}-runs-${accounts}-accounts-${days}-days-${uncleaned}-uncleaned${archived}-seed-${seed}`;
  const older =
    archivedAfterDays === undefined
      ? undefined
      : { days: archivedAfterDays, path: databaseFile((await archivedDatabase()).state) };
  return kept(name, async (making) => {
    copyDatabase(source, making);
    let told = 0;
    fill(databaseFile(making), { ...filling, older }, (stored) => {
      if (stored < told + TOLD_EVERY) return;
      told = stored;
      console.log(`… ${stored} of ${runs} runs stored`);
    });
    return source.owner;
  });
}

/** Copies a kept one to `state`, a folder that a stack can be started on. */
export function copyDatabase({ state: from }: KeptDatabase, state: string): void {
  cpSync(from, state, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** The file of D1's one database below a stack's folder. Throws when there is none. */
export function databaseFile(state: string): string {
  const [file, ...others] = globSync("v3/d1/**/*.sqlite", { cwd: state }).filter((path) => !path.includes("metadata"));
  if (file === undefined || others.length > 0)
    throw new Error(`${state} does not have one database: ${file}, ${others}`);
  return join(state, file);
}
