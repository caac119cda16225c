/** The lines of a song for whoever wants to see them: made from what runs have heard, and paying for nothing. */
import { inArray } from "drizzle-orm";
import { withRetry } from "../db/database.ts";
import { generations } from "../db/schema.ts";
import type { Song } from "../library/add-song.ts";
import { readLyrics, type StoredLyrics } from "../library/song-lyrics.ts";
import { type SongLines, songLines } from "../lyrics/song-lines.ts";
import type { Services } from "../services.ts";
import { alignmentOf } from "../steps/align.ts";
import { transcription } from "../steps/listen.ts";
import { asHeard } from "../steps/lyrics.ts";
import { separation } from "../steps/separate.ts";
import { type Answer, type Ask, dataOf } from "../steps/step.ts";
import { generationKey } from "./ask-generation.ts";
import { answerOf } from "./context.ts";

export interface KnownLines {
  stored: StoredLyrics | null;
  /** Null: no run has heard the song. */
  found: SongLines | null;
}

/** A song's lines as the next render would have them, if it heard nothing new. */
export async function readSongLines(services: Services, song: Song): Promise<KnownLines> {
  const context = { song };
  const stored = await readLyrics(services, song.id);
  const isGiven = stored?.source === "artist";
  const [transcript, separated] = await answersTo(services, song, [
    transcription(context),
    ...(isGiven ? [separation(context)] : []),
  ]);
  if (!transcript) return { stored, found: null };
  const voiceUrl = separated ? dataOf("separate", separated).vocals.url : null;
  const [aligned] = isGiven ? await answersTo(services, song, [alignmentOf(context, stored, voiceUrl)]) : [];
  return { stored, found: songLines(stored, asHeard(song, aligned ? [transcript, aligned] : [transcript])) };
}

/** What is known of each question; undefined where there is no answer. */
async function answersTo({ db }: Services, { accountId }: Song, asks: Ask[]): Promise<(Answer | undefined)[]> {
  const keys = await Promise.all(asks.map((each) => generationKey(accountId, each)));
  const rows = await withRetry(() => db.select().from(generations).where(inArray(generations.key, keys)));
  return keys.map((key) => {
    const row = rows.find((each) => each.key === key && each.status === "completed");
    return row && answerOf(row);
  });
}
