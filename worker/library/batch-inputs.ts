/** What a create call is prepared from: an artist with its files, the songs to choose from, more reference images. */
import { and, eq } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { artists, songs } from "../db/schema.ts";
import type { Reference } from "../domain/template.ts";
import type { Services } from "../services.ts";
import { isArtistOf } from "./find-artists.ts";
import { fetchReferenceImages, type RefusedImage } from "./reference-images.ts";

/** An artist, with the ids and slugs of its songs in the order of their slugs. */
export type ArtistWithSongs = typeof artists.$inferSelect & { songs: { id: string; slug: string }[] };

/** The account's artist. Undefined when there is none; one of another account counts as none. */
export async function findArtistWithSongs(
  { db }: Services,
  accountId: string,
  artistId: string,
): Promise<ArtistWithSongs | undefined> {
  const found = await batch(db, {
    artists: db.select().from(artists).where(isArtistOf(accountId, artistId)),
    songs: db
      .select({ id: songs.id, slug: songs.slug })
      .from(songs)
      .where(and(eq(songs.artistId, artistId), eq(songs.accountId, accountId)))
      .orderBy(songs.slug),
  });
  const [artist] = found.artists;
  return artist && { ...artist, songs: found.songs };
}

/**
 * The ids of the songs with these slugs, or of all songs without `slugs`; or the unknown slugs, each with its place in
 * the list.
 */
export function chooseSongs(
  known: ArtistWithSongs["songs"],
  slugs: readonly string[] | undefined,
): { ids: string[] } | { unknown: { index: number; slug: string }[] } {
  if (slugs === undefined) return { ids: known.map(({ id }) => id) };
  const knownSlugs = new Set(known.map(({ slug }) => slug));
  const unknown = [...slugs.entries()].flatMap(([index, slug]) => (knownSlugs.has(slug) ? [] : [{ index, slug }]));
  if (unknown.length > 0) return { unknown };
  return { ids: known.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id) };
}

/**
 * Fetches the images at `urls`, judges them and stores them as orphaned files, to be references of one batch: all of
 * them or none.
 */
export async function fetchExtraReferences(
  services: Services,
  accountId: string,
  artistId: string,
  urls: readonly string[],
): Promise<{ references: Reference[] } | { refused: RefusedImage[] }> {
  const fetched = await fetchReferenceImages(services, { accountId, artistId, urls });
  if ("refused" in fetched) return fetched;
  return { references: fetched.refs.map((image, index) => ({ id: `extra-${index + 1}`, description: "", image })) };
}
