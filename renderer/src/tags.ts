/** What a song's file says of itself: ID3, MP4's atoms, Vorbis comments, the INFO of a WAV, Matroska's tags. */
import { z } from "zod";
import { MAX_TAG_LENGTH, type SongTags } from "../contract/song-analysis.ts";
import { runFfprobe } from "./ffmpeg.ts";
import type { MediaFile } from "./media.ts";

const tags = z.record(z.string(), z.string()).default({});
const told = z.object({
  format: z.object({ tags }).default({ tags: {} }),
  streams: z.array(z.object({ tags })).default([]),
});

/** Title and artist, from the file's tags. Throws a `JobError` when the file cannot be read at all. */
export async function readTags(file: MediaFile, signal: AbortSignal): Promise<SongTags> {
  const { stdout } = await runFfprobe(
    // biome-ignore format: an option and its value belong on one line
    ["-v", "error", "-protocol_whitelist", "file,pipe", "-f", file.demuxer,
      "-show_entries", "format_tags:stream_tags", "-select_streams", "a:0", "-of", "json=string_validation=ignore", `file:${file.path}`],
    { signal, blame: "audio_unreadable" },
  );
  const { format, streams } = told.parse(JSON.parse(decoded(stdout)));
  // Ogg has them in its stream. Elsewhere those of a stream say what it is: "Stereo", "English".
  const sources = file.demuxer === "ogg" ? [format.tags, streams[0]?.tags ?? {}] : [format.tags];
  const tagged = (name: string): string | null => {
    for (const source of sources) {
      // Formats differ in how they write the same name.
      const [, text] = Object.entries(source).find(([key, value]) => key.toLowerCase() === name && value !== "") ?? [];
      if (text !== undefined) return text.slice(0, MAX_TAG_LENGTH).toWellFormed();
    }
    return null;
  };
  return { title: tagged("title"), artist: tagged("artist") };
}

/** The INFO of a WAV file does not say how it is encoded: what is no UTF-8 was written by Windows. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
