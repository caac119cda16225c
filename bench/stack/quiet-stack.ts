/** The product without its consumers and sweeps: nothing happens but what a call itself does. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Stack, type StackOptions, startStack } from "../../local/stack.ts";
import { ACCOUNTS } from "../../seed/accounts.ts";
import { writeWithoutConsumers } from "../../tests/support/copied-config.ts";
import type { AccountLimits } from "../../tests/support/new-admission.ts";
import { insertAccountsLike, type OwnAccount } from "../../tests/support/own-accounts.ts";
import { exitOnSignals } from "./signals.ts";

const NEVER_MS = 2 ** 31 - 1;

/** `accounts`: how many there are, with these `limits`. Each has an artist that is ready. */
export async function startQuietStack(
  state: string,
  accounts: number,
  limits: AccountLimits,
  more: Pick<StackOptions, "inspectorPort"> = {},
): Promise<{ stack: Stack; accounts: OwnAccount[] }> {
  exitOnSignals();
  const code = join(state, "code");
  mkdirSync(code, { recursive: true });
  let made: OwnAccount[] = [];
  const stack = await startStack({
    ...more,
    ...{ state, runtime: "workerd", ignoreDevVars: true, seedExtent: "small" },
    config: writeWithoutConsumers(code),
    sweepEveryMs: NEVER_MS,
    addToSeed: async (db) => {
      const artist = ACCOUNTS[0]?.artists[0]?.id ?? "";
      const named = Array.from({ length: accounts }, (_, at) => [`account ${at}`, limits] as const);
      made = (await insertAccountsLike(db, artist, named)).map(([, account]) => account);
    },
    fal: { latency: "instant", media: "instant" },
    // More requests in a minute than any caller makes.
    settings: { RATE_LIMIT: "1000000" },
  });
  return { stack, accounts: made };
}
