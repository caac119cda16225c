/** What a create call is prepared from: an artist with its files, the songs to choose from, more reference images. */
import { and, eq, type SQL } from "drizzle-orm";
import type { AccountId } from "../db/account-id.ts";
import { compiled } from "../db/compiled.ts";
import type { Database } from "../db/database.ts";
import { beside, type Reading, read, reading } from "../db/reading.ts";
import { artists, songs } from "../db/schema.ts";
import type { Reference, Template } from "../domain/template.ts";
import { similarity } from "../lyrics/similarity.ts";
import type { Services } from "../services.ts";
import { findBuiltIn } from "../templates/index.ts";
import { isArtistOf } from "./find-artists.ts";
import { fetchReferenceImages, type RefusedImage } from "./reference-images.ts";
import { type OwnTemplate, ownTemplateReading, placeTemplate } from "./templates.ts";

/** An artist, with what its songs are chosen by, in the order of their slugs. */
export type ArtistWithSongs = typeof artists.$inferSelect & {
  songs: { id: string; slug: string; title: string; durationSeconds: number }[];
};

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
        .select({ id: songs.id, slug: songs.slug, title: songs.title, durationSeconds: songs.durationSeconds })
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

/** Songs that cannot be chosen. `index`: where the caller names it; null: nobody did. */
export interface ShortSong {
  index: number | null;
  slug: string;
  durationSeconds: number;
}

/**
 * The ids of the songs with these slugs; without `slugs`, of all that last `leastSeconds` or more. Or the unknown slugs,
 * each with its place in the list. Or those that are too short: of those named any, of the others all.
 */
export function chooseSongs(
  known: ArtistWithSongs["songs"],
  slugs: readonly string[] | undefined,
  leastSeconds: number,
): { ids: string[] } | { unknown: { index: number; slug: string }[] } | { tooShort: ShortSong[] } {
  const isShort = ({ durationSeconds }: { durationSeconds: number }) => durationSeconds < leastSeconds;
  if (slugs === undefined) {
    const long = known.filter((song) => !isShort(song));
    if (long.length > 0) return { ids: long.map(({ id }) => id) };
    return { tooShort: known.map(({ slug, durationSeconds }) => ({ index: null, slug, durationSeconds })) };
  }
  const bySlug = new Map(known.map((song) => [song.slug, song]));
  const named = slugs.map((slug, index) => ({ index, slug, song: bySlug.get(slug) }));
  const unknown = named.flatMap(({ index, slug, song }) => (song ? [] : [{ index, slug }]));
  if (unknown.length > 0) return { unknown };
  const tooShort = named.flatMap(({ index, slug, song }) =>
    song && isShort(song) ? [{ index, slug, durationSeconds: song.durationSeconds }] : [],
  );
  if (tooShort.length > 0) return { tooShort };
  return { ids: known.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id) };
}

/** Of the songs that are told to whoever names one that there is not. */
const MAX_TOLD = 20;
/** What is compared: of five hundred songs with a hundred names of their whole length, the comparing would take a minute. */
const MAX_COMPARED = 4;
const COMPARED_LENGTH = 40;

/** Slugs of songs, those that are most like one of the unknown ones first. */
export function likeThese(known: ArtistWithSongs["songs"], unknown: readonly { slug: string }[]): string[] {
  const named = unknown.slice(0, MAX_COMPARED).map(({ slug }) => slug.toLowerCase().slice(0, COMPARED_LENGTH));
  const likeness = (slug: string) => Math.max(...named.map((each) => alike(each, slug.slice(0, COMPARED_LENGTH))));
  return known
    .map(({ slug }) => ({ slug, likeness: likeness(slug) }))
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, MAX_TOLD)
    .map(({ slug }) => slug);
}

/** 0..1; a part of a slug is like it, too. */
const alike = (named: string, slug: string): number =>
  named !== "" && (slug.includes(named) || named.includes(slug)) ? 0.9 : similarity(named, slug);

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
