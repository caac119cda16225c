/** Artists as rows, each with its socials. */
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { AccountId } from "../db/account-id.ts";
import { batch } from "../db/batch.ts";
import { artists, socials } from "../db/schema.ts";
import type { Services } from "../services.ts";

export type ArtistRow = typeof artists.$inferSelect;
export type SocialRow = typeof socials.$inferSelect;

/** In SQL: the row is this artist, and the account's. */
export const isArtistOf = (accountId: AccountId, artistId: string | SQL<string>) =>
  and(eq(artists.id, artistId), eq(artists.accountId, accountId));

/** The account's artist. Undefined when there is none, or when it belongs to another account. */
export async function findArtist(
  { db }: Services,
  accountId: string,
  artistId: string,
): Promise<{ artist: ArtistRow; socialRows: SocialRow[] } | undefined> {
  const found = await batch(db, {
    artists: db.select().from(artists).where(isArtistOf(accountId, artistId)),
    socials: db.select().from(socials).where(eq(socials.artistId, artistId)),
  });
  const [artist] = found.artists;
  return artist && { artist, socialRows: found.socials };
}

/** The account's artists, pinned ones first, then by name; and the socials of all of them. */
export async function listArtists(
  { db }: Services,
  accountId: string,
): Promise<{ artistRows: ArtistRow[]; socialRows: SocialRow[] }> {
  const ofAccount = eq(artists.accountId, accountId);
  const { artistRows, socialRows } = await batch(db, {
    artistRows: db.select().from(artists).where(ofAccount).orderBy(desc(artists.pinned), sql`lower(${artists.name})`),
    socialRows: db
      .select()
      .from(socials)
      .where(inArray(socials.artistId, db.select({ id: artists.id }).from(artists).where(ofAccount))),
  });
  return { artistRows, socialRows };
}
