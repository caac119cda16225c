/** What is stored of songs' lyrics. */
import { eq, sql } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { insertSelect } from "../db/insert-select.ts";
import { songLyrics } from "../db/schema.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { LineCorrection, SongLyrics } from "../domain/lyrics.ts";
import { sha256Hex } from "../ids.ts";
import type { LyricsFile } from "../lyrics/file.ts";
import type { Services } from "../services.ts";
import type { Song } from "./add-song.ts";

/** The stored lyrics of a song, with how their file was read. */
export interface StoredLyrics extends SongLyrics {
  format: string | null;
  warnings: string[];
}

/** The stored lyrics of a song; null where it has none. */
export async function readLyrics({ db }: Services, songId: string): Promise<StoredLyrics | null> {
  const [row] = await withRetry(() => db.select().from(songLyrics).where(eq(songLyrics.songId, songId)));
  return row ?? null;
}

/** Makes the artist's file the song's lyrics, in place of any before and of what was set right in them. False: the song is gone. */
export async function writeLyrics(services: Services, song: Song, file: LyricsFile): Promise<boolean> {
  const { format, lines, warnings } = file;
  const wordsHash = await sha256Hex(canonicalJson(lines.map(({ text }) => text)));
  return write(services, song, { source: "artist", format, wordsHash, lines, warnings, corrections: {} });
}

async function write({ db, now }: Services, { id: songId, accountId }: Song, lyrics: StoredLyrics): Promise<boolean> {
  const row = { songId, accountId, ...lyrics, updatedAt: now() };
  const written = await withRetry(() =>
    insertSelect(db, songLyrics, { row, where: sql`EXISTS (SELECT 1 FROM songs WHERE id = ${songId})` })
      .onConflictDoUpdate({ target: songLyrics.songId, set: row })
      .returning({ songId: songLyrics.songId }),
  );
  return written.length > 0;
}

/**
 * Sets a line right: what is given replaces what was set before, null takes it back. Where the song has no lyrics from the
 * artist, it is a line of the transcript. False: the song is gone.
 */
export async function correctLine(
  { db, now }: Services,
  { id: songId, accountId }: Song,
  number: number,
  correction: { [Key in keyof LineCorrection]?: LineCorrection[Key] | null },
): Promise<boolean> {
  const patch = JSON.stringify({ [number]: correction });
  const transcribed = { source: "transcribed" as const, format: null, wordsHash: "", lines: [], warnings: [] };
  // A merge patch takes away what is null; on an empty object it leaves what is not.
  const row = { songId, accountId, ...transcribed, corrections: sql`json_patch('{}', ${patch})`, updatedAt: now() };
  const written = await withRetry(() =>
    insertSelect(db, songLyrics, {
      row,
      where: sql`EXISTS (SELECT 1 FROM songs WHERE id = ${songId})`,
    })
      .onConflictDoUpdate({
        target: songLyrics.songId,
        set: { corrections: sql`json_patch(song_lyrics.corrections, ${patch})`, updatedAt: row.updatedAt },
      })
      .returning({ songId: songLyrics.songId }),
  );
  return written.length > 0;
}

/** Forgets a song's lyrics, and what was set right in them. False: it had none. */
export async function removeLyrics({ db }: Services, songId: string): Promise<boolean> {
  const removed = await withRetry(() =>
    db.delete(songLyrics).where(eq(songLyrics.songId, songId)).returning({ songId: songLyrics.songId }),
  );
  return removed.length > 0;
}
