/** `.backline/local.json`: how to reach the stack that `npm start`, or the companions and wrangler, keep running. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { SeedAccount } from "./database.ts";
import { LOCAL } from "./paths.ts";

const FILE = join(LOCAL, "local.json");

const localStack = z.object({
  url: z.url(),
  api_key: z.string(),
  artist_account_id: z.string(),
  second_api_key: z.string(),
  second_artist_account_id: z.string(),
});
export type LocalStack = z.infer<typeof localStack>;

/** Throws when the seed does not have two accounts with an artist each. */
export function describeStack({ url, accounts }: { url: string; accounts: SeedAccount[] }): LocalStack {
  const [first, second] = accounts;
  return localStack.parse({
    url,
    api_key: first?.apiKey,
    artist_account_id: first?.artistIds[0],
    second_api_key: second?.apiKey,
    second_artist_account_id: second?.artistIds[0],
  });
}

export function writeLocalFile(stack: LocalStack): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
}

export const removeLocalFile = (): void => rmSync(FILE, { force: true });

/** The stack that is up, or undefined. A file that a crash left behind names a stack that does not answer. */
export async function findRunningStack(): Promise<LocalStack | undefined> {
  try {
    const stack = localStack.parse(JSON.parse(readFileSync(FILE, "utf8")));
    const health = await fetch(`${stack.url}/health`, { signal: AbortSignal.timeout(2000) });
    return health.ok ? stack : undefined;
  } catch {
    return undefined; // No file, not ours, or nobody there: none is up.
  }
}
