/** The lines of a song for whoever wants to see them: made from what runs have heard, and paying for nothing. */
import type { Song } from "../library/add-song.ts";
import { readLyrics, type StoredLyrics } from "../library/song-lyrics.ts";
import { type SongLines, songLines } from "../lyrics/song-lines.ts";
import type { Services } from "../services.ts";
import { alignmentOf } from "../steps/align.ts";
import { transcription } from "../steps/listen.ts";
import { asHeard } from "../steps/lyrics.ts";
import { separation } from "../steps/separate.ts";
import { dataOf } from "../steps/step.ts";
import { knownAnswers } from "./known-answers.ts";

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
  const [transcript, separated] = await knownAnswers(services, song.accountId, [
    transcription(context),
    ...(isGiven ? [separation(context)] : []),
  ]);
  if (!transcript) return { stored, found: null };
  const voiceUrl = separated ? dataOf("separate", separated).vocals.url : null;
  const [aligned] = isGiven
    ? await knownAnswers(services, song.accountId, [alignmentOf(context, stored, voiceUrl)])
    : [];
  return { stored, found: songLines(stored, asHeard(song, aligned ? [transcript, aligned] : [transcript])) };
}
