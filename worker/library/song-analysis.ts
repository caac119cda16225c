/** Where what songs are like is read from. */
import { eq, sql } from "drizzle-orm";
import type { SongAnalysis } from "../../renderer/contract/song-analysis.ts";
import { batch } from "../db/batch.ts";
import { withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { songAnalyses, songs } from "../db/schema.ts";
import type { Services } from "../services.ts";
import type { Song } from "./add-song.ts";

/** What the song is like; null for one that was stored without an analysis. */
export async function readAnalysis({ db }: Services, song: Song | undefined): Promise<SongAnalysis | null> {
  if (!song) return null;
  const [row] = await withRetry(() => db.select().from(songAnalyses).where(eq(songAnalyses.songId, song.id)));
  return row?.analysis ?? null;
}

/** Adds what a song is like that was stored without. Nothing happens where the song is gone. */
export async function addAnalysis({ db }: Services, { id, accountId }: Song, analysis: SongAnalysis): Promise<void> {
  await batch(db, {
    added: insertSelect(db, songAnalyses, {
      row: { songId: id, accountId, analysis },
      where: sql`EXISTS (SELECT 1 FROM songs WHERE id = ${id})`,
    }).onConflictDoNothing(),
    mixed: db.update(songs).set({ mix: analysis.mix }).where(eq(songs.id, id)),
  });
}
