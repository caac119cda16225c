/** Puts the seed data into the local D1 and R2. */
import { readFile } from "node:fs/promises";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import type { SeedManifest } from "../seed/manifest.ts";
import { apiKeyPrefix, createApiKey } from "../worker/accounts/api-key.ts";
import * as schema from "../worker/db/schema.ts";
import { perSecond } from "../worker/domain/loudness.ts";
import type { MediaRef } from "../worker/domain/media.ts";
import { parseRef } from "../worker/domain/media.ts";
import { newId, sha256Hex } from "../worker/ids.ts";
import type { LocalBindings } from "./bindings.ts";

/** An account of the seed, with an API key. */
export interface SeedAccount {
  accountId: string;
  apiKey: string;
  artistIds: string[];
}

/** The database, as `addToSeed` gets it. */
export type LocalDatabase = DrizzleD1Database<typeof schema>;

/**
 * Writes accounts, artists and songs into an empty database, and gives the accounts new API keys. `addToSeed` runs at
 * the end and not later, because nothing else may open the database once the Worker has it.
 */
export async function seedDatabase(
  bindings: LocalBindings,
  manifest: SeedManifest,
  addToSeed?: (db: LocalDatabase) => Promise<void>,
): Promise<SeedAccount[]> {
  const db = drizzle(bindings.DB, { schema });
  const now = Date.now();
  const seeded: SeedAccount[] = [];
  const put = async (ref: MediaRef, path: string, contentType: string): Promise<MediaRef> => {
    await bindings.LIBRARY.put(parseRef(ref).key, await readFile(path), { httpMetadata: { contentType } });
    return ref;
  };
  for (const account of manifest.accounts) {
    const apiKey = createApiKey();
    await db.insert(schema.accounts).values({ id: account.id, name: account.name, createdAt: now });
    await db.insert(schema.apiKeys).values({
      id: newId("key"),
      accountId: account.id,
      name: "local",
      hash: await sha256Hex(apiKey),
      prefix: apiKeyPrefix(apiKey),
      createdAt: now,
    });
    for (const artist of account.artists) {
      const face = await put(
        `library:artists/${artist.id}/face-guide-${artist.faceGuide.sha256.slice(0, 16)}`,
        artist.faceGuide.path,
        artist.faceGuide.contentType,
      );
      await db.insert(schema.artists).values({
        id: artist.id,
        accountId: account.id,
        slug: artist.slug,
        name: artist.name,
        image: face,
        faceGuide: face,
        notes: artist.notes,
        pinned: artist.pinned,
        createdAt: now,
      });
      for (const [position, social] of artist.socials.entries()) {
        await db.insert(schema.socials).values({
          id: `${artist.slug}-${position + 1}`,
          artistId: artist.id,
          platform: social.platform,
          username: social.username,
          profileUrl: social.profileUrl,
        });
      }
      for (const song of artist.songs) {
        // Named by content: the same song is the same file, and is transcribed once.
        const audio = await put(`library:songs/${artist.id}/${song.sha256}`, song.path, song.contentType);
        const { analysis } = song;
        const id = newId("song");
        await db.insert(schema.songs).values({
          id,
          accountId: account.id,
          artistId: artist.id,
          slug: song.slug,
          title: song.title,
          filename: song.filename,
          audio,
          bytes: song.bytes,
          sha256: song.sha256,
          durationSeconds: song.durationSeconds,
          loudness: perSecond(analysis.loudness, song.durationSeconds),
          mix: analysis.mix,
          createdAt: now,
        });
        await db.insert(schema.songAnalyses).values({ songId: id, accountId: account.id, analysis });
      }
    }
    seeded.push({ accountId: account.id, apiKey, artistIds: account.artists.map(({ id }) => id) });
  }
  await addToSeed?.(db);
  return seeded;
}
