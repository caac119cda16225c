/** What a create call is prepared from: an artist with its files, the songs to choose from, more reference images. */
import { and, eq, type SQL } from "drizzle-orm";
import type { AccountId } from "../db/account-id.ts";
import { compiled } from "../db/compiled.ts";
import type { Database } from "../db/database.ts";
import { beside, type Reading, read, reading } from "../db/reading.ts";
import { artists, songs } from "../db/schema.ts";
import type { Reference, Template } from "../domain/template.ts";
import type { Services } from "../services.ts";
import { findBuiltIn } from "../templates/index.ts";
import { isArtistOf } from "./find-artists.ts";
import { fetchReferenceImages, type RefusedImage } from "./reference-images.ts";
import { type OwnTemplate, ownTemplateReading, placeTemplate } from "./templates.ts";

/** An artist, with the ids and slugs of its songs in the order of their slugs. */
export type ArtistWithSongs = typeof artists.$inferSelect & { songs: { id: string; slug: string }[] };

/** The account's artist. Undefined when there is none; one of another account counts as none. */
const artistReading = (db: Database, account: AccountId, artistId: string): Reading<ArtistWithSongs | undefined> =>
  typeof account === "string" ? compiledArtistReading(db, { account, artistId }) : artistOf(db, account, artistId);

const compiledArtistReading = compiled<{ account: string; artistId: string }, ArtistWithSongs | undefined>(
  (db, { account, artistId }) => artistOf(db, account, artistId),
);

const artistOf = (
  db: Database,
  account: AccountId,
  artistId: string | SQL<string>,
): Reading<ArtistWithSongs | undefined> =>
  reading(
    {
      artists: db.select().from(artists).where(isArtistOf(account, artistId)),
      songs: db
        .select({ id: songs.id, slug: songs.slug })
        .from(songs)
        .where(and(eq(songs.artistId, artistId), eq(songs.accountId, account)))
        .orderBy(songs.slug),
    },
    ({ artists: [artist], songs: ofArtist }) => artist && { ...artist, songs: ofArtist },
  );

/** The same, read by itself. */
export const findArtistWithSongs = (
  { db }: Services,
  accountId: string,
  artistId: string,
): Promise<ArtistWithSongs | undefined> => read(db, artistReading(db, accountId, artistId));

/** What a create call names. */
export interface Named {
  artistId: string;
  template: string;
}

/** That, as it was found: undefined where the account has none. */
export interface BatchInputs {
  named: Named;
  artist: ArtistWithSongs | undefined;
  /** Of the account; the built-in ones are code. */
  ownTemplate: OwnTemplate | undefined;
}

/** Reads what a create call names. Nothing of it is found for an account that there is not. */
export function inputsReading(db: Database, account: AccountId, named: Named): Reading<BatchInputs> {
  const artist = artistReading(db, account, named.artistId);
  if (findBuiltIn(named.template)) {
    return { ...artist, result: (found) => ({ named, artist: artist.result(found), ownTemplate: undefined }) };
  }
  const { statements, result } = beside(artist, ownTemplateReading(db, account, named.template));
  return {
    statements,
    result: (found) => {
      const [ofAccount, ownTemplate] = result(found);
      return { named, artist: ofAccount, ownTemplate };
    },
  };
}

/** The template that the batch would use, or undefined. */
export const templateOf = ({ named, ownTemplate }: BatchInputs): Template | undefined =>
  findBuiltIn(named.template) ?? (ownTemplate && placeTemplate(ownTemplate));

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
