/** What the seed has no example of and the API has no call to make: artists that lack files, keys that no longer work. */
import { randomUUID } from "node:crypto";
import type { LocalDatabase } from "../../local/database.ts";
import { apiKeyPrefix, createApiKey } from "../../worker/accounts/api-key.ts";
import { accounts, apiKeys, artists, songs } from "../../worker/db/schema.ts";
import { newId, sha256Hex } from "../../worker/ids.ts";

export interface ExtraRows {
  /** An account of its own, so that the seed's accounts stay as they are. */
  apiKey: string;
  /** Artists of that account. */
  withoutSongs: string;
  withoutFaceGuide: string;
  withoutAnything: string;
  withoutNotes: string;
  /** Keys of that account that worked once. */
  revokedKey: string;
  expiredKey: string;
  /** Accounts that begin with nothing: what is in them was made through the API. */
  newcomers: [apiKey: string, anotherApiKey: string];
}

export async function insertExtraRows(db: LocalDatabase): Promise<ExtraRows> {
  const now = Date.now();
  const accountId = randomUUID();
  await db.insert(accounts).values({ id: accountId, name: "Half-Finished Business", createdAt: now });

  const addKey = async (
    name: string,
    ends: { revokedAt?: number; expiresAt?: number } = {},
    account = accountId,
  ): Promise<string> => {
    const key = createApiKey();
    const hash = await sha256Hex(key);
    await db
      .insert(apiKeys)
      .values({ id: newId("key"), accountId: account, name, hash, prefix: apiKeyPrefix(key), createdAt: now, ...ends });
    return key;
  };
  const addNewcomer = async (name: string): Promise<string> => {
    const id = randomUUID();
    await db.insert(accounts).values({ id, name, createdAt: now });
    return addKey("first", {}, id);
  };
  const addArtist = async (slug: string, has: { faceGuide: boolean; songs: number; notes: string }) => {
    const id = randomUUID();
    await db.insert(artists).values({
      id,
      accountId,
      slug,
      name: slug,
      faceGuide: has.faceGuide ? `library:artists/${id}/face-guide` : null,
      notes: has.notes,
      createdAt: now,
    });
    for (let position = 0; position < has.songs; position++) {
      await db.insert(songs).values({
        id: newId("song"),
        accountId,
        artistId: id,
        slug: `song-${position}`,
        title: `Song ${position}`,
        filename: `song-${position}.mp3`,
        audio: `library:songs/${id}/${position}`,
        bytes: 1000,
        durationSeconds: 60,
        loudness: Array.from({ length: 60 }, () => -14),
        createdAt: now,
      });
    }
    return id;
  };

  return {
    apiKey: await addKey("works"),
    revokedKey: await addKey("revoked", { revokedAt: now - 1000 }),
    newcomers: [await addNewcomer("Newcomer"), await addNewcomer("Another newcomer")],
    expiredKey: await addKey("expired", { expiresAt: now - 1000 }),
    withoutSongs: await addArtist("without-songs", { faceGuide: true, songs: 0, notes: "dry" }),
    withoutFaceGuide: await addArtist("without-face-guide", { faceGuide: false, songs: 2, notes: "dry" }),
    withoutAnything: await addArtist("without-anything", { faceGuide: false, songs: 0, notes: "" }),
    withoutNotes: await addArtist("without-notes", { faceGuide: true, songs: 2, notes: " " }),
  };
}
