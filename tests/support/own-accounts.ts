/**
 * Accounts for tests of what an account may do: each has one key and one artist that is ready, with the songs and the
 * face of the seed's first artist, and is used by one test file alone.
 */
import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import type { LocalDatabase } from "../../local/database.ts";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { accounts, apiKeys, artists, songs } from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";
import type { AccountLimits } from "./new-admission.ts";

const LIMITS = {
  keys: {},
  lastKey: {},
  idempotency: {},
  examples: {},
  /** A minute is six seconds where times are a tenth. */
  rate: { requestsPerMinute: 20 },
  busy: { maxActiveRuns: 3 },
  /** A few plain runs. */
  spend: { monthlyLimitMicros: 3_600_000 },
  settlement: {},
  retry: { monthlyLimitMicros: 1_500_000, maxActiveRuns: 2 },
  /** Enough for a few runs, so that calls which ask for more do not make them. */
  document: { monthlyLimitMicros: 4_500_000, maxActiveRuns: 2 },
  fuzz: { monthlyLimitMicros: 6_000_000, maxActiveRuns: 1 },
  agents: { monthlyLimitMicros: 30_000_000, maxActiveRuns: 4 },
  cli: {},
  /** Too little for one run. */
  cliSpent: { monthlyLimitMicros: 500_000 },
  /** Two that know nothing of each other. */
  tenant: {},
  otherTenant: {},
} satisfies Record<string, AccountLimits>;

export interface OwnAccount {
  accountId: string;
  apiKey: string;
  artistId: string;
}
export type OwnAccounts = Record<keyof typeof LIMITS, OwnAccount>;

/** Writes one account for each of LIMITS. */
export async function insertOwnAccounts(db: LocalDatabase, seedArtistId: string): Promise<OwnAccounts> {
  const made = await insertAccountsLike(db, seedArtistId, Object.entries(LIMITS));
  // One entry per key of LIMITS.
  return Object.fromEntries(made) as OwnAccounts;
}

/** Writes accounts, by name, with their limits; the artist of each is the seed's, under an id of its own. */
export async function insertAccountsLike(
  db: LocalDatabase,
  seedArtistId: string,
  limitsByName: readonly (readonly [name: string, limits: AccountLimits])[],
): Promise<[name: string, account: OwnAccount][]> {
  const [artist] = await db.select().from(artists).where(eq(artists.id, seedArtistId));
  const itsSongs = await db.select().from(songs).where(eq(songs.artistId, seedArtistId)).orderBy(asc(songs.slug));
  if (!artist) throw new Error("The seed's first artist is gone");
  const createdAt = Date.now();
  const made = limitsByName.map(async ([name, limits]): Promise<[string, OwnAccount]> => {
    const own: OwnAccount = { accountId: randomUUID(), apiKey: createApiKey(), artistId: randomUUID() };
    await db.insert(accounts).values({ id: own.accountId, name, createdAt, ...limits });
    await db.insert(apiKeys).values({
      ...{ id: newId("key"), accountId: own.accountId, name: "first", createdAt },
      ...{ hash: await sha256Hex(own.apiKey), prefix: apiKeyPrefix(own.apiKey) },
    });
    await db.insert(artists).values({ ...artist, id: own.artistId, accountId: own.accountId });
    for (const song of itsSongs) {
      await db.insert(songs).values({ ...song, id: newId("song"), accountId: own.accountId, artistId: own.artistId });
    }
    return [name, own];
  });
  return Promise.all(made);
}
