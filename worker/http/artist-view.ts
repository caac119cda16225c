/** An artist and its songs, as callers see them. */
import { z } from "@hono/zod-openapi";
import { and, eq } from "drizzle-orm";
import { batch } from "../db/batch.ts";
import { artists, socials } from "../db/schema.ts";
import type { Song } from "../library/add-song.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";

export type ArtistRow = typeof artists.$inferSelect;
export type SocialRow = typeof socials.$inferSelect;

export const artistBody = z
  .object({
    account_id: z.string().openapi({ description: "The artist_account_id that create takes." }),
    name: z.string(),
    image: z.url().nullable(),
    pinned: z.boolean(),
    socials: z.array(z.object({ id: z.string(), platform: z.string(), username: z.string(), profile_url: z.string() })),
  })
  .openapi("Artist");

export const artistDetailBody = artistBody
  .extend({
    slug: z.string(),
    notes: z.string(),
    face_guide: z.url().nullable().openapi({ description: "Works for an hour, as `image` does." }),
    created_at: z.iso.datetime(),
  })
  .openapi("ArtistDetail");

export const songBody = z
  .object({
    slug: z.string().openapi({ description: "What create's `songs` takes." }),
    title: z.string(),
    filename: z.string(),
    bytes: z.number().int(),
    duration_seconds: z.number(),
    url: z.url().openapi({ description: "Works for an hour." }),
    created_at: z.iso.datetime(),
  })
  .openapi("Song");

/** Files of artists are private; a link to one works for an hour. */
const URL_SECONDS = 3600;

export async function viewArtist({ media }: Services, artist: ArtistRow, socialRows: SocialRow[]) {
  return {
    account_id: artist.id,
    name: artist.name,
    image: artist.image && (await media.readUrl(artist.image, URL_SECONDS)),
    pinned: artist.pinned,
    socials: socialRows
      .filter(({ artistId }) => artistId === artist.id)
      .map(({ id, platform, username, profileUrl }) => ({ id, platform, username, profile_url: profileUrl })),
  };
}

export async function viewArtistDetail(services: Services, artist: ArtistRow, socialRows: SocialRow[]) {
  return {
    ...(await viewArtist(services, artist, socialRows)),
    slug: artist.slug,
    notes: artist.notes,
    face_guide: artist.faceGuide && (await services.media.readUrl(artist.faceGuide, URL_SECONDS)),
    created_at: new Date(artist.createdAt).toISOString(),
  };
}

export async function viewSong({ media }: Services, song: Song) {
  return {
    slug: song.slug,
    title: song.title,
    filename: song.filename,
    bytes: song.bytes,
    duration_seconds: Math.round(song.durationSeconds * 1000) / 1000,
    url: await media.readUrl(song.audio, URL_SECONDS),
    created_at: new Date(song.createdAt).toISOString(),
  };
}

/** The account's artist. Throws 404 where there is none, also where it is another account's. */
export async function readArtist(
  { db }: Services,
  accountId: string,
  artistId: string,
): Promise<{ artist: ArtistRow; socialRows: SocialRow[] }> {
  const id = artistId.toLowerCase();
  const found = await batch(db, {
    artists: db
      .select()
      .from(artists)
      .where(and(eq(artists.id, id), eq(artists.accountId, accountId))),
    socials: db.select().from(socials).where(eq(socials.artistId, id)),
  });
  const [artist] = found.artists;
  if (!artist) throw artistNotFound();
  return { artist, socialRows: found.socials };
}

export const artistNotFound = () => new ApiError(404, "artist_not_found", "There is no such artist.");

export const artistInUse = () =>
  new ApiError(409, "artist_in_use", "Runs of the artist are under way: wait for them, or cancel them.");
