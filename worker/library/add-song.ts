/** Adds a song's row, in the one statement that makes it the artist's. */
import { and, eq, or, sql } from "drizzle-orm";
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { after, batch } from "../db/batch.ts";
import { insertSelect } from "../db/insert-select.ts";
import { artists, songAnalyses, songs } from "../db/schema.ts";
import type { Services } from "../services.ts";
import { areOrphaned, keepFiles } from "./orphaned-files.ts";

export type Song = typeof songs.$inferSelect;

/** Per artist. */
export const MAX_SONGS = 500;

export type AddedSong =
  /** existing: the artist already has this very file. */
  | { kind: "added" | "existing"; song: Song }
  /** Another song has the slug. */
  | { kind: "slug-taken" }
  /** The artist has MAX_SONGS. */
  | { kind: "too-many" }
  /** The artist was deleted meanwhile. */
  | { kind: "gone" };

const isFull = (artistId: string) =>
  sql<number>`((SELECT count(*) FROM songs WHERE artist_id = ${artistId}) >= ${MAX_SONGS})`;

/** Adds a song whose file is stored as an orphaned file; from here on the file is the song's. */
export async function addSong(
  services: Services,
  row: typeof songs.$inferInsert & { sha256: string },
  analysis: SongAnalysis,
): Promise<AddedSong> {
  const { db } = services;
  const { accountId, artistId, audio } = row;
  const isArtist = sql`EXISTS (SELECT 1 FROM artists WHERE id = ${artistId} AND account_id = ${accountId})`;
  const { added } = await batch(db, {
    added: insertSelect(db, songs, {
      row,
      where: sql`${isArtist} AND ${areOrphaned([audio])} AND NOT ${isFull(artistId)}`,
    })
      .onConflictDoNothing()
      .returning(),
    kept: after("added", keepFiles(db, [audio])),
    analysis: after("kept", (kept) =>
      insertSelect(db, songAnalyses, { row: { songId: row.id, accountId, analysis }, where: kept }),
    ),
  });
  const [song] = added;
  if (song) return { kind: "added", song };
  // Somebody else was first, or took the last place, or the artist is gone.
  return (await precheckSong(services, row)) ?? { kind: "gone" };
}

/**
 * Why a song with this content and slug would not be added, as things stand. Undefined is no promise: `addSong`
 * decides.
 */
export async function precheckSong(
  { db }: Services,
  { artistId, sha256, slug }: { artistId: string; sha256: string; slug: string },
): Promise<AddedSong | undefined> {
  const { alike, places } = await batch(db, {
    alike: db
      .select()
      .from(songs)
      .where(and(eq(songs.artistId, artistId), or(eq(songs.sha256, sha256), eq(songs.slug, slug)))),
    // Read from the artist's row, so that an artist that is gone is not reported as full.
    places: db
      .select({ full: isFull(artistId).as("full") })
      .from(artists)
      .where(eq(artists.id, artistId)),
  });
  const same = alike.find((song) => song.sha256 === sha256);
  if (same) return { kind: "existing", song: same };
  if (alike.length > 0) return { kind: "slug-taken" };
  return places[0]?.full ? { kind: "too-many" } : undefined;
}
