/**
 * What kind of file a download is, by its first bytes and never by its name. Each kind forces its demuxer, so that
 * ffmpeg cannot be tricked into opening playlists, concat scripts or image sequences, which name further files to open.
 */
import { fileTypeFromFile } from "file-type";
import { noneOf } from "../contract/kinds.ts";
import { JobError } from "./job-error.ts";

/** A local file and the only ffmpeg demuxer that may open it. */
export interface MediaFile {
  path: string;
  demuxer: string;
}

const CONTAINERS: Record<string, string> = {
  "video/mp4": "mov",
  "video/quicktime": "mov",
  "video/x-m4v": "mov",
  "video/3gpp": "mov",
  "video/3gpp2": "mov",
  "audio/mp4": "mov",
  "audio/x-m4a": "mov",
  "video/webm": "matroska",
  "audio/webm": "matroska",
  "video/matroska": "matroska",
  "video/x-matroska": "matroska",
};

const SOUND_ONLY: Record<string, string> = {
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "audio/vnd.wave": "wav",
  "audio/flac": "flac",
  "audio/x-flac": "flac",
  "audio/ogg": "ogg",
  "audio/opus": "ogg",
  "application/ogg": "ogg",
  "audio/aac": "aac",
  "audio/aiff": "aiff",
};

const PICTURES: Record<string, string> = {
  "image/jpeg": "jpeg_pipe",
  "image/png": "png_pipe",
  "image/webp": "webp_pipe",
};

const DEMUXERS: Record<"video" | "audio" | "picture", Record<string, string>> = {
  video: CONTAINERS,
  audio: { ...CONTAINERS, ...SOUND_ONLY },
  picture: PICTURES,
};

/** Recognizes the file at `path`. Throws `source_not_media` when it is not a `wanted` file of a kind we accept. */
export async function recognize(path: string, wanted: keyof typeof DEMUXERS): Promise<MediaFile> {
  const type = await fileTypeFromFile(path);
  const mime = type?.mime.split(";", 1)[0] ?? "of an unknown type";
  const demuxer = DEMUXERS[wanted][mime];
  if (!demuxer) throw new JobError("source_not_media", `The ${wanted} is ${mime}, ${noneOf(wanted)}.`);
  return { path, demuxer };
}
