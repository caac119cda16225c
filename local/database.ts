/** Puts the schema and the seed data into the local D1 and R2, through wrangler's own bindings. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { getPlatformProxy, unstable_readConfig } from "wrangler";
import type { SeedManifest } from "../seed/manifest.ts";
import { apiKeyPrefix, createApiKey } from "../worker/accounts/api-key.ts";
import * as schema from "../worker/db/schema.ts";
import type { MediaRef } from "../worker/domain/media.ts";
import { parseRef } from "../worker/domain/media.ts";
import { newId, sha256Hex } from "../worker/ids.ts";
import { wranglerEnv, wranglerScript } from "./wrangler.ts";

interface LocalBindings {
  DB: D1Database;
  LIBRARY: R2Bucket;
  MEDIA: R2Bucket;
}

/** An account of the seed, with a key to it. */
export interface SeedAccount {
  accountId: string;
  apiKey: string;
  artistIds: string[];
}

/** The database, as whoever adds to the seed gets it. */
export type LocalDatabase = DrizzleD1Database<typeof schema>;

/** Applies the migrations that are not applied yet. */
export function migrate(root: string, state: string): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [wranglerScript(root), "d1", "migrations", "apply", "backline", "--local", "--persist-to", state],
    { cwd: root, env: { ...process.env, ...wranglerEnv, CI: "true" }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`The migrations failed:\n${stdout}${stderr}`);
}

/** The local database and buckets, while no Worker has them open. Dispose of it before the Worker starts. */
export function openLocalBindings(root: string, state: string) {
  // Only what is needed here: the platform proxy warns of every binding that it cannot offer.
  const { d1_databases, r2_buckets, compatibility_date } = unstable_readConfig(
    { config: join(root, "wrangler.toml") },
    { hideWarnings: true },
  );
  const configPath = join(state, "seed.wrangler.json");
  const buckets = r2_buckets.map(({ binding, bucket_name }: { binding: string; bucket_name: string }) => ({
    binding,
    bucket_name,
  }));
  writeFileSync(
    configPath,
    JSON.stringify({ name: "backline-seed", compatibility_date, d1_databases, r2_buckets: buckets }),
  );
  return getPlatformProxy<LocalBindings>({
    configPath,
    persist: { path: join(state, "v3") },
    envFiles: [],
  });
}

/**
 * Writes accounts, artists and songs into an empty database, and gives new keys to the accounts. `addToSeed` runs last,
 * because nothing else may open the database once the Worker has it.
 */
export async function seedDatabase(
  root: string,
  state: string,
  manifest: SeedManifest,
  addToSeed?: (db: LocalDatabase) => Promise<void>,
): Promise<SeedAccount[]> {
  const proxy = await openLocalBindings(root, state);
  try {
    const db = drizzle(proxy.env.DB, { schema });
    const now = Date.now();
    const seeded: SeedAccount[] = [];
    const put = async (ref: MediaRef, path: string, contentType: string): Promise<MediaRef> => {
      await proxy.env.LIBRARY.put(parseRef(ref).key, await readFile(path), { httpMetadata: { contentType } });
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
          await db.insert(schema.songs).values({
            id: newId("song"),
            accountId: account.id,
            artistId: artist.id,
            slug: song.slug,
            title: song.title,
            filename: song.filename,
            audio,
            bytes: song.bytes,
            sha256: song.sha256,
            durationSeconds: song.durationSeconds,
            loudness: song.loudness,
            createdAt: now,
          });
        }
      }
      seeded.push({ accountId: account.id, apiKey, artistIds: account.artists.map(({ id }) => id) });
    }
    await addToSeed?.(db);
    return seeded;
  } finally {
    await proxy.dispose();
  }
}
