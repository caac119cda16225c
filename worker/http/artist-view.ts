/** Artists and songs as the API shows them: their rows, with links to their private files. */

import type { z } from "@hono/zod-openapi";
import type { SongAnalysis, Span } from "../../renderer/contract/song-analysis.ts";
import type { artistBody, artistDetailBody, songBody, songDetailBody } from "../contract/artist.ts";
import type { Moment } from "../domain/moment.ts";
import type { Song } from "../library/add-song.ts";
import { type ArtistRow, findArtist, type SocialRow } from "../library/find-artists.ts";
import type { Services } from "../services.ts";
import { ApiError } from "./errors.ts";

/** Files of artists are private; a link to one works for an hour. */
const URL_SECONDS = 3600;

/** An artist as lists show it. */
export async function viewArtist(
  { media }: Services,
  artist: ArtistRow,
  socialRows: SocialRow[],
): Promise<z.output<typeof artistBody>> {
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

/** An artist with slug, notes and face guide. */
export async function viewArtistDetail(
  services: Services,
  artist: ArtistRow,
  socialRows: SocialRow[],
): Promise<z.output<typeof artistDetailBody>> {
  return {
    ...(await viewArtist(services, artist, socialRows)),
    slug: artist.slug,
    notes: artist.notes,
    face_guide: artist.faceGuide && (await services.media.readUrl(artist.faceGuide, URL_SECONDS)),
    created_at: new Date(artist.createdAt).toISOString(),
  };
}

/** A song with a link to its file. */
export async function viewSong({ media }: Services, song: Song): Promise<z.output<typeof songBody>> {
  return {
    slug: song.slug,
    title: song.title,
    artist: song.artist,
    filename: song.filename,
    bytes: song.bytes,
    duration_seconds: Math.round(song.durationSeconds * 1000) / 1000,
    url: await media.readUrl(song.audio, URL_SECONDS),
    created_at: new Date(song.createdAt).toISOString(),
  };
}

/** A song with what it is like; null for one that was stored without an analysis. */
export async function viewSongDetail(
  services: Services,
  song: Song,
  analysis: SongAnalysis | null,
  moments: readonly Moment[],
): Promise<z.output<typeof songDetailBody>> {
  return {
    ...(await viewSong(services, song)),
    analysis: analysis && viewAnalysis(analysis),
    moments: moments.map(viewMoment),
  };
}

const viewMoment = (moment: Moment): z.output<typeof songDetailBody>["moments"][number] => {
  const { id, startSeconds, lengths, reason, why, energy, mood, hasLyrics, score, warnings } = moment;
  return {
    ...{ id, start_seconds: startSeconds, lengths: lengths.map(({ seconds }) => seconds) },
    ...{ reason, why, energy, mood, sung: hasLyrics, score, warnings },
  };
};

function viewAnalysis(analysis: SongAnalysis): NonNullable<z.output<typeof songDetailBody>["analysis"]> {
  const { grid } = analysis;
  const span = ({ start, end }: Span) => ({ start_seconds: start, end_seconds: end });
  return {
    integrated_lufs: analysis.integratedLufs,
    loudness: analysis.loudness,
    silences: analysis.silences.map(span),
    mix: analysis.mix,
    mono_loss_db: analysis.monoLossDb,
    tempo: grid && { bpm: grid.bpm, beats_per_bar: grid.beatsPerBar, confidence: grid.confidence },
    beats: grid?.beats ?? [],
    downbeats: grid?.downbeats ?? [],
    sections: analysis.sections.map(({ energy, change, ...part }) => ({ ...span(part), energy, change })),
  };
}

/** The account's artist. Throws 404 when there is none, or when it belongs to another account. */
export async function readArtist(
  services: Services,
  accountId: string,
  artistId: string,
): Promise<{ artist: ArtistRow; socialRows: SocialRow[] }> {
  const found = await findArtist(services, accountId, artistId);
  if (!found) throw artistNotFound();
  return found;
}

/** 404: the account has no such artist. */
export const artistNotFound = () => new ApiError(404, "artist_not_found", "There is no such artist.");

/** 409: runs under way still read what would be deleted. */
export const artistInUse = () =>
  new ApiError(409, "artist_in_use", "Runs of the artist are under way: wait for them, or cancel them.");
